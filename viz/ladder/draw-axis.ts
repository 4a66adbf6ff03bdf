/** The axis: when what is, and where time is folded. */
import { clock, duration } from '../../sim/render/sentences/words.ts';
import { crisp, line } from './lines.ts';
import { rowAt, timeAt } from './rows.ts';
import { font, rowOf, type Scene, type Visible, yAt, yOf } from './scene.ts';
import { roundTicks } from './ticks.ts';

type Context = CanvasRenderingContext2D;

const LABEL_HEIGHT = 14;

/** Times stand at the axis: at each moment where there is room, else at round ones. */
export function drawAxis(context: Context, scene: Scene, visible: Visible): void {
  const { columns, rows, view, theme, head, height, width, gutter } = scene;
  const x = gutter - 10;
  context.font = font(scene, 11);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const taken: number[] = [];
  const isRoomy = view.rowHeight >= LABEL_HEIGHT * 0.8;
  const foldHeight = 2 * view.rowHeight;
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.beginPath();
  line(
    context,
    crisp(x + 4),
    Math.max(head, yOf(scene, 0)),
    crisp(x + 4),
    Math.min(height, yOf(scene, rows.length)),
  );
  context.stroke();
  if (isRoomy) drawMoments(context, scene, visible, x, taken);
  if (foldHeight >= LABEL_HEIGHT) {
    context.setLineDash([2, 5]);
    context.fillStyle = theme.quiet;
    for (const { at, ms } of rows.folds) {
      const y = yOf(scene, at);
      if (y < head || y > height) continue;
      context.strokeStyle = theme.faint;
      context.beginPath();
      line(context, x + 4, crisp(y), width - 12, crisp(y));
      context.stroke();
      label(context, `⋯ ${duration(ms)}`, x - 2, y, taken);
    }
    context.setLineDash([]);
  }
  if (isRoomy) return;
  context.fillStyle = theme.quiet;
  const axis = {
    top: head,
    bottom: height,
    timeAt: (y: number) => timeAt(columns, rows, rowOf(scene, y)),
    yOf: (ms: number) => yOf(scene, rowAt(columns, rows, ms)),
  };
  for (const { ms, y } of roundTicks(axis)) {
    context.strokeStyle = theme.quiet;
    context.beginPath();
    line(context, x, crisp(y), x + 4, crisp(y));
    context.stroke();
    label(context, coarse(ms), x - 4, y, taken);
  }
}

/** Rows of one moment are tied together. */
function drawMoments(
  context: Context,
  scene: Scene,
  { from, to }: Visible,
  x: number,
  taken: number[],
): void {
  const { columns, rows, theme } = scene;
  const { shown } = rows;
  context.strokeStyle = theme.quiet;
  context.fillStyle = theme.ink;
  context.lineCap = 'round';
  for (let i = from; i < to; ) {
    const first = shown[i] as number;
    const ms = columns.timeMs[first];
    let last = first;
    while (i < to && columns.timeMs[shown[i] as number] === ms) last = shown[i++] as number;
    const y = yAt(scene, first);
    context.lineWidth = 3;
    context.beginPath();
    line(context, x + 4, y, x + 4, yAt(scene, last) + 0.1);
    context.stroke();
    label(context, clock(ms as number), x - 4, y, taken);
  }
  context.lineCap = 'butt';
  context.lineWidth = 1;
}

function label(context: Context, text: string, x: number, y: number, taken: number[]): void {
  if (taken.some((other) => Math.abs(other - y) < LABEL_HEIGHT)) return;
  taken.push(y);
  context.fillText(text, x, y);
}

/** `28.500 s` as `28.5 s`. */
function coarse(ms: number): string {
  return clock(ms).replace(/\.(\d*?)0+(?=\D*$)/, (_, digits) =>
    digits === '' ? '' : `.${digits}`,
  );
}
