/**
 * All that a broker holds, as plain data: what a `restored` input carries, so that another broker can go on from
 * there and do, input for input, what the first one does.
 *
 * A chart's snapshot is the name of its configuration and its context. Moments are told from the moment of the image
 * (`expiresInMs`, `filledAgoMs`), because the clock of who reads it may be another. What follows from the rest is left
 * out: routes from subscriptions, the bytes of a queue from its messages.
 */
import type { ConnectionContext } from './charts/connection-types.ts';
import type { ReceiverContext } from './charts/receiver.ts';
import type { SenderContext } from './charts/sender.ts';
import type { SessionContext } from './charts/session.ts';
import type { TakeoverContext } from './charts/takeover.ts';
import type { WillContext } from './charts/will.ts';
import type {
  Connection,
  Delivery,
  Exchange,
  Queued,
  Session,
  StoredWill,
  Subscription,
} from './core/parts.ts';
import type { Transmit } from './effects.ts';
import type { Message } from './packets.ts';
import type { Write } from './stored.ts';

export interface SnapshotImage<Context> {
  /** Name of the chart's configuration. */
  readonly state: string;
  readonly context: Context;
}

/** What is undefined may be absent, here and below. */
export interface ConnectionImage
  extends Omit<
    Connection,
    'owner' | 'timers' | 'snapshot' | 'unacknowledged' | 'aliases' | 'maximumPacketSizeBytes'
  > {
  readonly snapshot: SnapshotImage<Omit<ConnectionContext, 'options'>>;
  readonly unacknowledged: readonly number[];
  readonly aliases: {
    readonly incoming: readonly (readonly [alias: number, topicName: string])[];
    readonly outgoing: readonly (readonly [topicName: string, alias: number])[];
    readonly outgoingMaximum: number;
  };
  /** Null when the client has not said. */
  readonly maximumPacketSizeBytes: number | null;
}

export interface DeliveryImage extends Omit<Delivery, 'expiresAtMs'> {
  /** Null when it does not expire. */
  readonly expiresInMs: number | null;
}

export interface ExchangeImage extends Omit<Exchange, 'delivery' | 'snapshot'> {
  readonly delivery: DeliveryImage;
  readonly snapshot: SnapshotImage<SenderContext>;
}

export interface SessionImage
  extends Omit<
    Session,
    | 'owner'
    | 'snapshot'
    | 'subscriptions'
    | 'queuedBytes'
    | 'released'
    | 'hasShared'
    | 'will'
    | 'queue'
    | 'outbound'
    | 'backlog'
    | 'inbound'
    | 'underWay'
    | 'rest'
    | 'copy'
  > {
  readonly snapshot: SnapshotImage<SessionContext>;
  readonly subscriptions: readonly Subscription[];
  readonly will:
    | { readonly will: StoredWill['will']; readonly snapshot: SnapshotImage<WillContext> }
    | undefined;
  readonly queue: readonly (Pick<Queued, 'order'> & { readonly delivery: DeliveryImage })[];
  readonly outbound: readonly ExchangeImage[];
  readonly backlog: readonly number[];
  readonly inbound: readonly (readonly [
    packetId: number,
    snapshot: SnapshotImage<ReceiverContext>,
  ])[];
}

export interface JournalImage {
  readonly nextBatch: number;
  readonly writes: readonly Write[];
  readonly batches: readonly {
    readonly id: number;
    readonly writes: readonly Write[];
    readonly transmits: readonly Transmit[];
  }[];
}

export interface BrokerImage {
  readonly connections: readonly ConnectionImage[];
  readonly sessions: readonly SessionImage[];
  /** Number of the session that is created next. */
  readonly nextSession: number;
  readonly takeovers: readonly {
    readonly clientId: string;
    readonly snapshot: SnapshotImage<TakeoverContext>;
  }[];
  readonly retained: readonly { readonly message: Message; readonly expiresInMs: number | null }[];
  /** Subscribers in the program around the broker. */
  readonly locals: readonly { readonly subscriber: number; readonly topicFilter: string }[];
  /** How often each shared subscription has passed a message on. */
  readonly turns: readonly (readonly [topicFilter: string, turn: number])[];
  /** CONNECT packets that may still be accepted, and since when that is so; null without a limit. */
  readonly admission: { readonly tokens: number | null; readonly filledAgoMs: number };
  /** Undefined without a store. */
  readonly journal: JournalImage | undefined;
}

export type ImageLists = Pick<
  BrokerImage,
  'connections' | 'sessions' | 'takeovers' | 'retained' | 'locals' | 'turns'
>;

export type ImageRest = Omit<BrokerImage, keyof ImageLists>;

/** One item of one of the lists. */
export type ImageItem = {
  readonly [Name in keyof ImageLists]: readonly [name: Name, item: ImageLists[Name][number]];
}[keyof ImageLists];
