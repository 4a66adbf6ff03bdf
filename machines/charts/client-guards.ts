/** The guards of the client chart. */
import { NEVER_EXPIRES_SECONDS } from '../options.ts';
import { ReasonCode } from '../reason-codes.ts';
import { isTopicName, parseShared } from '../topics/topic.ts';
import type {
  ClientContext,
  ClientEvent,
  ConnackEvent,
  DisconnectCommand,
  PublishCommand,
  PublishDue,
  ServerAuthEvent,
  ServerPublishEvent,
  SubscribeCommand,
  UnsubscribeCommand,
} from './client-types.ts';

interface Args {
  readonly context: ClientContext;
  readonly event: ClientEvent;
}

/** Without a client identifier 3.x has no session to come back to (v3 MQTT-3.1.3-7). */
export function startsClean({ settings, clientId, cleanStart }: ClientContext): boolean {
  return cleanStart || (settings.version < 5 && clientId === '');
}

/** What CONNECT asks for, in 5.0's terms: Clean Session of 3.x says both how to start and what is kept. */
export function expiryAsked(context: ClientContext): number {
  if (context.settings.version === 5) return context.expiryAskedSeconds;
  return startsClean(context) ? 0 : NEVER_EXPIRES_SECONDS;
}

function isSubscribeInvalid({ subscriptions }: SubscribeCommand): boolean {
  return (
    subscriptions.length === 0 ||
    subscriptions.some(({ topicFilter, noLocal }) => {
      return topicFilter === '' || (noLocal && parseShared(topicFilter) !== undefined);
    })
  );
}

export const clientGuards = {
  // What the program asks for.
  isTopicNameInvalid: ({ event }: Args) =>
    !isTopicName((event as PublishCommand).message.topicName),
  isSubscribeInvalid: ({ event }: Args) => isSubscribeInvalid(event as SubscribeCommand),
  isUnsubscribeInvalid: ({ event }: Args) => {
    const { topicFilters } = event as UnsubscribeCommand;
    return topicFilters.length === 0 || topicFilters.includes('');
  },
  isExpiryRaisedFromZero: ({ context, event }: Args) =>
    expiryAsked(context) === 0 &&
    ((event as DisconnectCommand).sessionExpiryIntervalSeconds ?? 0) !== 0,
  hasNoMethod: ({ context }: Args) => context.settings.authenticationMethod === undefined,

  // What waits to be sent.
  isQosUnsupported: ({ context, event }: Args) => (event as PublishDue).qos > context.maximumQos,
  isRetainUnsupported: ({ context, event }: Args) =>
    (event as PublishDue).retain && !context.retainAvailable,
  isQos0: ({ event }: Args) => (event as PublishDue).qos === 0,
  maySend: ({ event }: Args) => (event as PublishDue).maySend,

  // CONNECT and its answer.
  startsClean: ({ context }: Args) => startsClean(context),
  isRefused: ({ event }: Args) => (event as ConnackEvent).packet.reasonCode !== 0,
  isMethodDifferent: ({ context, event }: Args) =>
    (event as ConnackEvent).packet.properties?.authenticationMethod !==
    context.settings.authenticationMethod,
  isSessionUnexpected: ({ event }: Args) =>
    (event as ConnackEvent).packet.sessionPresent && !(event as ConnackEvent).hasSession,
  isPurging: ({ context }: Args) => context.purging,
  // 3.1 has no Session Present: there the client has to trust that both sides remember the same.
  isSessionLost: ({ context, event }: Args) =>
    context.settings.version !== 3 &&
    !(event as ConnackEvent).packet.sessionPresent &&
    (event as ConnackEvent).hasSession,
  hasSession: ({ event }: Args) => (event as ConnackEvent).hasSession,

  // What comes from the server.
  isReceiveMaximumExceeded: ({ event }: Args) =>
    !(event as ServerPublishEvent).withinReceiveMaximum,
  // We announce a Topic Alias Maximum of 0 by leaving it out.
  hasTopicAlias: ({ event }: Args) => (event as ServerPublishEvent).packet.topicAlias !== undefined,
  isServerTopicInvalid: ({ event }: Args) =>
    !isTopicName((event as ServerPublishEvent).packet.message.topicName),
  isNoAnswer: ({ event }: Args) => !(event as ServerPublishEvent).isAnswer,
  isVersion3: ({ context }: Args) => context.settings.version < 5,
  isAuthUnexpected: ({ context, event }: Args) => {
    const { properties } = (event as ServerAuthEvent).packet;
    const { version, authenticationMethod: method } = context.settings;
    return version < 5 || method === undefined || properties.authenticationMethod !== method;
  },
  isAuthContinued: ({ event }: Args) =>
    (event as ServerAuthEvent).packet.reasonCode === ReasonCode.continueAuthentication,
  isAuthSuccess: ({ event }: Args) =>
    (event as ServerAuthEvent).packet.reasonCode === ReasonCode.success,

  // When a connection has ended.
  endsWithConnection: ({ context }: Args) => context.sessionExpiryIntervalSeconds === 0,
  isStopped: ({ context }: Args) => context.end.cause === 'stopped',
  isConnectAsked: ({ context }: Args) => context.connectAsked,
  mayReconnect: ({ context: { settings, end } }: Args) => {
    if (settings.reconnect === 'never' || end.cause === 'disconnected') return false;
    const takenOver =
      end.cause === 'serverDisconnected' && end.reasonCode === ReasonCode.sessionTakenOver;
    return settings.reconnect === 'always' || !takenOver;
  },

  hasKeepAlive: ({ context }: Args) => context.keepAliveSeconds > 0,
  isPingreq: ({ event }: Args) => (event as { readonly pingreq: boolean }).pingreq,
};
