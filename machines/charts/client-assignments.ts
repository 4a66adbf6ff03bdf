/** The assignments of the client chart: what CONNECT asks, what CONNACK tells, and how a connection ended. */
import { ReasonCode } from '../reason-codes.ts';
import { expiryAsked } from './client-guards.ts';
import type {
  ClientContext,
  ClientEnd,
  ClientEvent,
  ClientViolation,
  ConnackEvent,
  ConnectCommand,
  DisconnectCommand,
  ServerDisconnectEvent,
} from './client-types.ts';

interface Args {
  readonly context: ClientContext;
  readonly event: ClientEvent;
}

type Assignment = (args: Args) => Partial<ClientContext>;

function end(cause: ClientEnd['cause'], reasonCode = 0, detail = ''): Assignment {
  const fixed = { end: { cause, reasonCode, detail } };
  return () => fixed;
}

function violation(reasonCode: number, detail: string): Assignment {
  return end('protocolViolation', reasonCode, detail);
}

/** What the CONNECT asks for that a command has caused. */
function prepareConnect({ context, event }: Args): Partial<ClientContext> {
  const { cleanStart, sessionExpiryIntervalSeconds } = event as ConnectCommand;
  const { settings } = context;
  return {
    cleanStart: cleanStart ?? settings.cleanStart,
    expiryAskedSeconds: sessionExpiryIntervalSeconds ?? settings.sessionExpiryIntervalSeconds,
    purging: false,
  };
}

/** What CONNACK leaves open is as CONNECT had it. The next CONNECT is as the settings have it again. */
function learnConnack({ context, event }: Args): Partial<ClientContext> {
  const { properties } = (event as ConnackEvent).packet;
  const { settings } = context;
  return {
    clientId: properties?.assignedClientIdentifier ?? context.clientId,
    keepAliveSeconds: properties?.serverKeepAlive ?? settings.keepAliveSeconds,
    sessionExpiryIntervalSeconds: properties?.sessionExpiryInterval ?? expiryAsked(context),
    maximumQos: properties?.maximumQos ?? 2,
    retainAvailable: properties?.retainAvailable ?? true,
    cleanStart: settings.cleanStart,
    attempts: 0,
  };
}

function learnDisconnect({ context, event }: Args): Partial<ClientContext> {
  const { reasonCode = 0, sessionExpiryIntervalSeconds } = event as DisconnectCommand;
  const changes = context.settings.version === 5 && sessionExpiryIntervalSeconds !== undefined;
  return {
    end: { cause: 'disconnected', reasonCode, detail: '' },
    ...(changes && { sessionExpiryIntervalSeconds }),
  };
}

function learnServerDisconnect({ event }: Args): Partial<ClientContext> {
  const { reasonCode, properties } = (event as ServerDisconnectEvent).packet;
  const detail = properties?.reasonString ?? '';
  return { end: { cause: 'serverDisconnected', reasonCode, detail } };
}

function blameRefusal({ event }: Args): Partial<ClientContext> {
  const { reasonCode, properties } = (event as ConnackEvent).packet;
  return { end: { cause: 'refused', reasonCode, detail: properties?.reasonString ?? '' } };
}

/** The next CONNECT makes the server forget it; in 3.1.1 that takes a connection of its own. */
function blameSession({ context }: Args): Partial<ClientContext> {
  return {
    end: { cause: 'sessionUnexpected', reasonCode: 0, detail: '' },
    purging: context.settings.version < 5 && !context.cleanStart,
    cleanStart: true,
  };
}

function blameViolation({ event }: Args): Partial<ClientContext> {
  const { reasonCode, detail } = event as ClientViolation;
  return { end: { cause: 'protocolViolation', reasonCode, detail } };
}

function blameNetwork({ event }: Args): Partial<ClientContext> {
  const cause = event.type === 'network.failed' ? 'networkFailed' : 'networkClosed';
  return { end: { cause, reasonCode: 0, detail: '' } };
}

export const clientAssignments = {
  prepareConnect,
  learnConnack,
  learnDisconnect,
  learnServerDisconnect,
  blameRefusal,
  blameSession,
  blameViolation,
  blameNetwork,
  countAttempt: ({ context }: Args) => ({
    attempts: Math.min(context.attempts + 1, Math.max(1, context.settings.backoffMs.length)),
  }),
  askConnect: () => ({ connectAsked: true }),
  forgetAsked: () => ({ connectAsked: false }),
  /** The server has forgotten the session; now for the connection that was wanted. */
  learnPurged: ({ context }: Args) => ({
    purging: false,
    connectAsked: true,
    cleanStart: context.settings.cleanStart,
  }),
  blameDisconnect: end('disconnected'),
  blameStop: end('stopped'),
  blameDrop: end('dropped'),
  blameOpen: end('openTimeout'),
  blameConnack: end('connackTimeout'),
  blamePingresp: end('pingrespTimeout'),
  blameClientPacket: violation(ReasonCode.protocolError, 'a packet that only a client sends'),
  blameBeforeConnack: violation(ReasonCode.protocolError, 'a packet before CONNACK'),
  blameSecondConnack: violation(ReasonCode.protocolError, 'a second CONNACK'),
  blameMethod: violation(ReasonCode.protocolError, 'another Authentication Method'),
  blameAuth: violation(ReasonCode.protocolError, 'AUTH out of place'),
  blameAnswer: violation(ReasonCode.protocolError, 'an answer to no request'),
  blameReceiveMaximum: violation(ReasonCode.receiveMaximumExceeded, 'Receive Maximum'),
  blameAlias: violation(ReasonCode.topicAliasInvalid, 'Topic Alias above our maximum'),
  blameTopicName: violation(ReasonCode.topicNameInvalid, 'Topic Name'),
} satisfies Record<string, Assignment>;
