/**
 * What a ladder is drawn from: one row of numbers for each event of the timeline, in typed arrays that the worker
 * hands over. Words are asked for when there is room to show them.
 */

import { PACKET_TYPES } from '../../machines/packets.ts';

/** What an event is, in the order of the numbers in `kind`. Packets first. */
export const KINDS = [
  ...PACKET_TYPES,
  'mark',
  'timer',
  'will',
  'fault',
  'gap',
  'handOver',
] as const;

export type Kind = (typeof KINDS)[number];

const PACKET_KINDS = KINDS.indexOf('mark');
export const KIND: Readonly<Record<Kind, number>> = Object.fromEntries(
  KINDS.map((kind, at) => [kind, at]),
) as Record<Kind, number>;

/** What sets an event off, in the order of the numbers in `style`; the later, the more it matters. */
export const STYLES = ['plain', 'will', 'dropped', 'refused', 'fault', 'takeover'] as const;
export type Style = (typeof STYLES)[number];
export const STYLE: Readonly<Record<Style, number>> = Object.fromEntries(
  STYLES.map((style, at) => [style, at]),
) as Record<Style, number>;

/** Bits of `flags`. */
export const FLAG = {
  /** What a reader can infer, or rarely asks for. */
  detail: 1,
  /** A packet on its way to the broker. */
  toBroker: 2,
  /** The far end of a packet whose beginning is an event of its own. */
  arrival: 4,
  /** A packet that never arrives. */
  lost: 8,
  /** A packet that was on its way when the trace ended, or may have been. */
  open: 16,
  /** What is drawn on the client's lane; else on the broker's. */
  atClient: 32,
} as const;

/** Positions of events: -1 for none. */
export type Positions = Int32Array;

export interface LadderColumns {
  /** Events. */
  readonly count: number;
  /** Number of the last record. */
  readonly records: number;
  readonly timeMs: Float64Array;
  /** Of its record. */
  readonly n: Uint32Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
  readonly style: Uint8Array;
  /** Position in `clients`; -1 for the broker's own. */
  readonly client: Int32Array;
  /** Position in the connections' columns; -1 for none. */
  readonly connection: Int32Array;
  /** The other end of a packet; of a takeover, the position of the connection that gets the session. */
  readonly other: Positions;
  readonly clients: readonly LadderClient[];
  readonly connections: ConnectionColumns;
  readonly sessions: SpanColumns;
  readonly wills: SpanColumns;
  readonly exchanges: SpanColumns;
}

export interface LadderClient {
  /** The Client Identifier, or `connection 7` as long as there is none. */
  readonly label: string;
  /** How many of its connections stand side by side. */
  readonly lanes: number;
}

/** One row for each Network Connection, in the order in which they opened. */
export interface ConnectionColumns {
  readonly names: readonly string[];
  readonly client: Int32Array;
  /** Beside which of the client's other connections. */
  readonly lane: Uint16Array;
  readonly opened: Positions;
  /** From when to when it spoke for its client. */
  readonly connected: Positions;
  readonly disconnected: Positions;
  readonly closed: Positions;
  /** When it failed without either side learning of it. */
  readonly halfOpen: Positions;
}

/** What lasts, by the positions of its first and its last event. */
export interface SpanColumns {
  readonly client: Int32Array;
  readonly from: Positions;
  /** -1 when it had not ended when the trace did. */
  readonly to: Positions;
  /** Of a session: 1 online, 0 offline. Of an exchange: its slot beside others. */
  readonly what: Uint8Array;
}

export function isPacket(kind: number): boolean {
  return kind < PACKET_KINDS;
}
