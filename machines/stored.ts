/**
 * What a store keeps of a broker, as keys and plain values, so that sessions outlive a crash (section 4.1).
 *
 *     session/7                    who, and how long it lives
 *     session/7/subscription/a/b   a subscription, by Topic Filter
 *     session/7/message/12         a message owed to the client, by its place in the order
 *     session/7/exchange/12        that message has been sent: its Packet Identifier, and how far it has got
 *     session/7/inbound/3          a QoS 2 exchange from the client without PUBREL, by Packet Identifier
 *     session/7/will               the Will Message
 *     retained/a/b                 the retained message of a topic
 *
 * Only sessions that outlive their connection are kept. A value holds bytes as Uint8Array and else what JSON can hold.
 */
import type { Message, QoS, Will } from './packets.ts';

export interface StoredSession {
  readonly clientId: string;
  readonly sessionExpiryIntervalSeconds: number;
  /** When its last connection ended; null while it is online. On the clock of the inputs. */
  readonly offlineSinceMs: number | null;
}

export interface StoredSubscription {
  readonly topicFilter: string;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly identifier: number | null;
  readonly share: string | null;
}

export interface StoredMessage {
  readonly message: Message;
  readonly qos: QoS;
  readonly retain: boolean;
  /** RETAIN is 1 by Retain As Published, which holds for 5.0 alone. Absent where it is not. */
  readonly retainAsPublished?: true;
  readonly subscriptionIdentifiers: readonly number[] | null;
  /** Null when it does not expire. */
  readonly expiresAtMs: number | null;
  /** The shared subscription that it is for. */
  readonly share: string | null;
}

export interface StoredExchange {
  readonly packetId: number;
  /** PUBREC has come: PUBREL is owed, and PUBLISH must not be sent again (v5 MQTT-4.3.3-6). */
  readonly released: boolean;
}

export interface StoredInbound {
  readonly packetId: number;
}

export interface StoredRetained {
  readonly message: Message;
  readonly expiresAtMs: number | null;
}

export type StoredValue =
  | StoredSession
  | StoredSubscription
  | StoredMessage
  | StoredExchange
  | StoredInbound
  | StoredRetained
  | Will;

export type Write =
  | { readonly type: 'put'; readonly key: string; readonly value: StoredValue }
  | { readonly type: 'delete'; readonly key: string }
  /** Everything below a key, the key itself included: `session/7` and all `session/7/…`. */
  | { readonly type: 'deleteAll'; readonly key: string };
