/** What a client's chart carries and what it is told. The chart itself is in client.ts. */
import type {
  Auth,
  Connack,
  Disconnect,
  Message,
  Packet,
  ProtocolVersion,
  Publish,
  QoS,
  SubscriptionRequest,
} from '../packets.ts';

/** What a client does when a connection has ended that it did not want to end. */
export type ReconnectPolicy = 'always' | 'never' | 'unlessTakenOver';

/** How a client is set up, as far as the law looks at it. */
export interface ClientSettings {
  readonly version: ProtocolVersion;
  /** Of each CONNECT, unless the command says otherwise. Clean Session in 3.x. */
  readonly cleanStart: boolean;
  /** Of each CONNECT, unless the command says otherwise. 5.0 only. */
  readonly sessionExpiryIntervalSeconds: number;
  /** 0: off. */
  readonly keepAliveSeconds: number;
  /** Method of enhanced authentication; 5.0 only. */
  readonly authenticationMethod: string | undefined;
  readonly reconnect: ReconnectPolicy;
  /** Waits before the first, second, … reconnection in a row; the last one stands for all after it. */
  readonly backoffMs: readonly number[];
  /** For the network to open. */
  readonly openTimeoutSeconds: number;
  /** From CONNECT, or from our last AUTH, to an answer. */
  readonly connackTimeoutSeconds: number;
  readonly pingrespTimeoutSeconds: number;
  /** From asking the network to close to giving up on it. */
  readonly closeTimeoutSeconds: number;
}

/** How the last connection ended. */
export type ClientEndCause =
  | 'none'
  | 'disconnected'
  | 'stopped'
  | 'dropped'
  | 'networkClosed'
  | 'networkFailed'
  | 'openTimeout'
  | 'connackTimeout'
  | 'pingrespTimeout'
  | 'refused'
  | 'serverDisconnected'
  | 'sessionUnexpected'
  | 'protocolViolation';

export interface ClientEnd {
  readonly cause: ClientEndCause;
  /** Of CONNACK or DISCONNECT, whoever sent it; 0 where there was none. */
  readonly reasonCode: number;
  /** For people; may be empty. */
  readonly detail: string;
}

export interface ClientContext {
  readonly settings: ClientSettings;
  /** The one that was assigned, once there is one. */
  readonly clientId: string;
  /** Of the CONNECT that is on its way, or comes next. */
  readonly cleanStart: boolean;
  /** The same for its Session Expiry Interval. */
  readonly expiryAskedSeconds: number;
  /** The next connection is only there to make a 3.1.1 server forget a session. */
  readonly purging: boolean;
  /** Connect as soon as the old connection has gone. */
  readonly connectAsked: boolean;
  /** Connections in a row that have failed, up to the length of `backoffMs`. */
  readonly attempts: number;
  /** As CONNACK has left it. 0: off. */
  readonly keepAliveSeconds: number;
  /** As CONNACK or DISCONNECT has left it: what the session is kept for when the connection ends. */
  readonly sessionExpiryIntervalSeconds: number;
  readonly maximumQos: QoS;
  readonly retainAvailable: boolean;
  readonly end: ClientEnd;
}

/** A packet from the server, with the facts of the moment that the chart's guards ask for. */
interface PacketEvent<P extends Packet> {
  readonly type: P['type'];
  readonly packet: P;
  /** The client holds state of a session. */
  readonly hasSession: boolean;
  /** The server keeps to our Receive Maximum, this packet included. */
  readonly withinReceiveMaximum: boolean;
  /** It answers a SUBSCRIBE or UNSUBSCRIBE of this connection, filter by filter. */
  readonly isAnswer: boolean;
}

export type ConnackEvent = PacketEvent<Connack>;
export type ServerPublishEvent = PacketEvent<Publish>;
export type ServerAuthEvent = PacketEvent<Auth>;
export type ServerDisconnectEvent = PacketEvent<Disconnect>;

/** What the program that uses the client asks for. */
export interface ConnectCommand {
  readonly type: 'command.connect';
  readonly cleanStart?: boolean;
  readonly sessionExpiryIntervalSeconds?: number;
}

export interface PublishCommand {
  readonly type: 'command.publish';
  readonly message: Message;
}

export interface SubscribeCommand {
  readonly type: 'command.subscribe';
  readonly subscriptions: readonly SubscriptionRequest[];
  readonly subscriptionIdentifier?: number;
}

export interface UnsubscribeCommand {
  readonly type: 'command.unsubscribe';
  readonly topicFilters: readonly string[];
}

export interface DisconnectCommand {
  readonly type: 'command.disconnect';
  readonly reasonCode?: number;
  readonly sessionExpiryIntervalSeconds?: number;
}

export type ClientCommandEvent =
  | ConnectCommand
  | PublishCommand
  | SubscribeCommand
  | UnsubscribeCommand
  | DisconnectCommand
  /** Begin a re-authentication (5.0 section 4.12.1). */
  | { readonly type: 'command.reauthenticate' }
  /** Send acknowledgements that were held back, oldest first. */
  | { readonly type: 'command.acknowledge'; readonly count?: number }
  /** Send this, whatever the law says: for clients that do not conform. */
  | { readonly type: 'command.send'; readonly packet: Packet }
  /** Lose the connection, without DISCONNECT. */
  | { readonly type: 'command.drop' }
  /** Disconnect and be no more. */
  | { readonly type: 'command.stop' };

/** The oldest message that waits to be sent. */
export interface PublishDue {
  readonly type: 'publish.due';
  readonly qos: QoS;
  readonly retain: boolean;
  /** The server's Receive Maximum has room, and nothing waits to be sent again. */
  readonly maySend: boolean;
}

export interface ClientViolation {
  readonly type: 'protocol.violated';
  readonly reasonCode: number;
  readonly detail: string;
}

export type ClientEvent =
  | { readonly [P in Packet as P['type']]: PacketEvent<P> }[Packet['type']]
  | ClientCommandEvent
  | ClientViolation
  | PublishDue
  /** The oldest SUBSCRIBE or UNSUBSCRIBE that waits to be sent. */
  | { readonly type: 'request.due' }
  /** Something was sent after CONNECT; `pingreq`: a PINGREQ was among it. */
  | { readonly type: 'packet.sent'; readonly pingreq: boolean }
  | { readonly type: 'network.opened' }
  | { readonly type: 'network.closed' }
  /** It could not be opened, or broke. */
  | { readonly type: 'network.failed' };
