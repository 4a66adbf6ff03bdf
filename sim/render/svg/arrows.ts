/** Arrows between lifelines: packets on their way, and a session that goes from one connection to another. */
import type { Flight, Happening, TimelineEvent } from '../timeline/types.ts';
import { element, path } from './elements.ts';
import { cross, glyph, tip } from './glyphs.ts';
import type { Layout } from './layout.ts';
import type { Line } from './room.ts';

/** How far a packet is drawn that does not arrive, and how much lower its end is. */
const LOST_AT = 0.55;
const LOST_BELOW = 12;
/** Lines end at the edge of the lifelines, not in their middle. */
const EDGE = 3;
/** At the edge of a dot on one. */
const DOT_EDGE = 5;
/** Under the tip of an arrow its line does not show. */
const UNDER_TIP = 6;

export interface Arrow extends Line {
  /** 1 to the right, -1 to the left. */
  readonly way: 1 | -1;
  /** How far from the middle of its lifeline it begins. */
  readonly edge: number;
}

/** The line that an event is drawn as, where it is one. */
export function arrowOf({ what }: TimelineEvent, y: number, layout: Layout): Arrow | undefined {
  if (what.kind !== 'packet') return handedOver(what, y, layout);
  return what.end === 'received' ? undefined : flown(what.flight, y, layout);
}

function flown(flight: Flight, y: number, layout: Layout): Arrow | undefined {
  const column = layout.columns.of(flight.connection);
  if (column === undefined) return undefined;
  const [client, broker] = [layout.x(column), layout.x(layout.columns.broker)];
  const [from, to] = flight.direction === 'toBroker' ? [client, broker] : [broker, client];
  const way = to > from ? 1 : -1;
  const start = { fromX: from + way * EDGE, fromY: y, way, edge: EDGE } as const;
  const { received, sent } = flight;
  if (received === undefined) {
    return { ...start, toX: from + (to - from) * LOST_AT, toY: y + LOST_BELOW };
  }
  return { ...start, toX: to - way * EDGE, toY: received === sent ? y : layout.y(received) };
}

/** A takeover is drawn as what it is: the session goes from one connection to another. */
function handedOver(what: Happening, y: number, layout: Layout): Arrow | undefined {
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
  const fromX = layout.x(from) + way * DOT_EDGE;
  return { fromX, fromY: y, toX: layout.x(to) - way * EDGE, toY: y, way, edge: DOT_EDGE };
}

export function drawnPacket(flight: Flight, arrow: Arrow): string {
  const { fromX, fromY, toX, toY, way } = arrow;
  if (flight.received === undefined) {
    const line = element('path', { class: 'arrow', d: path('M', fromX, fromY, 'L', toX, toY) });
    // Crossed out where it was lost, open where the trace ends before it arrives.
    return flight.lost === undefined ? line : line + cross(toX, toY);
  }
  const d = path('M', fromX, fromY, 'L', toX - way * UNDER_TIP, toY);
  return element('path', { class: 'arrow', d }) + tip(fromX, fromY, toX, toY);
}

export function drawnHandOver({ fromX, fromY, toX, toY, way, edge }: Arrow): string {
  const d = path('M', fromX, fromY, 'H', toX - way * UNDER_TIP);
  return (
    element('path', { class: 'arrow', d }) +
    glyph('dot', fromX - way * edge, fromY) +
    tip(fromX, fromY, toX, toY)
  );
}
