/**
 * A timeline as the columns that the ladder is drawn from. They are made anew from what there is, so that a file can be
 * looked at while it is still being read.
 */
import { isFailure } from '../../machines/index.ts';
import { markLabel, packetLabel } from '../../sim/render/sentences/labels.ts';
import { isOfTakeover, isTelling } from '../../sim/render/timeline/select.ts';
import type {
  Connection,
  ExchangeSpan,
  Happening,
  Lifeline,
  Moment,
  Timeline,
  TimelineEvent,
} from '../../sim/render/timeline/types.ts';
import {
  type ConnectionColumns,
  FLAG,
  KIND,
  type LadderClient,
  type LadderColumns,
  type SpanColumns,
  STYLE,
} from '../ladder/columns.ts';
import { numbersOf } from './numbers.ts';

/** Exchanges that overlap stand side by side, up to so many. */
const SLOTS = 3;

interface Places {
  readonly clients: ReadonlyMap<Lifeline, number>;
  readonly connections: ReadonlyMap<Connection, number>;
  readonly connectionOf: ReadonlyMap<number, number>;
}

/** @param records number of the last record that is in the timeline */
export function columnsOf(timeline: Timeline, records: number): LadderColumns {
  const { events, connections } = timeline;
  const lifelines = timeline.lifelines.filter(({ kind }) => kind === 'client');
  const places: Places = {
    clients: new Map(lifelines.map((line, at) => [line, at])),
    connections: new Map(connections.map((each, at) => [each, at])),
    connectionOf: new Map(connections.map(({ number }, at) => [number, at])),
  };
  const count = events.length;
  const columns = {
    timeMs: new Float64Array(count),
    n: numbersOf(events).drawn,
    kind: new Uint8Array(count),
    flags: new Uint8Array(count),
    style: new Uint8Array(count),
    client: new Int32Array(count).fill(-1),
    connection: new Int32Array(count).fill(-1),
    other: new Int32Array(count).fill(-1),
  };
  const halfOpen = new Int32Array(connections.length).fill(-1);
  for (let at = 0; at < count; at++) {
    const event = events[at] as TimelineEvent;
    const { what, connection, client } = event;
    columns.timeMs[at] = event.timeMs;
    columns.kind[at] = kindOf(what);
    columns.style[at] = styleOf(event);
    columns.flags[at] = (isTelling(event) ? 0 : FLAG.detail) | flagsOf(event);
    if (client !== undefined) columns.client[at] = places.clients.get(client) ?? -1;
    if (connection === undefined) continue;
    const place = places.connections.get(connection) ?? -1;
    columns.connection[at] = place;
    if (what.kind === 'packet') columns.other[at] = otherEnd(at, what);
    else if (what.kind === 'announced' && what.event.type === 'session.takenOver') {
      columns.other[at] = places.connectionOf.get(what.event.incoming) ?? -1;
    } else if (what.kind === 'noted' && what.note.kind === 'halfOpen') halfOpen[place] = at;
  }
  return {
    count,
    records,
    ...columns,
    clients: lifelines.map(clientOf),
    connections: connectionColumns(connections, halfOpen, places),
    sessions: sessionColumns(timeline, places),
    wills: spanColumns(timeline.wills, () => 0, places),
    exchanges: spanColumns(timeline.exchanges, slotsOf(), places),
  };
}

function kindOf(what: Happening): number {
  switch (what.kind) {
    case 'packet':
      return KIND[what.flight.packet.type];
    case 'timerSet':
    case 'timerCleared':
    case 'timerFired':
      return KIND.timer;
    case 'announced':
      if (what.event.type === 'session.takenOver') return KIND.handOver;
      if (what.event.type.startsWith('will.')) return KIND.will;
      return what.event.type === 'message.dropped' ? KIND.fault : KIND.mark;
    case 'closed':
      return what.error === '' ? KIND.mark : KIND.fault;
    case 'noted':
      return what.isFault ? KIND.fault : KIND.mark;
    case 'malformed':
      return KIND.fault;
    case 'gap':
      return KIND.gap;
    default:
      return KIND.mark;
  }
}

function styleOf(event: TimelineEvent): number {
  const { what } = event;
  if (isOfTakeover(event)) return STYLE.takeover;
  switch (what.kind) {
    case 'packet':
      return isRefusal(what) ? STYLE.refused : STYLE.plain;
    case 'announced': {
      const { type } = what.event;
      if (type.startsWith('will.')) return STYLE.will;
      // At QoS 0 nobody keeps a message for who is not there: that is as it should be.
      if (type === 'message.dropped')
        return what.event.cause === 'offline' ? STYLE.plain : STYLE.dropped;
      return type === 'client.refused' ? STYLE.refused : STYLE.plain;
    }
    case 'closed':
      return what.error === '' ? STYLE.plain : STYLE.fault;
    case 'noted':
      return what.isFault ? STYLE.fault : STYLE.plain;
    case 'malformed':
    case 'gap':
      return STYLE.fault;
    default:
      return STYLE.plain;
  }
}

