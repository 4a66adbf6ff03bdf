/** The names of the lanes, above the picture: across where there is room, else upright. */
import type { Head } from './lanes.ts';
import { font, type Scene } from './scene.ts';

type Context = CanvasRenderingContext2D;

const SIZE = 13;
/** Names stand no closer than that: of more lanes only some are named, and the one that the pointer is on. */
const NAMED_FROM = 12;
const UPRIGHT_LEAST = 9;
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
    const isAlone = lanes.all.length === 1;
    const room = isAlone ? scene.width : Math.max(lanes.gap, to - from + lanes.gap) - 24;
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
  const { lanes } = scene;
  const step = Math.ceil(NAMED_FROM / lanes.gap);
  const broker = lanes.heads.findIndex(({ client }) => client < 0);
  const own = scene.columns.client[scene.hovered];
  const pointed = lanes.heads.findIndex(({ client }) => client === own && scene.hovered >= 0);
  const isNear = (at: number, other: number) => other >= 0 && Math.abs(at - other) < step;
  lanes.heads.forEach((head, at) => {
    if (at === broker || at === pointed) return;
    if (at % step !== 0 || isNear(at, broker) || (step > 1 && isNear(at, pointed))) return;
    drawName(context, scene, head, 'quiet');
  });
  for (const at of [broker, pointed]) {
    const head = lanes.heads[at];
    if (head !== undefined) drawName(context, scene, head, at === broker ? 'ink' : 'accent');
  }
}

function drawName(
  context: Context,
  scene: Scene,
  { label, from, to }: Head,
  colour: 'ink' | 'quiet' | 'accent',
): void {
  const { lanes, theme, head } = scene;
  const size = Math.min(UPRIGHT_SIZE, Math.max(lanes.gap, UPRIGHT_LEAST));
  context.font = font(scene, size, colour === 'quiet' ? 500 : 700);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.save();
  context.translate(Math.round((from + to) / 2), head - 8);
  context.rotate(-Math.PI / 2);
  context.fillStyle = theme[colour];
  context.fillText(clip(context, label, head - 14), 0, 0);
  context.restore();
}

function clip(context: Context, label: string, room: number): string {
  let text = label.length > LABEL_MAXIMUM ? `${label.slice(0, LABEL_MAXIMUM - 1)}…` : label;
  while (text.length > 2 && context.measureText(text).width > room) text = `${text.slice(0, -2)}…`;
  return text;
}
