/**
 * The event model that every renderer draws from: who took part, what happened in which order, and what lasted.
 *
 * A lifeline is one client (all its Network Connections), the broker, or the store. What is at one end of a packet is
 * a connection; what outlives connections is a session. Spans point at events by position, so that a drawing that
 * stretches time puts both at the same height.
 */
import type {
  Clause,
  Command,
  LifecycleEvent,
  Packet,
  ProtocolVersion,
  QoS,
  SessionEndCause,
} from '../../../machines/index.ts';
import type { CauseId, Note, TraceHeader } from '../../../machines/trace/format.ts';

export interface Lifeline {
  /** Unique: `broker`, `store`, `client sensor`, `connection 7`. */
  readonly id: string;
  readonly kind: 'client' | 'broker' | 'store';
  /** What people call it: the Client Identifier, or `connection 7` as long as there is none. */
  readonly label: string;
  /** Clients are `c1`, `c2` in the order in which they came; the broker is `broker`. */
  readonly name: string;
  readonly connections: readonly Connection[];
}

/** A Network Connection. Its lifeline is known once the client has said who it is. */
export interface Connection {
  readonly number: number;
  /** `c1.2`: the second connection of the first client. */
  readonly name: string;
  readonly lifeline: Lifeline;
  /** Of CONNECT; undefined before it. */
  readonly version: ProtocolVersion | undefined;
  /** Of CONNECT too; false before it. */
  readonly cleanStart: boolean;
  /** Whether CONNECT has brought a will; undefined where the trace does not have that CONNECT. */
  readonly hasWill: boolean | undefined;
  readonly opened: Moment;
  /** When the client was accepted, and when it no longer spoke for the client. */
  readonly connected: Moment | undefined;
  readonly disconnected: Moment | undefined;
  readonly closed: Moment | undefined;
  /** Beside which of the client's other connections it is drawn: 0 where it was alone when it opened. */
  readonly lane: number;
}

/** A place in the order of events, and its time. */
export interface Moment {
  readonly index: number;
  readonly timeMs: number;
}

/**
 * A packet on its way. A trace of a broker knows one moment for both ends; a simulation knows when it was sent and
 * when it arrived. Without `received` it was lost with its connection, or was on its way when the trace ended.
 */
export interface Flight {
  readonly packet: Packet;
  readonly connection: Connection;
  readonly direction: 'toBroker' | 'toClient';
  readonly version: ProtocolVersion;
  readonly sent: Moment;
  readonly received: Moment | undefined;
  readonly lost: Moment | undefined;
  /** A PUBREC that answers a PUBLISH which has been answered before, and is passed on no second time. */
  readonly isRepeated: boolean;
}

export type Happening =
  /** `end`: `both` where the trace does not tell them apart. */
  | { readonly kind: 'packet'; readonly end: 'sent' | 'received' | 'both'; readonly flight: Flight }
  | { readonly kind: 'opened'; readonly connection: Connection }
  | { readonly kind: 'closed'; readonly connection: Connection; readonly error: string }
  /** The broker asks the network to close. */
  | { readonly kind: 'closing'; readonly connection: Connection; readonly abort: boolean }
  | {
      readonly kind: 'malformed';
      readonly connection: Connection;
      readonly reasonCode: number;
      readonly detail: string;
      /** Undefined in traces of before. */
      readonly clauses: readonly Clause[] | undefined;
    }
  | { readonly kind: 'congested' | 'writable'; readonly connection: Connection }
  | { readonly kind: 'announced'; readonly event: LifecycleEvent }
  | { readonly kind: 'timerSet'; readonly timer: TimerWords; readonly delayMs: number }
  | { readonly kind: 'timerCleared' | 'timerFired'; readonly timer: TimerWords }
  /** The broker asks, or is told, whether a client may do what it wants. */
  | {
      readonly kind: 'asked' | 'answered';
      readonly about: 'authentication' | 'authorization';
      readonly detail: string;
    }
  | { readonly kind: 'commanded'; readonly command: Command }
  | { readonly kind: 'handed'; readonly subscriber: number; readonly topicName: string }
  /** The broker writes to the store, and learns what has become of it. */
  | { readonly kind: 'storing'; readonly id: number; readonly writes: number }
  | { readonly kind: 'stored'; readonly id: number; readonly ok: boolean }
  /** After a crash. */
  | { readonly kind: 'recovered'; readonly entries: number }
  /** The trace begins while its broker is running. */
  | { readonly kind: 'restored'; readonly connections: number; readonly sessions: number }
  /** Steps that the recorder has left out. */
  | { readonly kind: 'gap'; readonly steps: number; readonly because: string }
  /** Of the simulated world: faults, and states of clients. */
  | { readonly kind: 'noted'; readonly note: Note; readonly isFault: boolean };

/** A timer's id, taken apart; a part whose timer it is may have no connection of that number in the trace. */
export interface TimerWords {
  readonly id: string;
  readonly kind: 'connection' | 'session' | 'will';
  readonly number: number;
  readonly name: string;
}

export interface TimelineEvent {
  /** Position in `Timeline.events`. */
  readonly index: number;
  /** Number in the trace: `12`, or `12.3` for an effect. */
  readonly id: CauseId;
  readonly timeMs: number;
  /** What caused it, where the trace says. */
  readonly by: CauseId | undefined;
  /** On whose lifeline it happened. */
  readonly lifeline: Lifeline;
  /** The connection it concerns, if one. */
  readonly connection: Connection | undefined;
  /** The client it concerns, if one. */
  readonly client: Lifeline | undefined;
  /** What that client speaks, as far as is known. */
  readonly version: ProtocolVersion | undefined;
  readonly what: Happening;
}

interface Span {
  readonly from: Moment;
  /** Undefined when it had not ended when the trace did. */
  readonly to: Moment | undefined;
}

export interface SessionPhase extends Span {
  readonly state: 'online' | 'offline';
}

export interface SessionSpan extends Span {
  readonly number: number;
  readonly lifeline: Lifeline;
  readonly phases: readonly SessionPhase[];
  readonly endCause: SessionEndCause | undefined;
}

/** One QoS 1 or 2 exchange, from PUBLISH to the last acknowledgement, over as many connections as it took. */
export interface ExchangeSpan extends Span {
  readonly lifeline: Lifeline;
  /** Who sends the PUBLISH. */
  readonly sender: 'client' | 'broker';
  readonly qos: QoS;
  readonly packetId: number;
  readonly topicName: string;
  /** PUBLISH sent more than once. */
  readonly repeated: boolean;
}

export interface WillSpan extends Span {
  readonly lifeline: Lifeline;
  readonly topicName: string;
  readonly delaySeconds: number;
  readonly outcome: 'published' | 'deleted' | undefined;
}

/** From when a timer was first set until it fired or was cleared; setting it anew prolongs it. */
export interface TimerSpan extends Span {
  readonly timer: TimerWords;
  readonly client: Lifeline | undefined;
  readonly outcome: 'fired' | 'cleared' | undefined;
  readonly timesSet: number;
}

export interface Timeline {
  readonly header: TraceHeader;
  /** The broker first, then the others in the order in which they came. */
  readonly lifelines: readonly Lifeline[];
  readonly broker: Lifeline;
  readonly connections: readonly Connection[];
  readonly events: readonly TimelineEvent[];
  readonly sessions: readonly SessionSpan[];
  readonly exchanges: readonly ExchangeSpan[];
  readonly wills: readonly WillSpan[];
  readonly timers: readonly TimerSpan[];
}
