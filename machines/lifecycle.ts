/**
 * What the broker announces: the life of connections, sessions and wills, in the order in which it happened.
 * Logs, hooks, metrics and the visualizer all read this one list.
 */
import type { Clause } from './clauses/index.ts';
import type { ConnectionId, ConnectionOrigin } from './inputs.ts';
import type { BrokerOptions } from './options.ts';
import type { ProtocolVersion, QoS } from './packets.ts';

/** Why a Network Connection ended, in one word. */
export type DisconnectCause =
  | 'clientDisconnected'
  | 'networkClosed'
  | 'networkFailed'
  | 'keepAliveTimeout'
  | 'sessionTakenOver'
  | 'protocolViolation'
  | 'administrativeAction'
  | 'serverShuttingDown'
  | 'authenticationFailed'
  | 'authenticationTimeout'
  | 'authorizationTimeout'
  | 'connectTimeout'
  | 'connectRefused'
  | 'quotaExceeded'
  | 'answerTooLarge'
  | 'storeFailed';

/** Why a session ended. */
export type SessionEndCause = 'connectionClosed' | 'expired' | 'discarded';

/** Why a message did not reach a session it was routed to. */
export type DropCause =
  | 'queueFull'
  | 'offline'
  | 'congested'
  | 'expired'
  | 'refusedByClient'
  | 'packetTooLarge';

/** The limit by which a subscription is refused. */
export interface SubscriptionLimit {
  /** What an operator changes to have it otherwise. */
  readonly option: keyof Pick<
    BrokerOptions,
    | 'subscriptionsPerSessionMaximum'
    | 'topicLevelsMaximum'
    | 'topicLengthMaximumBytes'
    | 'retainedPerSubscribeMaximum'
  >;
  readonly maximum: number;
}

interface OfConnection {
  readonly connection: ConnectionId;
  /** Empty before CONNECT. */
  readonly clientId: string;
}

/** Of a connection that is refused or ended. */
export interface EndOfConnection extends OfConnection {
  readonly cause: DisconnectCause;
  /** In 5.0's terms also for 3.x. 0 where none was sent or received. */
  readonly reasonCode: number;
  /** What was wrong, with the field and its value; may be empty. */
  readonly detail: string;
  /** That the client speaks; 0 where its CONNECT was not understood, or never came. */
  readonly version: ProtocolVersion | 0;
  /** The statements by which it ends, of that version: those that were broken, or that ask the broker to end it. */
  readonly clauses: readonly Clause[];
}

interface OfSession {
  readonly clientId: string;
  /** Incarnation of the session: a client identifier can have many, one after another. */
  readonly session: number;
  /** The connection that speaks for it, or did last. 0 for none since the broker has started. */
  readonly connection: ConnectionId;
}

export type LifecycleEvent =
  | ({ readonly type: 'connection.opened'; readonly origin: ConnectionOrigin } & OfConnection)
  /** CONNECT was not accepted. `clientId` is empty where the client has brought none: what it was to get is void. */
  | ({ readonly type: 'client.refused'; readonly origin: ConnectionOrigin } & EndOfConnection)
  /** CONNACK with success has been sent. */
  | ({
      readonly type: 'client.connected';
      readonly origin: ConnectionOrigin;
      readonly version: ProtocolVersion;
      readonly cleanStart: boolean;
      readonly sessionPresent: boolean;
      readonly keepAliveSeconds: number;
      readonly sessionExpiryIntervalSeconds: number;
      readonly userName: string | undefined;
    } & OfConnection)
  /** The connection no longer speaks for the client. */
  | ({ readonly type: 'client.disconnected' } & EndOfConnection)
  | ({ readonly type: 'connection.closed' } & OfConnection)
  | ({ readonly type: 'session.created' } & OfSession)
  | ({ readonly type: 'session.resumed' } & OfSession)
  /** `existing` was disconnected in favour of `incoming`. */
  | ({
      readonly type: 'session.takenOver';
      readonly existing: ConnectionId;
      readonly incoming: ConnectionId;
    } & OfSession)
  /** `expiresInSeconds` is undefined for a session that does not expire. */
  | ({
      readonly type: 'session.offline';
      readonly expiresInSeconds: number | undefined;
    } & OfSession)
  | ({
      readonly type: 'session.ended';
      readonly cause: SessionEndCause;
      /**
       * Messages that it still had and that go to nobody else: those that waited, and those under way that the client
       * has not acknowledged, though it may have them.
       */
      readonly dropped: number;
    } & OfSession)
  | ({
      readonly type: 'will.delayed';
      readonly delaySeconds: number;
      readonly topicName: string;
    } & OfSession)
  | ({ readonly type: 'will.published'; readonly topicName: string } & OfSession)
  | ({ readonly type: 'will.deleted'; readonly topicName: string } & OfSession)
  | ({
      readonly type: 'subscription.added';
      readonly topicFilter: string;
      readonly qos: QoS;
    } & OfSession)
  | ({ readonly type: 'subscription.removed'; readonly topicFilter: string } & OfSession)
  | ({
      readonly type: 'subscription.refused';
      readonly topicFilter: string;
      readonly reasonCode: number;
      /** Undefined where it is the authorizer who refuses. */
      readonly limit: SubscriptionLimit | undefined;
    } & OfSession)
  | ({
      readonly type: 'publish.refused';
      readonly topicName: string;
      readonly reasonCode: number;
    } & OfConnection)
  /** A message was passed on but not retained: there are as many as the operator allows. */
  | ({ readonly type: 'retained.refused'; readonly topicName: string } & OfSession)
  /** Announced for the first message dropped in a row for the same cause; `total` counts all of this session. */
  | ({
      readonly type: 'message.dropped';
      readonly cause: DropCause;
      readonly topicName: string;
      readonly total: number;
    } & OfSession);

export type LifecycleEventType = LifecycleEvent['type'];
