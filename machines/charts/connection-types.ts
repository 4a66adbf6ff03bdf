/** What a connection's chart carries and what it is told. The chart itself is in connection.ts. */
import type { Clause } from '../clauses/index.ts';
import type { AuthenticationOutcome } from '../inputs.ts';
import type { DisconnectCause } from '../lifecycle.ts';
import type { BrokerOptions } from '../options.ts';
import type {
  Auth,
  Connect,
  Disconnect,
  Packet,
  ProtocolVersion,
  Publish,
  Subscribe,
  Unsubscribe,
} from '../packets.ts';

/** Why the connection is being ended by us, or was ended by the client. */
export interface Blame {
  readonly cause: DisconnectCause;
  /** 5.0 Reason Code. */
  readonly reasonCode: number;
  /** For people; may be empty. */
  readonly detail: string;
  /** The statements by which it ends, of all versions. */
  readonly clauses: readonly Clause[];
  /** Another server, for the client to go to. */
  readonly serverReference?: string;
}

export interface ConnectionContext {
  readonly options: BrokerOptions;
  /** 0 before CONNECT. */
  readonly version: 0 | ProtocolVersion;
  /** As it holds for this connection, a Server Keep Alive considered. 0: off. */
  readonly keepAliveSeconds: number;
  /** As it will hold when the connection ends: CONNECT's, or DISCONNECT's. */
  readonly sessionExpiryIntervalSeconds: number;
  /** As CONNECT has it, before the operator's maximum; 0 in 3.x. */
  readonly sessionExpiryAskedSeconds: number;
  /** Of CONNECT; re-authentication has to use the same. */
  readonly authenticationMethod: string | undefined;
  /** The authenticator's last word, for CONNACK. */
  readonly authenticationData: Uint8Array | undefined;
  readonly blame: Blame;
}

/** Until somebody is. */
const NOBODY: Blame = { cause: 'networkClosed', reasonCode: 0, detail: '', clauses: [] };

/** What is known of a connection that has only been opened. */
export function openedContext(options: BrokerOptions): ConnectionContext {
  return {
    options,
    version: 0,
    keepAliveSeconds: 0,
    sessionExpiryIntervalSeconds: 0,
    sessionExpiryAskedSeconds: 0,
    authenticationMethod: undefined,
    authenticationData: undefined,
    blame: NOBODY,
  };
}

/** A packet from the client, with the facts of the moment that the chart's guards ask for. */
interface PacketEvent<P extends Packet> {
  readonly type: P['type'];
  readonly packet: P;
  /** No more packets are held back. */
  readonly isHoldFull: boolean;
  /** The client keeps to our Receive Maximum, this packet included. */
  readonly withinReceiveMaximum: boolean;
  /** Of CONNECT: the limit of ours that speaks against it. */
  readonly overload: Overload | undefined;
  /** The answer to it would be more than the client takes. */
  readonly answerTooLarge: AnswerTooLarge | undefined;
}

/** What there is enough of. */
export type Overload = 'connections' | 'connectsPerSecond' | 'sessions';

/** A packet that we would have to send, and the client's Maximum Packet Size, which it exceeds. */
export interface AnswerTooLarge {
  readonly packet: 'CONNACK' | 'SUBACK' | 'UNSUBACK' | 'AUTH';
  readonly bytes: number;
  readonly maximumBytes: number;
}

export type ConnectEvent = PacketEvent<Connect>;
export type PublishEvent = PacketEvent<Publish>;
export type SubscribeEvent = PacketEvent<Subscribe>;
export type UnsubscribeEvent = PacketEvent<Unsubscribe>;
export type DisconnectEvent = PacketEvent<Disconnect>;
export type AuthEvent = PacketEvent<Auth>;

export interface Violation {
  readonly type: 'malformed' | 'protocol.violated';
  readonly reasonCode: number;
  readonly detail: string;
  /** The statements that were broken; undefined where a trace of before does not tell. */
  readonly clauses: readonly Clause[] | undefined;
}

export interface NetworkClosed {
  readonly type: 'network.closed';
  /** Empty when the other end closed in an orderly way. */
  readonly error: string;
  /** A packet is with the authorizer, and others may wait behind it. */
  readonly isAuthorizing: boolean;
}

export interface AuthenticationAnswered {
  readonly type: 'authentication.accepted' | 'authentication.continued' | 'authentication.refused';
  readonly outcome: AuthenticationOutcome;
  /** CONNACK or AUTH, which it leads to. */
  readonly answerTooLarge: AnswerTooLarge | undefined;
}

export interface AuthorizationAnswered {
  readonly type: 'authorization.answered';
  readonly allowed: readonly boolean[];
}

export type ConnectionEvent =
  | { readonly [P in Packet as P['type']]: PacketEvent<P> }[Packet['type']]
  | Violation
  | NetworkClosed
  | { readonly type: 'network.congested' }
  | { readonly type: 'network.writable' }
  | AuthenticationAnswered
  | AuthorizationAnswered
  /** The takeover has given us the session. */
  | { readonly type: 'session.granted' }
  /** Another connection has claimed the session. */
  | { readonly type: 'session.takenOver' }
  | {
      readonly type: 'operator.kicked';
      readonly reasonCode: number;
      readonly serverReference?: string;
    }
  | { readonly type: 'broker.closing' }
  /** What we promised the client could not be stored. */
  | { readonly type: 'store.failed' };
