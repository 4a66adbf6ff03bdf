/** The guards of the connection chart: what of a packet the standard forbids, or a limit of ours does. */
import { type BrokerOptions, NEVER_EXPIRES_SECONDS } from '../options.ts';
import type { Connect, Message } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import {
  isReservedTopic,
  isShared,
  isSubscriptionFilter,
  isTopicFilter,
  isTopicName,
  parseShared,
  utf8Length,
} from '../topics/topic.ts';
import { isUtf8 } from '../topics/utf8.ts';
import { clientIdFault, connectFault } from './connection-faults.ts';
import type {
  AuthEvent,
  ConnectEvent,
  ConnectionContext,
  ConnectionEvent,
  DisconnectEvent,
  NetworkClosed,
  PublishEvent,
  SubscribeEvent,
  UnsubscribeEvent,
} from './connection-types.ts';

interface Args {
  readonly context: ConnectionContext;
  readonly event: ConnectionEvent;
}

/** Session Expiry Interval that a CONNECT asks for, in any version, as the operator's maximum allows. */
export function sessionExpiryInterval(connect: Connect, maximumSeconds: number): number {
  const asked =
    connect.protocolVersion === 5
      ? (connect.properties.sessionExpiryInterval ?? 0)
      : connect.cleanStart
        ? 0
        : NEVER_EXPIRES_SECONDS;
  return Math.min(asked, maximumSeconds);
}

/** Keep Alive that holds for the connection, in seconds: the client's, or a Server Keep Alive in its place. */
export function keepAlive(connect: Connect, maximumSeconds: number): number {
  const asked = connect.keepAliveSeconds;
  // Only 5.0 can be told. A 3.x client that asks for more than the maximum is served as it asks.
  if (maximumSeconds === 0 || connect.protocolVersion < 5) return asked;
  return asked === 0 || asked > maximumSeconds ? maximumSeconds : asked;
}

/** A Response Topic is a topic name too: the answer is published to it (v5 MQTT-3.3.2-14). */
function hasValidTopics({ topicName, properties }: Message): boolean {
  const responseTopic = properties?.responseTopic;
  return isTopicName(topicName) && (responseTopic === undefined || isTopicName(responseTopic));
}

/** It says that it is UTF-8 (Payload Format Indicator 1), and is not. */
export function isPayloadInvalid(
  { properties, payload }: Message,
  { payloadFormatChecked }: BrokerOptions,
): boolean {
  return payloadFormatChecked && properties?.payloadFormatIndicator === 1 && !isUtf8(payload);
}

/** Which limit of ours a topic is beyond; ours may be lower than the standard's. */
export function topicLimitBeyond(
  topic: string,
  { topicLevelsMaximum, topicLengthMaximumBytes }: BrokerOptions,
): 'topicLengthMaximumBytes' | 'topicLevelsMaximum' | undefined {
  // A code unit takes three bytes at most, so most topics need not be counted.
  const mayBeTooLong = topic.length * 3 > topicLengthMaximumBytes;
  if (mayBeTooLong && utf8Length(topic) > topicLengthMaximumBytes) return 'topicLengthMaximumBytes';
  let levels = 1;
  for (let at = topic.indexOf('/'); at >= 0; at = topic.indexOf('/', at + 1)) levels += 1;
  return levels > topicLevelsMaximum ? 'topicLevelsMaximum' : undefined;
}

