/**
 * Everything that can happen to the broker, as data. `Broker.step` takes one of these at a time.
 *
 * Time and chance are inputs: each carries `nowMs`, and what has to be unguessable comes with the input that needs it.
 */
import type { Clause } from './clauses/index.ts';
import type { BrokerImage } from './image.ts';
import type { Message, Packet, UserProperties } from './packets.ts';
import type { StoredValue } from './stored.ts';

/** Names a Network Connection for good: the driver gives each a number that it never uses again. */
export type ConnectionId = number;

/** The words of a timer in effects and inputs: `connection 7 keepAlive`. The driver keeps them as they are. */
export type TimerId = string;

/** How a connection came in. For logs and authenticators; the law does not look at it. */
export interface ConnectionOrigin {
  readonly transport: 'tcp' | 'tls' | 'ws' | 'wss' | 'attached';
  /** Address and port of the other end, or a name for an attached stream. */
  readonly remote: string;
}

export interface Opened {
  readonly type: 'opened';
  readonly connection: ConnectionId;
  readonly origin: ConnectionOrigin;
  /** Unguessable text, from which an Assigned Client Identifier is made when the client brings none. */
  readonly nonce: string;
}

export interface Received {
  readonly type: 'received';
  readonly connection: ConnectionId;
  readonly packet: Packet;
}

/** Bytes came that are no MQTT Control Packet. The stream cannot be followed any further. */
export interface Malformed {
  readonly type: 'malformed';
  readonly connection: ConnectionId;
  /** 0x81 Malformed Packet, 0x82 Protocol Error, 0x95 Packet too large, … */
  readonly reasonCode: number;
  /** What was wrong, for people. */
  readonly detail: string;
  /** The statements that were broken, of the version that is spoken. Not in traces of before. */
  readonly clauses?: readonly Clause[];
}

/** The driver cannot write more for now (`congested`), or can again (`writable`). */
export interface Congested {
  readonly type: 'congested' | 'writable';
  readonly connection: ConnectionId;
}

/** The Network Connection is gone, for whatever reason. */
export interface Closed {
  readonly type: 'closed';
  readonly connection: ConnectionId;
  /** Set when it did not end by an orderly close: the operating system's word for it. */
  readonly error?: string;
}

export interface TimerFired {
  readonly type: 'timer';
  readonly timer: TimerId;
}

export type AuthenticationOutcome =
  | {
      readonly kind: 'accepted';
      readonly data?: Uint8Array;
      readonly userProperties?: UserProperties;
    }
  | { readonly kind: 'continued'; readonly data?: Uint8Array }
  | {
      readonly kind: 'refused';
      readonly reasonCode: number;
      readonly reasonString?: string;
      /** Where the client is to go, with 0x9C Use another server and 0x9D Server moved. */
      readonly serverReference?: string;
    };

/** The answer to an `authenticate` effect. */
export interface Authenticated {
  readonly type: 'authenticated';
  readonly connection: ConnectionId;
  readonly outcome: AuthenticationOutcome;
}

/** The answer to an `authorize` effect: for each topic asked, in order, whether it is allowed. */
export interface Authorized {
  readonly type: 'authorized';
  readonly connection: ConnectionId;
  readonly allowed: readonly boolean[];
}

/** The answer to a `store` effect. When not `ok` nothing of the batch was written. */
export interface Stored {
  readonly type: 'stored';
  readonly id: number;
  readonly ok: boolean;
}

/** A crash, and what the store has after it. The broker forgets all else: no connection or timer is left of before. */
export interface Recovered {
  readonly type: 'recovered';
  readonly entries: readonly (readonly [key: string, value: StoredValue])[];
}

/** A timer that runs, and what is left of it. */
export type TimerLeft = readonly [timer: TimerId, leftMs: number];

/**
 * The broker goes on from where another one was, its connections included. It forgets all that it had. A trace that
 * begins while its broker is running begins with this.
 */
export interface Restored {
  readonly type: 'restored';
  readonly image: BrokerImage;
  /** In the order in which those of the same deadline were set. */
  readonly timers: readonly TimerLeft[];
}

export type Command =
  /** A message from the program that embeds the broker. */
  | { readonly type: 'publish'; readonly message: Message }
  /** Local subscription: matching messages come out as `hand` effects. */
  | { readonly type: 'subscribe'; readonly subscriber: number; readonly topicFilter: string }
  | { readonly type: 'unsubscribe'; readonly subscriber: number; readonly topicFilter: string }
  /** Disconnect a client; `reasonCode` is one that a server's DISCONNECT may carry. */
  | {
      readonly type: 'kick';
      readonly clientId: string;
      readonly reasonCode: number;
      /** Where the client is to go, with 0x9C Use another server and 0x9D Server moved. */
      readonly serverReference?: string;
    }
  /** End a session, its connection included. */
  | { readonly type: 'discard'; readonly clientId: string; readonly reasonCode: number }
  /** Disconnect every client with 0x8B Server shutting down. Sessions stay. */
  | { readonly type: 'shutdown' };

export interface Commanded {
  readonly type: 'command';
  readonly command: Command;
}

export type Input = { readonly nowMs: number } & (
  | Opened
  | Received
  | Malformed
  | Congested
  | Closed
  | TimerFired
  | Authenticated
  | Authorized
  | Stored
  | Recovered
  | Restored
  | Commanded
);