function isRefusal({ flight: { packet } }: Extract<Happening, { kind: 'packet' }>): boolean {
  if (packet.type === 'CONNACK') return packet.reasonCode !== 0;
  if ('reasonCodes' in packet) return packet.reasonCodes.some(isFailure);
  return 'reasonCode' in packet && isFailure(packet.reasonCode);
}

function flagsOf({ what, connection, client }: TimelineEvent): number {
  if (what.kind !== 'packet') {
    return (connection ?? client) !== undefined && !isBrokers(what) ? FLAG.atClient : 0;
  }
  const { direction, received, lost } = what.flight;
  return (
    (direction === 'toBroker' ? FLAG.toBroker : 0) |
    (what.end === 'received' ? FLAG.arrival : 0) |
    (received !== undefined ? 0 : lost === undefined ? FLAG.open : FLAG.lost)
  );
}

/** What the broker does by itself stands on its own lane. */
function isBrokers(what: Happening): boolean {
  if (what.kind === 'announced') return what.event.type.startsWith('will.');
  return what.kind !== 'closed' && what.kind !== 'noted' && what.kind !== 'malformed';
}

/** A moment's index is the position of the event that it is the moment of. */
function otherEnd(at: number, { end, flight }: Extract<Happening, { kind: 'packet' }>): number {
  if (end === 'both' || flight.received === undefined) return -1;
  const other = end === 'sent' ? flight.received.index : flight.sent.index;
  return other === at ? -1 : other;
}

function clientOf({ label, connections }: Lifeline): LadderClient {
  return { label, lanes: connections.reduce((most, { lane }) => Math.max(most, lane + 1), 1) };
}

function connectionColumns(
  connections: readonly Connection[],
  halfOpen: Int32Array,
  { clients }: Places,
): ConnectionColumns {
  return {
    names: connections.map(({ name }) => name),
    client: Int32Array.from(connections, ({ lifeline }) => clients.get(lifeline) ?? -1),
    lane: Uint16Array.from(connections, ({ lane }) => lane),
    opened: Int32Array.from(connections, ({ opened }) => opened.index),
    connected: Int32Array.from(connections, ({ connected }) => indexOf(connected)),
    disconnected: Int32Array.from(connections, ({ disconnected }) => indexOf(disconnected)),
    closed: Int32Array.from(connections, ({ closed }) => indexOf(closed)),
    halfOpen,
  };
}

/** One row for each phase: whether it is online, whether it is the first, and whether the session ends with it. */
function sessionColumns({ sessions }: Timeline, places: Places): SpanColumns {
  const phases = sessions.flatMap(({ lifeline, phases: own, to }) =>
    own.map((phase, at) => ({
      lifeline,
      from: phase.from,
      to: phase.to,
      what:
        (phase.state === 'online' ? 1 : 0) |
        (at === 0 ? 2 : 0) |
        (at === own.length - 1 && to !== undefined ? 4 : 0),
    })),
  );
  return spanColumns(phases, ({ what }) => what, places);
}

interface Lasting {
  readonly lifeline: Lifeline;
  readonly from: Moment;
  readonly to: Moment | undefined;
}

function spanColumns<Span extends Lasting>(
  spans: readonly Span[],
  what: (span: Span) => number,
  { clients }: Places,
): SpanColumns {
  return {
    client: Int32Array.from(spans, ({ lifeline }) => clients.get(lifeline) ?? -1),
    from: Int32Array.from(spans, ({ from }) => from.index),
    to: Int32Array.from(spans, ({ to }) => indexOf(to)),
    what: Uint8Array.from(spans, what),
  };
}

/** Beside which of the exchanges that are still going on each is drawn. */
function slotsOf(): (exchange: ExchangeSpan) => number {
  const busyUntil = new Map<Lifeline, number[]>();
  return ({ lifeline, from, to }) => {
    const slots = busyUntil.get(lifeline) ?? [];
    busyUntil.set(lifeline, slots);
    let slot = 0;
    while (slot < SLOTS - 1 && (slots[slot] ?? -1) > from.index) slot++;
    slots[slot] = to?.index ?? Number.POSITIVE_INFINITY;
    return slot;
  };
}

function indexOf(moment: Moment | undefined): number {
  return moment?.index ?? -1;
}

/** A few words for an event, with whose it is where it stands on the broker's lane. */
export function wordsOf(event: TimelineEvent): string {
  const { what, client } = event;
  if (what.kind === 'packet') return packetLabel(what.flight.packet);
  const isAtClient = (flagsOf(event) & FLAG.atClient) !== 0;
  return markLabel(what) + (isAtClient || client === undefined ? '' : ` (${client.label})`);
}
