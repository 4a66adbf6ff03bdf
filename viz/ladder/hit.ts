/** Which event is under the pointer. */
import { FLAG, isPacket } from './columns.ts';
import { arrowOf, markX } from './draw-events.ts';
import { firstAt } from './rows.ts';
import { rowOf, type Scene, yAt } from './scene.ts';

/** How near the pointer has to come. */
const REACH = 12;
/** Looked at around the pointer, where a row is less than a pixel. */
const LOOKED_AT = 400;

/** @returns the position of an event; -1 for none */
export function eventAt(scene: Scene, x: number, y: number): number {
  const { rows, head } = scene;
  if (y < head || rows.shown.length === 0) return -1;
  const middle = firstAt(rows, rowOf(scene, y));
  const reach = REACH * 4;
  let from = firstAt(rows, rowOf(scene, y - reach));
  let to = firstAt(rows, rowOf(scene, y + reach));
  from = Math.max(from, middle - LOOKED_AT);
  to = Math.min(to, middle + LOOKED_AT);
  let nearest = -1;
  let least = REACH;
  for (let at = from; at < to; at++) {
    const event = rows.shown[at] as number;
    const away = distance(scene, event, x, y);
    if (away < least) {
      least = away;
      nearest = event;
    }
  }
  return nearest >= 0 ? nearest : ofRow(scene, from, to, y);
}

/** Beside everything, what counts is the height: that is how rows with words are pointed at. */
function ofRow(scene: Scene, from: number, to: number, y: number): number {
  let nearest = -1;
  let least = REACH;
  for (let at = from; at < to; at++) {
    const event = scene.rows.shown[at] as number;
    const away = Math.abs(yAt(scene, event) - y);
    if (away < least) {
      least = away;
      nearest = event;
    }
  }
  return nearest;
}

function distance(scene: Scene, event: number, x: number, y: number): number {
  const { columns } = scene;
  const flags = columns.flags[event] as number;
  const own = yAt(scene, event);
  if (isPacket(columns.kind[event] as number) && flags & FLAG.arrival) {
    return Math.hypot(x - scene.lanes.broker, y - own);
  }
  const arrow = arrowOf(scene, event);
  if (arrow === undefined) return Math.hypot(x - markX(scene, event), y - own);
  return fromSegment(arrow.fromX, arrow.fromY, arrow.toX, arrow.toY, x, y);
}

function fromSegment(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  x: number,
  y: number,
): number {
  const alongX = toX - fromX;
  const alongY = toY - fromY;
  const length = alongX * alongX + alongY * alongY;
  const share = length === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length;
  const at = Math.min(Math.max(share, 0), 1);
  return Math.hypot(x - fromX - at * alongX, y - fromY - at * alongY);
}
