/** What can happen to a simulated client, and what it can ask of its world: as data, like the broker's. */
import type { ClientCommandEvent, ClientEndCause } from '../../machines/charts/client-types.ts';
import type { Message, Packet, QoS } from '../../machines/packets.ts';
import type { ClientOptions } from './options.ts';
import type { ClientView } from './view.ts';

/** What a simulated client is to its world. */
export interface Client {
  readonly options: ClientOptions;
  step(input: ClientInput): readonly ClientOutput[];
  /** An independent client in the same state, in constant time. */
  fork(): Client;
  view(): ClientView;
}

/** The same as the chart's events, without the family's name: `{ type: 'publish', message }`. */
type Unprefixed<E> = E extends { readonly type: `command.${infer Name}` }
  ? { readonly type: Name } & Omit<E, 'type'>
  : never;

export type ClientCommand = Unprefixed<ClientCommandEvent>;

/**
 * Network inputs and outputs carry the number of the connection. It counts the client's own connections, so that what
 * still comes from one that was given up is told from the next one's.
 */
export type ClientInput =
  | { readonly type: 'command'; readonly command: ClientCommand }
  | { readonly type: 'opened'; readonly connection: number }
  | { readonly type: 'received'; readonly connection: number; readonly packet: Packet }
  /** The other end has closed, or a `close` of ours has been carried out. */
  | { readonly type: 'closed'; readonly connection: number }
  /** It could not be opened, or broke. */
  | { readonly type: 'failed'; readonly connection: number }
  | { readonly type: 'timer'; readonly timer: string };

/** A message of ours, or a request, and how it has ended. */
export type Outcome =
  | { readonly of: 'PUBLISH'; readonly packetId: number; readonly message: Message }
  | {
      readonly of: 'SUBSCRIBE' | 'UNSUBSCRIBE';
      readonly packetId: number;
      readonly topicFilters: readonly string[];
    };

export type ClientOutput =
  /** Open a Network Connection. Answered by `opened` or `failed`. */
  | { readonly type: 'open'; readonly connection: number }
  | { readonly type: 'send'; readonly connection: number; readonly packet: Packet }
  /** After what was sent before, or at once when `abort`: then nobody waits for the answer. */
  | { readonly type: 'close'; readonly connection: number; readonly abort: boolean }
  | { readonly type: 'setTimer'; readonly timer: string; readonly delayMs: number }
  | { readonly type: 'clearTimer'; readonly timer: string }
  /** A message for the program that uses the client. */
  | {
      readonly type: 'received';
      readonly connection: number;
      readonly message: Message;
      readonly qos: QoS;
      readonly retain: boolean;
      readonly dup: boolean;
      readonly packetId: number;
      readonly subscriptionIdentifiers: readonly number[];
    }
  /** The broker has answered for good; a message of QoS 0 is done when it is sent. */
  | ({ readonly type: 'completed'; readonly reasonCodes: readonly number[] } & Outcome)
  /** No answer will come: the connection of a request, or the session of a message, is gone. */
  | ({ readonly type: 'abandoned' } & Outcome)
  /** The law does not let the client do it. */
  | { readonly type: 'refused'; readonly command: ClientCommand }
  | { readonly type: 'connected'; readonly sessionPresent: boolean; readonly clientId: string }
  /** The state has changed; the cause is that of the last connection's end. */
  | { readonly type: 'state'; readonly state: string; readonly cause: ClientEndCause };
