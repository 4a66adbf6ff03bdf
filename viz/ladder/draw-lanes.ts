/** The lanes: the broker's, and the life of each connection on its client's. */
import { line } from './lines.ts';
import { endY, font, type Scene, yAt, yOf } from './scene.ts';

type Context = CanvasRenderingContext2D;

/** From the middle of a lane to where the name of a connection stands. */
const BESIDE = 26;
/** Rows lower than that have no names of connections, and lanes closer than that neither. */
const CLOSE_ROW = 6;
const NAMED_FROM = 60;
/** Lanes closer than that are thin, so that what goes across is seen. */
const CROWDED = 24;

/** Dotted until the client is accepted and after it no longer speaks for it; dashed while it is half-open. */
export function drawLanes(context: Context, scene: Scene): void {
  const { columns, lanes, theme, head, height, view } = scene;
  const { opened, connected, disconnected, closed, halfOpen, names, client } = columns.connections;
  const top = Math.max(head, yOf(scene, 0));
  const isCrowded = lanes.gap < CROWDED;
  context.strokeStyle = theme.ink;
  context.lineWidth = Math.min(4, Math.max(2, lanes.gap / 6));
  context.beginPath();
  line(context, lanes.broker, top, lanes.broker, Math.min(height, yOf(scene, scene.rows.length)));
  context.stroke();
  context.textBaseline = 'middle';
  context.font = font(scene, 11);
  const isNamed = view.rowHeight >= CLOSE_ROW && lanes.gap >= NAMED_FROM;
  const thick = isCrowded ? 1.5 : 2.5;
  context.strokeStyle = isCrowded ? theme.edge : theme.ink;
  for (let at = 0; at < client.length; at++) {
    const x = lanes.ofConnection[at] as number;
    if (Number.isNaN(x)) continue;
    const from = yAt(scene, opened[at] as number);
    const to = endY(scene, closed[at] as number);
    if (to < head || from > height) continue;
    const begins = connected[at] as number;
    const solid = begins < 0 ? to : yAt(scene, begins);
    const ends = disconnected[at] as number;
    const until = begins < 0 ? to : ends < 0 ? to : yAt(scene, ends);
    const half = halfOpen[at] as number;
    const fails = half < 0 ? until : Math.min(Math.max(yAt(scene, half), solid), until);
    stroke(context, x, from, solid, 1.5, [1, 3], scene);
    stroke(context, x, solid, fails, thick, [], scene);
    stroke(context, x, fails, until, thick, [5, 4], scene);
    stroke(context, x, until, to, 1.5, [1, 3], scene);
    if ((closed[at] as number) >= 0 && !isCrowded) {
      context.lineWidth = 2;
      context.beginPath();
      line(context, x - 5, to, x + 5, to);
      context.stroke();
    }
    if (isNamed) drawName(context, scene, names[at] ?? '', x, from);
  }
}

/** On the outer side of its lane. */
function drawName(context: Context, scene: Scene, name: string, x: number, y: number): void {
  const { lanes, theme } = scene;
  const isLeft = x < lanes.broker;
  const at = isLeft ? x - BESIDE : x + BESIDE;
  context.textAlign = isLeft ? 'right' : 'left';
  context.strokeStyle = theme.paper;
  context.lineWidth = 4;
  context.strokeText(name, at, y);
  context.fillStyle = theme.quiet;
  context.fillText(name, at, y);
  context.strokeStyle = theme.ink;
}

function stroke(
  context: Context,
  x: number,
  from: number,
  to: number,
  width: number,
  dash: readonly number[],
  { head, height }: Scene,
): void {
  const top = Math.max(from, head - 20);
  const bottom = Math.min(to, height + 20);
  if (bottom <= top) return;
  context.lineWidth = width;
  context.setLineDash([...dash]);
  // Dashes stay where they are when what is above them is out of sight.
  context.lineDashOffset = top - from;
  context.beginPath();
  line(context, x, top, x, bottom);
  context.stroke();
  context.setLineDash([]);
}
