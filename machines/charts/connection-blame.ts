/** The assignments of the connection chart: what is learnt from CONNECT, and who is to blame for the end. */
import { ReasonCode } from '../reason-codes.ts';
import { keepAlive, sessionExpiryInterval } from './connection-guards.ts';
import type {
  AuthenticationAnswered,
  Blame,
  ConnectEvent,
  ConnectionContext,
  ConnectionEvent,
  DisconnectEvent,
  NetworkClosed,
  Violation,
} from './connection-types.ts';

interface Args {
  readonly context: ConnectionContext;
  readonly event: ConnectionEvent;
}

type Assignment = (args: Args) => Partial<ConnectionContext>;

function blame(cause: Blame['cause'], reasonCode: number, detail = ''): Assignment {
  const fixed = { blame: { cause, reasonCode, detail } };
  return () => fixed;
}

function violation(reasonCode: number, detail: string): Assignment {
  return blame('protocolViolation', reasonCode, detail);
}

function learnConnect({ context, event }: Args): Partial<ConnectionContext> {
  const connect = (event as ConnectEvent).packet;
  const { options } = context;
  const { protocolVersion } = connect;
  return {
    // A version that is to be refused is answered in the form of the nearest one we speak.
    version: protocolVersion >= 5 ? 5 : protocolVersion === 3 ? 3 : 4,
    keepAliveSeconds: keepAlive(connect, options.keepAliveMaximumSeconds),
    sessionExpiryIntervalSeconds: sessionExpiryInterval(
      connect,
      options.sessionExpiryMaximumSeconds,
    ),
    sessionExpiryAskedSeconds: connect.properties.sessionExpiryInterval ?? 0,
    authenticationMethod: connect.properties.authenticationMethod,
  };
}

function learnDisconnect({ context, event }: Args): Partial<ConnectionContext> {
  const { packet } = event as DisconnectEvent;
  const expiry = packet.properties?.sessionExpiryInterval;
  return {
    blame: { cause: 'clientDisconnected', reasonCode: packet.reasonCode, detail: '' },
    ...(expiry !== undefined && {
      sessionExpiryIntervalSeconds: Math.min(expiry, context.options.sessionExpiryMaximumSeconds),
    }),
  };
}

function learnAuthentication({ event }: Args): Partial<ConnectionContext> {
  const { outcome } = event as AuthenticationAnswered;
  return { authenticationData: outcome.kind === 'accepted' ? outcome.data : undefined };
}

function blameOverload({ event }: Args): Partial<ConnectionContext> {
  const { refusal } = event as ConnectEvent;
  return { blame: { cause: 'quotaExceeded', reasonCode: refusal, detail: 'limit of the broker' } };
}

function blameRefusal({ event }: Args): Partial<ConnectionContext> {
  const { outcome } = event as AuthenticationAnswered;
  const cause = 'authenticationFailed' as const;
  const detail = 'authenticator refused';
  if (outcome.kind !== 'refused') {
    return { blame: { cause, reasonCode: ReasonCode.notAuthorized, detail } };
  }
  const { reasonCode, reasonString, serverReference } = outcome;
  const elsewhere = serverReference !== undefined && { serverReference };
  return { blame: { cause, reasonCode, detail: reasonString || detail, ...elsewhere } };
}

function blameViolation({ event }: Args): Partial<ConnectionContext> {
  const { reasonCode, detail } = event as Violation;
  return { blame: { cause: 'protocolViolation', reasonCode, detail } };
}

function blameNetwork({ event }: Args): Partial<ConnectionContext> {
  const { error } = event as NetworkClosed;
  const cause = error === '' ? 'networkClosed' : 'networkFailed';
  return { blame: { cause, reasonCode: 0, detail: error } };
}

function blameOperator({ event }: Args): Partial<ConnectionContext> {
  const { reasonCode, serverReference } = event as Extract<
    ConnectionEvent,
    { type: 'operator.kicked' }
  >;
  const elsewhere = serverReference !== undefined && { serverReference };
  return { blame: { cause: 'administrativeAction', reasonCode, detail: '', ...elsewhere } };
}

