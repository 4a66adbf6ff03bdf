/** What labels have to make way for: the arrows of all events, the best spots of other labels, and the lifelines. */
import type { Timeline } from '../timeline/types.ts';
import { arrowOf } from './arrows.ts';
import { sessionBox, wireSpan } from './ground.ts';
import { labelOf } from './label.ts';
import { AXIS_X, type Layout } from './layout.ts';
import { Room } from './room.ts';

/** Of the drawing's edge, and of the time axis. */
const MARGIN = 8;

export function roomFor({ connections, sessions }: Timeline, layout: Layout): Room {
  const { rows, columns, x, top, bottom, width } = layout;
  const room = new Room({ left: AXIS_X + MARGIN, right: width - MARGIN });
  for (const { event, y } of rows) {
    const arrow = arrowOf(event, y, layout);
    if (arrow !== undefined) room.addArrow(arrow);
    const label = labelOf(event, y, layout);
    if (label !== undefined) room.addWish(label.text, label.isBold, label.spots);
  }
  room.addLifeline(x(columns.broker), top, bottom);
  for (const wire of connections) {
    const span = wireSpan(wire, layout);
    if (span !== undefined) room.addLifeline(span.x, span.opened, span.closed);
  }
  for (const session of sessions) {
    const box = sessionBox(session, layout);
    if (box === undefined) continue;
    const { x: left, y: boxTop, width: wide, height } = box;
    room.addGround({ left, right: left + wide, top: boxTop, bottom: boxTop + height });
  }
  return room;
}
