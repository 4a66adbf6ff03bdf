/** What lies behind the events: sessions, the axis with its folds, connections, exchanges, wills that wait. */
import { clock, duration } from '../../sim/render/sentences/words.ts';
import { firstAt, rowAt, timeAt } from './rows.ts';
import { endY, font, rowOf, type Scene, type Visible, yAt, yOf } from './scene.ts';
import { roundTicks } from './ticks.ts';

type Context = CanvasRenderingContext2D;

const BAND_MARGIN = 20;
const LABEL_HEIGHT = 14;
const SLOT_WIDTH = 5;
/** Rows lower than that have no exchanges beside them, and no names of connections. */
const CLOSE_ROW = 6;

/** A session is the ground on which its connections stand: plain while online, hatched while offline. */
export function drawSessions(context: Context, scene: Scene, hatch: CanvasPattern | null): void {
  const { columns, lanes, theme, head, height } = scene;
  const { client, from, to, what } = columns.sessions;
  const margin = Math.min(BAND_MARGIN, lanes.gap * 0.4);
  context.lineWidth = 1;
  for (let at = 0; at < client.length; at++) {
    const own = client[at] as number;
    const x = lanes.ofClient[own];
    if (x === undefined || Number.isNaN(x)) continue;
    const top = yAt(scene, from[at] as number);
    const bottom = endY(scene, to[at] as number);
    if (bottom < head || top > height) continue;
    const left = x - margin;
    const width = ((columns.clients[own]?.lanes ?? 1) - 1) * lanes.gap + 2 * margin;
    const phase = what[at] as number;
    context.fillStyle = theme.session;
    context.fillRect(left, top, width, bottom - top);
    if ((phase & 1) === 0 && hatch !== null) {
      context.fillStyle = hatch;
      context.fillRect(left, top, width, bottom - top);
    }
    context.strokeStyle = theme.edge;
    context.globalAlpha = 0.55;
    context.beginPath();
    for (const edge of [left, left + width]) {
      context.moveTo(crisp(edge), Math.max(top, head - 1));
      context.lineTo(crisp(edge), Math.min(bottom, height + 1));
    }
    if (phase & 2) line(context, left, crisp(top), left + width, crisp(top));
    if (phase & 4) line(context, left, crisp(bottom), left + width, crisp(bottom));
    context.stroke();
    context.globalAlpha = 1;
  }
}

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

/** Dotted until the client is accepted and after it no longer speaks for it; dashed while it is half-open. */
export function drawLanes(context: Context, scene: Scene): void {
  const { columns, lanes, theme, head, height, view } = scene;
  const { opened, connected, disconnected, closed, halfOpen, names, client } = columns.connections;
  const top = Math.max(head, yOf(scene, 0));
  context.strokeStyle = theme.ink;
  context.lineWidth = Math.min(4, Math.max(2, lanes.gap / 6));
  context.beginPath();
  line(context, lanes.broker, top, lanes.broker, Math.min(height, yOf(scene, scene.rows.length)));
  context.stroke();
  context.textBaseline = 'middle';
  context.font = font(scene, 11);
  const isNamed = view.rowHeight >= CLOSE_ROW && lanes.gap >= 60;
  const thick = lanes.gap < 24 ? 1.5 : 2.5;
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
    if ((closed[at] as number) >= 0 && lanes.gap >= 16) {
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
  const at = isLeft ? x - BAND_MARGIN - 6 : x + BAND_MARGIN + 6;
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

/** Exchanges at the outer side of the client's lane; wills that wait at the broker's. */
export function drawSpans(context: Context, scene: Scene): void {
  const { columns, lanes, theme, view, head, height } = scene;
  if (view.rowHeight < CLOSE_ROW || lanes.gap < 30) return;
  const { exchanges, wills } = columns;
  context.lineWidth = 1;
  context.strokeStyle = theme.quiet;
  context.fillStyle = theme.paper;
  for (let at = 0; at < exchanges.client.length; at++) {
    const x = lanes.ofClient[exchanges.client[at] as number] ?? Number.NaN;
    const top = yAt(scene, exchanges.from[at] as number);
    const bottom = Math.max(top + 4, endY(scene, exchanges.to[at] as number));
    if (Number.isNaN(x) || bottom < head || top > height) continue;
    const away = 7 + (exchanges.what[at] as number) * SLOT_WIDTH;
    context.beginPath();
    context.roundRect((x < lanes.broker ? x - away : x + away) - 2, top, 4, bottom - top, 2);
    context.fill();
    context.stroke();
  }
  context.lineWidth = 3;
  context.lineCap = 'round';
  context.strokeStyle = theme.will;
  context.setLineDash([1, 5]);
  for (let at = 0; at < wills.client.length; at++) {
    const x = lanes.ofClient[wills.client[at] as number] ?? Number.NaN;
    const top = yAt(scene, wills.from[at] as number);
    const bottom = endY(scene, wills.to[at] as number);
    if (Number.isNaN(x) || bottom < head || top > height) continue;
    const side = lanes.broker + (x < lanes.broker ? -7 : 7);
    context.beginPath();
    line(context, side, top, side, bottom);
    context.stroke();
  }
  context.setLineDash([]);
  context.lineCap = 'butt';
}

export function visibleIn(scene: Scene): Visible {
  const { rows, height } = scene;
  return {
    from: firstAt(rows, rowOf(scene, scene.head) - 1),
    to: firstAt(rows, rowOf(scene, height) + 1),
  };
}

function line(context: Context, fromX: number, fromY: number, toX: number, toY: number): void {
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
}

/** A line of one pixel is sharp between two. */
function crisp(at: number): number {
  return Math.floor(at) + 0.5;
}