export const connectionAssignments = {
  learnConnect,
  learnDisconnect,
  learnAuthentication,
  blameOverload,
  blameRefusal,
  blameViolation,
  blameNetwork,
  blameOperator,
  blameConnectTimeout: blame('connectTimeout', 0, 'no CONNECT in time'),
  blameVersion: blame('connectRefused', ReasonCode.unsupportedProtocolVersion, 'protocol version'),
  blameConnectError: blame('connectRefused', ReasonCode.protocolError, 'fields of CONNECT'),
  blameClientId: blame('connectRefused', ReasonCode.clientIdentifierNotValid, 'client identifier'),
  blameWillTopic: blame('connectRefused', ReasonCode.topicNameInvalid, 'Will Topic'),
  blameWillReserved: blame('connectRefused', ReasonCode.notAuthorized, 'Will Topic'),
  blameWillPayload: blame('connectRefused', ReasonCode.payloadFormatInvalid, 'Will Payload'),
  blameMethod: blame('connectRefused', ReasonCode.badAuthenticationMethod, 'unknown method'),
  blameAuthenticator: blame(
    'authenticationTimeout',
    ReasonCode.serverUnavailable,
    'authentication took too long',
  ),
  blameReauthentication: blame(
    'authenticationTimeout',
    ReasonCode.notAuthorized,
    're-authentication took too long',
  ),
  blameAuthorizer: blame(
    'authorizationTimeout',
    ReasonCode.unspecifiedError,
    'authorizer did not answer',
  ),
  blameTakeover: blame('sessionTakenOver', ReasonCode.sessionTakenOver),
  blameShutdown: blame('serverShuttingDown', ReasonCode.serverShuttingDown),
  blameUnavailable: blame('serverShuttingDown', ReasonCode.serverUnavailable),
  blameStore: blame('storeFailed', ReasonCode.unspecifiedError, 'the store failed'),
  blameKeepAlive: blame('keepAliveTimeout', ReasonCode.keepAliveTimeout),
  blameHold: blame('quotaExceeded', ReasonCode.quotaExceeded, 'too many packets before an answer'),
  blameNoConnect: violation(ReasonCode.protocolError, 'a packet before CONNECT'),
  blameSecondConnect: violation(ReasonCode.protocolError, 'a second CONNECT'),
  blameServerPacket: violation(ReasonCode.protocolError, 'a packet that only a server sends'),
  blamePacketBeforeAuth: violation(ReasonCode.protocolError, 'a packet other than AUTH'),
  blameAuth: violation(ReasonCode.protocolError, 'AUTH out of place'),
  blameAlias: violation(ReasonCode.topicAliasInvalid, 'Topic Alias 0, or above our maximum'),
  blameNoTopic: violation(
    ReasonCode.protocolError,
    'no Topic Name, and no Topic Alias that has one',
  ),
  blameTopicName: violation(ReasonCode.topicNameInvalid, 'Topic Name'),
  blameTopicLimits: blame(
    'quotaExceeded',
    ReasonCode.quotaExceeded,
    'topic is too long, or has too many levels',
  ),
  blameIdentifier: violation(ReasonCode.protocolError, 'Subscription Identifier in PUBLISH'),
  blameReceiveMaximum: violation(ReasonCode.receiveMaximumExceeded, 'Receive Maximum'),
  blameNoFilter: violation(ReasonCode.protocolError, 'no Topic Filter'),
  blameFilter: violation(ReasonCode.topicFilterInvalid, 'Topic Filter'),
  blameNoLocal: violation(ReasonCode.protocolError, 'No Local on a shared subscription'),
  blameShared: violation(ReasonCode.sharedSubscriptionsNotSupported, 'shared subscription'),
  blameExpiry: violation(ReasonCode.protocolError, 'Session Expiry Interval raised from 0'),
} satisfies Record<string, Assignment>;
