/** The names of the lanes, above the picture: across where there is room, else upright. */
import { font, type Scene } from './scene.ts';

type Context = CanvasRenderingContext2D;

const SIZE = 13;
/** Lanes closer than that are named where the pointer is, and nowhere else. */
const NAMED_FROM = 11;
const UPRIGHT_SIZE = 11;
const LABEL_MAXIMUM = 28;

/** How high the names are. */
export function headHeight(areUpright: boolean): number {
  return areUpright ? 92 : 40;
}

export function drawHeads(context: Context, scene: Scene): void {
  const { lanes, theme, width, head } = scene;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, head);
  if (lanes.areNamesUpright) drawUpright(context, scene);
  else drawAcross(context, scene);
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, head - 0.5);
  context.lineTo(width, head - 0.5);
  context.stroke();
}

function drawAcross(context: Context, scene: Scene): void {
  const { lanes, theme } = scene;
  context.font = font(scene, SIZE, 600);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { label, from, to } of lanes.heads) {
    const room = Math.max(lanes.gap, to - from + lanes.gap) - 24;
    const shown = clip(context, label, Math.max(40, room));
    const middle = (from + to) / 2;
    const width = Math.max(56, context.measureText(shown).width + 24);
    context.fillStyle = theme.paper;
    context.strokeStyle = theme.edge;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(Math.round(middle - width / 2) + 0.5, 6.5, Math.round(width), 25, 12.5);
    context.fill();
    context.stroke();
    context.fillStyle = theme.ink;
    context.fillText(shown, middle, 20);
  }
}

function drawUpright(context: Context, scene: Scene): void {
  const { lanes, theme, head } = scene;
  if (lanes.gap < NAMED_FROM) return;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { label, client, from, to } of lanes.heads) {
    context.font = font(scene, UPRIGHT_SIZE, client < 0 ? 700 : 500);
    context.save();
    context.translate(Math.round((from + to) / 2), head - 8);
    context.rotate(-Math.PI / 2);
    context.fillStyle = client < 0 ? theme.ink : theme.quiet;
    context.fillText(clip(context, label, head - 14), 0, 0);
    context.restore();
  }
}

function clip(context: Context, label: string, room: number): string {
  let text = label.length > LABEL_MAXIMUM ? `${label.slice(0, LABEL_MAXIMUM - 1)}…` : label;
  while (text.length > 2 && context.measureText(text).width > room) text = `${text.slice(0, -2)}…`;
  return text;
}
