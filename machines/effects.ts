/**
 * Everything the broker can ask of the world, as data. A closed union: each interpreter of it ends in `unreachable`,
 * so a new effect does not compile until every driver performs it.
 */
import type { ConnectionId, TimerId } from './inputs.ts';
import type { LifecycleEvent } from './lifecycle.ts';
import type { Connect, Message, Packet, ProtocolVersion } from './packets.ts';
import type { Write } from './stored.ts';

export interface Transmit {
  readonly type: 'transmit';
  readonly connection: ConnectionId;
  /** The version that the connection speaks, and so how the packet is to be encoded. */
  readonly version: ProtocolVersion;
  readonly packet: Packet;
}

/**
 * End the Network Connection: after all that was transmitted before has been sent, or at once when `abort`.
 * A `closed` input is still to come.
 */
export interface Close {
  readonly type: 'close';
  readonly connection: ConnectionId;
  readonly abort: boolean;
}

/** Start a timer, in place of one of the same name that may be running. */
export interface SetTimer {
  readonly type: 'setTimer';
  readonly timer: TimerId;
  /** From the input's `nowMs`. May exceed what the platform's timers can count (Session Expiry Interval: 136 years). */
  readonly delayMs: number;
}

export interface ClearTimer {
  readonly type: 'clearTimer';
  readonly timer: TimerId;
}

/** Ask who this is. Answered by an `authenticated` input. */
export interface Authenticate {
  readonly type: 'authenticate';
  readonly connection: ConnectionId;
  /** Undefined once CONNACK was sent, that is, when it is done `again`. */
  readonly connect: Connect | undefined;
  /** Enhanced authentication (5.0 section 4.12): the method, and the data of CONNECT or of the client's last AUTH. */
  readonly method: string | undefined;
  readonly data: Uint8Array | undefined;
  /** True when it is a re-authentication of a client that is connected. */
  readonly again: boolean;
}

/** Ask whether the client may publish to, or subscribe to, each of the topics. Answered by an `authorized` input. */
export interface Authorize {
  readonly type: 'authorize';
  readonly connection: ConnectionId;
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly action: 'publish' | 'subscribe';
  /** One Topic Name, or the Topic Filters of a SUBSCRIBE. */
  readonly topics: readonly string[];
}

/**
 * Write to the store, in order and as a whole. Answered by a `stored` input, in the order of the batches. Until then
 * the broker holds back what it has to say to those whose sessions the writes are about.
 */
export interface Store {
  readonly type: 'store';
  /** Number of the batch. */
  readonly id: number;
  readonly writes: readonly Write[];
}

/** A message for a local subscriber, see the `subscribe` command. */
export interface Hand {
  readonly type: 'hand';
  readonly subscriber: number;
  readonly message: Message;
}

/** Tell whoever listens what has just happened. */
export interface Announce {
  readonly type: 'announce';
  readonly event: LifecycleEvent;
}

export type Effect =
  | Transmit
  | Close
  | SetTimer
  | ClearTimer
  | Authenticate
  | Authorize
  | Store
  | Hand
  | Announce;
