/** What lies behind the events: sessions, exchanges, and wills that wait. */
import { crisp, line } from './lines.ts';
import { firstAt } from './rows.ts';
import { endY, rowOf, type Scene, type Visible, yAt } from './scene.ts';

type Context = CanvasRenderingContext2D;

const BAND_MARGIN = 20;
const SLOT_WIDTH = 5;
/** Between lanes that are closer than that, edges would be all that is seen. */
const CROWDED = 24;
/** Rows lower than that have no exchanges beside them. */
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
    if (lanes.gap < CROWDED) continue;
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
