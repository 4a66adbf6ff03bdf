/** What is written beside each event, and where it could stand. */
import { markLabel, packetLabel } from '../sentences/labels.ts';
import { isOfTakeover } from '../timeline/select.ts';
import type { Happening, TimelineEvent } from '../timeline/types.ts';
import { type Arrow, arrowOf } from './arrows.ts';
import { short, textAt } from './elements.ts';
import type { Layout } from './layout.ts';
import type { Room, Spot } from './room.ts';

export interface Label {
  readonly text: string;
  readonly isBold: boolean;
  /** The best first. */
  readonly spots: readonly Spot[];
}

/** About as much as fits between two lifelines. */
const CHARACTERS = 41;
/** From a lifeline to what is written beside it. */
const BESIDE = 12;
const ABOVE_LINE = 6;
/** How far a label may go at a time along its arrow, and how often. */
const SLIDE = 18;
const SLIDES = 7;
/** So far below the beginning a label still belongs to it. */
const FALL_MOST = 9;
/** Along a line that falls more for each pixel to the side nobody likes to read. */
const STEEPEST = 0.6;
/** What is beside a mark may be so much further away. */
const SHIFT = 16;

export function labelOf(event: TimelineEvent, y: number, layout: Layout): Label | undefined {
  const { what } = event;
  const isBold = isOfTakeover(event);
  const arrow = arrowOf(event, y, layout);
  if (what.kind === 'packet') {
    if (arrow === undefined) return undefined;
    const spots = arrow.toY === arrow.fromY ? above(arrow, layout) : beside(arrow);
    return { text: clip(packetLabel(what.flight.packet)), isBold, spots };
  }
  if (arrow !== undefined) {
    return { text: 'session taken over', isBold, spots: above(arrow, layout) };
  }
  const { x, isLabelRight, isOnClient } = markOf(event, layout);
  const whose = isOnClient || event.client === undefined ? '' : ` (${event.client.label})`;
  const text = clip(markLabel(what), whose);
  return { text, isBold, spots: atMark(x, y, isLabelRight) };
}

export function written({ text, isBold, spots }: Label, room: Room): string {
  const { x, y, anchor, angle, isOnGround } = room.place(text, isBold, spots);
  const name = isOnGround ? 'halo ground' : 'halo';
  const turn = angle && `rotate(${[(angle * 180) / Math.PI, x, y].map(short).join(' ')})`;
  return textAt(x, y, text, { class: name, 'text-anchor': anchor, transform: turn || undefined });
}

/** Where what is no arrow is marked, and where the room for its label is. */
export function markOf(event: TimelineEvent, { columns, x }: Layout) {
  const of = event.connection ?? event.client;
  const client = of === undefined ? undefined : columns.of(of);
  const isOnClient = client !== undefined && !isBrokers(event.what);
  const column = isOnClient ? client : columns.broker;
  // Towards the room between client and broker: that is where the column is widest.
  const isLabelRight = isOnClient
    ? client < columns.broker
    : client === undefined
      ? columns.broker < columns.all.length - 1
      : client > columns.broker;
  return { x: x(column), isLabelRight, isOnClient };
}

/** What the broker does by itself stands on its own lifeline. */
function isBrokers(what: Happening): boolean {
  if (what.kind === 'announced') return what.event.type.startsWith('will.');
  return what.kind !== 'closed' && what.kind !== 'noted' && what.kind !== 'malformed';
}

/** @param end stays, whatever has to be cut off before it */
function clip(text: string, end = ''): string {
  const most = CHARACTERS - end.length;
  return (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`) + end;
}

/** On the side where it belongs, there a little further away, or else on the other side. */
function atMark(x: number, y: number, isRight: boolean): readonly Spot[] {
  const at = (right: boolean, shift: number): Spot => {
    const away = BESIDE + shift;
    return { x: right ? x + away : x - away, y: y + 4, anchor: right ? 'start' : 'end' };
  };
  return [at(isRight, 0), at(isRight, SHIFT), at(isRight, 2 * SHIFT), at(!isRight, 0)];
}

/**
 * Where a line slants there is room above its beginning, and further along it as long as it does not fall too far. Where
 * that is taken, as among arrows that set out one after another, the label is written along its own.
 */
function beside(arrow: Arrow): readonly Spot[] {
  const { fromX, fromY, toX, toY, edge, way } = arrow;
  const slope = (toY - fromY) / (toX - fromX);
  const anchor = way > 0 ? 'start' : 'end';
  const spots: Spot[] = [];
  for (let slide = 0; slide < SLIDES; slide++) {
    const away = way * (BESIDE - edge + slide * SLIDE);
    const fall = slide === 0 ? 0 : slope * away;
    if (fall > FALL_MOST) break;
    spots.push({ x: fromX + away, y: fromY + fall - ABOVE_LINE, anchor });
  }
  if (Math.abs(slope) > STEEPEST) return spots;
  const angle = Math.atan(slope);
  const [upX, upY] = [Math.sin(angle) * ABOVE_LINE, -Math.cos(angle) * ABOVE_LINE];
  for (let slide = 0; slide < SLIDES; slide += 2) {
    const away = way * (BESIDE - edge + slide * SLIDE);
    spots.push({ x: fromX + away + upX, y: fromY + slope * away + upY, anchor, angle });
  }
  return spots;
}

/** What is level has its label halfway to the next lifeline, or to either side of that. */
function above({ fromX, fromY, edge, way }: Arrow, { x }: Layout): readonly Spot[] {
  const middle = fromX + way * ((x(1) - x(0)) / 2 - edge);
  return [0, 1, -1, 2, -2, 3, -3].map((slide) => {
    return { x: middle + slide * SLIDE, y: fromY - ABOVE_LINE, anchor: 'middle' };
  });
}
