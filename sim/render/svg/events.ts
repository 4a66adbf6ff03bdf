/** The events themselves: arrows between lifelines and marks on them, each with its sentence as a title. */
import { markLabel, packetLabel } from '../sentences/labels.ts';
import { type ClausesOf, inFull, sentence } from '../sentences/sentence.ts';
import { isOfTakeover } from '../timeline/select.ts';
import type { Flight, Happening, TimelineEvent } from '../timeline/types.ts';
import { element, escapeXml, path, textAt } from './elements.ts';
import { cross, type Glyph, glyph, tip } from './glyphs.ts';
import type { Layout, Row } from './layout.ts';

const LABEL_CHARACTERS = 41;
/** From a lifeline to what is written beside it. */
const BESIDE = 12;
/** How far a packet is drawn that does not arrive. */
const LOST_AT = 0.55;

export function drawn(row: Row, layout: Layout, clausesOf?: ClausesOf): string {
  const { event } = row;
  const { what } = event;
  if (what.kind === 'packet' && what.end === 'received') return '';
  const shape =
    what.kind === 'packet' ? arrow(what.flight, row.y, layout) : mark(event, what, row.y, layout);
  if (shape === '') return '';
  const title = element('title', {}, escapeXml(inFull(sentence(event, clausesOf))));
  const name = isOfTakeover(event) ? 'event takeover' : 'event';
  return element('g', { class: name, 'data-id': event.id }, title, shape);
}

function arrow(flight: Flight, y: number, layout: Layout): string {
  const column = layout.columns.of(flight.connection);
  if (column === undefined) return '';
  const atClient = layout.x(column);
  const atBroker = layout.x(layout.columns.broker);
  const isToBroker = flight.direction === 'toBroker';
  const from = isToBroker ? atClient : atBroker;
  const to = isToBroker ? atBroker : atClient;
  const label = clip(packetLabel(flight.packet));
  if (flight.received === undefined)
    return cutShort(flight, from, to, y) + beside(from, to, y, label);
  const end = flight.received === flight.sent ? y : layout.y(flight.received);
  const way = to > from ? 1 : -1;
  // Lines end at the edge of the lifelines, not in their middle.
  const startX = from + way * 3;
  const endX = to - way * 3;
  const line = element('path', {
    class: 'arrow',
    d: path('M', startX, y, 'L', endX - way * 6, end),
  });
  const head = tip(startX, y, endX, end);
  if (end !== y) return line + head + beside(from, to, y, label);
  const middle = from + (way * Math.abs(layout.x(1) - layout.x(0))) / 2;
  return line + head + textAt(middle, y - 6, label, { class: 'halo', 'text-anchor': 'middle' });
}

/** A packet that does not arrive: crossed out where it was lost, open where the trace ends before it does. */
function cutShort(flight: Flight, from: number, to: number, y: number): string {
  const x = from + (to - from) * LOST_AT;
  const end = y + 12;
  const line = element('path', { class: 'arrow', d: path('M', from, y, 'L', x, end) });
  return flight.lost === undefined ? line : line + cross(x, end);
}

/** Where a line slants there is room only above its beginning. */
function beside(from: number, to: number, y: number, label: string): string {
  const isRightwards = to > from;
  const x = isRightwards ? from + BESIDE : from - BESIDE;
  return textAt(x, y - 6, label, { class: 'halo', 'text-anchor': isRightwards ? 'start' : 'end' });
}

function mark(
  event: TimelineEvent,
  what: Exclude<Happening, { kind: 'packet' }>,
  y: number,
  layout: Layout,
): string {
  const passing = handOver(what, y, layout);
  if (passing !== undefined) return passing;
  const { columns } = layout;
  const of = event.connection ?? event.client;
  const client = of === undefined ? undefined : columns.of(of);
  const isOnClient = client !== undefined && !isBrokers(what);
  const column = isOnClient ? client : columns.broker;
  const x = layout.x(column);
  // Towards the room between client and broker: that is where the column is widest.
  const isLabelRight = isOnClient
    ? client < columns.broker
    : client === undefined
      ? columns.broker < columns.all.length - 1
      : client > columns.broker;
  const whose = isOnClient || event.client === undefined ? '' : ` (${event.client.label})`;
  const label = clip(markLabel(what) + whose);
  const attributes = { class: 'halo', 'text-anchor': isLabelRight ? 'start' : 'end' };
  return (
    glyph(glyphOf(what), x, y) +
    textAt(isLabelRight ? x + BESIDE : x - BESIDE, y + 4, label, attributes)
  );
}

/** A takeover is drawn as what it is: the session goes from one connection to another. */
function handOver(what: Happening, y: number, layout: Layout): string | undefined {
  if (what.kind !== 'announced' || what.event.type !== 'session.takenOver') return undefined;
  const { existing, incoming } = what.event;
  const wires = layout.columns.all.flatMap(({ connections }) => connections);
  const column = (number: number) => {
    const wire = wires.find((each) => each.number === number);
    return wire === undefined ? undefined : layout.columns.of(wire);
  };
  const from = column(existing);
  const to = column(incoming);
  if (from === undefined || to === undefined || from === to) return undefined;
  const way = to > from ? 1 : -1;
  const startX = layout.x(from) + way * 5;
  const endX = layout.x(to) - way * 3;
  return (
    element('path', { class: 'arrow', d: path('M', startX, y, 'H', endX - way * 6) }) +
    glyph('dot', layout.x(from), y) +
    tip(startX, y, endX, y) +
    textAt((startX + endX) / 2, y - 6, 'session taken over', {
      class: 'halo',
      'text-anchor': 'middle',
    })
  );
}

/** What the broker does by itself stands on its own lifeline. */
function isBrokers(what: Happening): boolean {
  if (what.kind === 'announced') return what.event.type.startsWith('will.');
  return what.kind !== 'closed' && what.kind !== 'noted' && what.kind !== 'malformed';
}

function glyphOf(what: Happening): Glyph {
  switch (what.kind) {
    case 'timerFired':
    case 'timerSet':
    case 'timerCleared':
      return 'clock';
    case 'announced':
      if (what.event.type.startsWith('will.')) return 'diamond';
      return what.event.type === 'message.dropped' ? 'cross' : 'dot';
    case 'closed':
      return what.error === '' ? 'dot' : 'cross';
    case 'noted':
      return what.isFault ? 'cross' : 'dot';
    case 'malformed':
      return 'cross';
    case 'gap':
      return 'gap';
    default:
      return 'dot';
  }
}

function clip(text: string): string {
  return text.length <= LABEL_CHARACTERS ? text : `${text.slice(0, LABEL_CHARACTERS - 1)}…`;
}