export const connectionGuards = {
  isVersionUnsupported: ({ context, event }: Args) =>
    !(context.options.protocolVersions as readonly number[]).includes(
      (event as ConnectEvent).packet.protocolVersion,
    ),
  isOverloaded: ({ event }: Args) => (event as ConnectEvent).overload !== undefined,
  isConnectErroneous: ({ event }: Args) =>
    connectFault((event as ConnectEvent).packet) !== undefined,
  isClientIdRefused: ({ context, event }: Args) =>
    clientIdFault((event as ConnectEvent).packet, context.options) !== undefined,
  isWillTopicInvalid: ({ event }: Args) => {
    const { will } = (event as ConnectEvent).packet;
    return will !== undefined && !hasValidTopics(will.message);
  },
  isWillTopicReserved: ({ context, event }: Args) => {
    const { will } = (event as ConnectEvent).packet;
    if (will === undefined || !context.options.sysTopicsReserved) return false;
    return isReservedTopic(will.message.topicName);
  },
  isWillPayloadInvalid: ({ context, event }: Args) => {
    const { will } = (event as ConnectEvent).packet;
    return will !== undefined && isPayloadInvalid(will.message, context.options);
  },
  isAuthenticationMethodUnsupported: ({ context, event }: Args) => {
    const method = (event as ConnectEvent).packet.properties.authenticationMethod;
    return method !== undefined && !context.options.authenticationMethods.includes(method);
  },
  /** CONNACK, SUBACK, UNSUBACK or AUTH, as the event leads to. */
  isAnswerTooLarge: ({ event }: Args) => (event as ConnectEvent).answerTooLarge !== undefined,
  hasAuthenticationMethod: ({ event }: Args) =>
    (event as ConnectEvent).packet.properties.authenticationMethod !== undefined,
  needsAuthentication: ({ context }: Args) => context.options.authentication,

  isHoldFull: ({ event }: Args) => (event as PublishEvent).isHoldFull,
  isTopicAliasInvalid: ({ context, event }: Args) => {
    const { topicAlias } = (event as PublishEvent).packet;
    if (topicAlias === undefined) return false;
    return topicAlias === 0 || topicAlias > context.options.topicAliasMaximum;
  },
  /** Nor has an alias stood for it. */
  hasNoTopic: ({ event }: Args) => (event as PublishEvent).packet.message.topicName === '',
  isTopicNameInvalid: ({ event }: Args) => !hasValidTopics((event as PublishEvent).packet.message),
  isTopicBeyondLimits: ({ context, event }: Args) =>
    topicLimitBeyond((event as PublishEvent).packet.message.topicName, context.options) !==
    undefined,
  hasSubscriptionIdentifier: ({ event }: Args) =>
    (event as PublishEvent).packet.subscriptionIdentifiers !== undefined,
  isReceiveMaximumExceeded: ({ context, event }: Args) =>
    context.version === 5 && !(event as PublishEvent).withinReceiveMaximum,
  isTopicReserved: ({ context, event }: Args) =>
    context.options.sysTopicsReserved &&
    isReservedTopic((event as PublishEvent).packet.message.topicName),
  needsAuthorization: ({ context }: Args) => context.options.authorization,

  isNothingSubscribed: ({ event }: Args) =>
    (event as SubscribeEvent).packet.subscriptions.length === 0,
  isFilterInvalid: ({ context, event }: Args) => {
    // 3.x has no shared subscriptions: what looks like one is a filter like any other.
    const isValid = context.version === 5 ? isSubscriptionFilter : isTopicFilter;
    return !(event as SubscribeEvent).packet.subscriptions.every((s) => isValid(s.topicFilter));
  },
  isNoLocalShared: ({ event }: Args) =>
    (event as SubscribeEvent).packet.subscriptions.some(
      (s) => s.noLocal && parseShared(s.topicFilter) !== undefined,
    ),
  isSharedUnavailable: ({ context, event }: Args) =>
    context.version === 5 &&
    !context.options.sharedSubscriptions &&
    (event as SubscribeEvent).packet.subscriptions.some((s) => isShared(s.topicFilter)),
  isNothingUnsubscribed: ({ event }: Args) =>
    (event as UnsubscribeEvent).packet.topicFilters.length === 0,
  isFilterToRemoveInvalid: ({ event }: Args) =>
    !(event as UnsubscribeEvent).packet.topicFilters.every(isTopicFilter),

  isExpiryRaisedFromZero: ({ context, event }: Args) =>
    context.sessionExpiryAskedSeconds === 0 &&
    ((event as DisconnectEvent).packet.properties?.sessionExpiryInterval ?? 0) !== 0,

  isAuthUnexpected: ({ context, event }: Args) =>
    context.authenticationMethod === undefined ||
    (event as AuthEvent).packet.properties.authenticationMethod !== context.authenticationMethod,
  isAuthNoContinuation: ({ context, event }: Args) =>
    (event as AuthEvent).packet.properties.authenticationMethod !== context.authenticationMethod ||
    (event as AuthEvent).packet.reasonCode !== ReasonCode.continueAuthentication,
  isAuthNoReauthentication: ({ event }: Args) =>
    (event as AuthEvent).packet.reasonCode !== ReasonCode.reAuthenticate,

  isAuthorizing: ({ event }: Args) => (event as NetworkClosed).isAuthorizing,
  hasKeepAlive: ({ context }: Args) => context.keepAliveSeconds > 0,
};
