/** What lasts beside the lifelines: exchanges at the client, wills that wait at the broker. */
import { duration } from '../sentences/words.ts';
import type { ExchangeSpan, Moment, Timeline, WillSpan } from '../timeline/types.ts';
import { element, escapeXml, path } from './elements.ts';
import type { Layout } from './layout.ts';

/** Exchanges that overlap stand side by side, up to so many. */
const SLOTS = 3;
const SLOT_WIDTH = 5;

export function exchanges(timeline: Timeline, layout: Layout): string {
  const busyUntil = new Map<string, (number | undefined)[]>();
  return timeline.exchanges
    .filter(({ from, to }) => layout.isWithin(from, to))
    .map((exchange) => {
      const { id } = exchange.lifeline;
      const slots = busyUntil.get(id) ?? [];
      busyUntil.set(id, slots);
      let slot = 0;
      while (slot < SLOTS - 1 && (slots[slot] ?? -1) > exchange.from.index) slot++;
      slots[slot] = exchange.to?.index ?? Number.POSITIVE_INFINITY;
      return bar(exchange, slot, layout);
    })
    .join('');
}

function bar(exchange: ExchangeSpan, slot: number, layout: Layout): string {
  const column = layout.columns.of(exchange.lifeline);
  if (column === undefined) return '';
  const { sender, qos, packetId, topicName, from, to } = exchange;
  const lasted =
    to === undefined ? 'not finished' : `finished after ${duration(to.timeMs - from.timeMs)}`;
  const who = sender === 'client' ? exchange.lifeline.label : 'the broker';
  const title = `QoS ${qos} exchange ${packetId} of ${who}, "${topicName}": ${lasted}.`;
  const y = layout.y(from);
  const x = outside(column, layout, 6 + slot * SLOT_WIDTH);
  const height = Math.max(4, end(to, layout) - y);
  return element(
    'g',
    {},
    element('title', {}, escapeXml(title)),
    element('rect', { class: 'exchange', x: x - 2, y, width: 4, height, rx: 2 }),
  );
}

export function wills(timeline: Timeline, layout: Layout): string {
  return timeline.wills
    .filter(({ from, to }) => layout.isWithin(from, to))
    .map((will) => delay(will, layout))
    .join('');
}

function delay(will: WillSpan, layout: Layout): string {
  const column = layout.columns.of(will.lifeline);
  if (column === undefined) return '';
  const side = column < layout.columns.broker ? -6 : 6;
  const x = layout.x(layout.columns.broker) + side;
  const title = `The will for "${will.topicName}" waits ${duration(will.delaySeconds * 1_000)}.`;
  const d = path('M', x, layout.y(will.from), 'V', end(will.to, layout));
  return element(
    'g',
    {},
    element('title', {}, escapeXml(title)),
    element('path', { class: 'waiting', d }),
  );
}

/** On the side of a client's lifeline that the broker is not on. */
function outside(column: number, { x, columns }: Layout, distance: number): number {
  return x(column) + (column < columns.broker ? -distance : distance);
}

function end(moment: Moment | undefined, layout: Layout): number {
  return moment === undefined ? layout.bottom : layout.y(moment);
}
