/**
 * What exactly is wrong with a packet, where a guard of the connection chart has found that something is: in words that
 * name the field and its value, and as the statements that these break. Clients are told so, and the log.
 */
import type { BrokerOptions } from '../options.ts';
import type { Connect } from '../packets.ts';
import { quoted } from '../quoted.ts';
import { ReasonCode } from '../reason-codes.ts';
import {
  isShared,
  isSubscriptionFilter,
  isTopicFilter,
  parseShared,
  utf8Length,
} from '../topics/topic.ts';
import type {
  AuthEvent,
  ConnectEvent,
  ConnectionContext,
  ConnectionEvent,
  DisconnectEvent,
  PublishEvent,
  SubscribeEvent,
  UnsubscribeEvent,
} from './connection-types.ts';
import { type Fault, messageTopicFault, topicFilterFault } from './topic-faults.ts';

interface Args {
  readonly context: ConnectionContext;
  readonly event: ConnectionEvent;
}

const CLIENT_ID_LENGTH_MAXIMUM_OF_3_1 = 23;
const OF_3_1 = ['v3.1 client identifier length'] as const;
const REFUSED = ['v3 MQTT-3.1.3-9', 'v5 MQTT-3.1.3-8'] as const;

// CONNECT

/** Of fields that may not have such values, whatever the broker allows; undefined where there is none. */
export function connectFault(connect: Connect): Fault | undefined {
  const { properties, protocolVersion, userName, password } = connect;
  if (protocolVersion < 5) {
    if (password === undefined || userName !== undefined) return undefined;
    return { detail: 'Password without a User Name', clauses: ['v3 MQTT-3.1.2-22'] };
  }
  if (properties.receiveMaximum === 0) {
    return { detail: 'Receive Maximum is 0', clauses: ['v5 3.1.2.11.3 receive maximum 0'] };
  }
  if (properties.maximumPacketSize === 0) {
    return { detail: 'Maximum Packet Size is 0', clauses: ['v5 3.1.2.11.4 maximum packet size 0'] };
  }
  if (properties.authenticationData === undefined) return undefined;
  if (properties.authenticationMethod !== undefined) return undefined;
  const detail = 'Authentication Data without an Authentication Method';
  return { detail, clauses: ['v5 3.1.2.11.10 data without method'] };
}

/** Why a Client Identifier is refused; undefined when it is not. */
export function clientIdFault(connect: Connect, options: BrokerOptions): Fault | undefined {
  const { protocolVersion, clientId, cleanStart } = connect;
  const isOf31 = protocolVersion === 3;
  const { length } = clientId;
  const maximum = isOf31
    ? Math.min(CLIENT_ID_LENGTH_MAXIMUM_OF_3_1, options.clientIdLengthMaximum)
    : options.clientIdLengthMaximum;
  if (length > maximum) {
    const detail = `Client Identifier ${quoted(clientId)} has ${length} characters, and ${maximum} are allowed`;
    return { detail, clauses: isOf31 ? OF_3_1 : REFUSED };
  }
  if (clientId !== '') return undefined;
  if (isOf31) return { detail: 'Client Identifier is empty', clauses: OF_3_1 };
  if (!options.emptyClientIdAllowed) {
    return { detail: 'Client Identifier is empty, and none is assigned', clauses: REFUSED };
  }
  if (protocolVersion === 5 || cleanStart) return undefined;
  const detail = 'Client Identifier is empty, and Clean Session is 0';
  return { detail, clauses: ['v3 MQTT-3.1.3-8'] };
}

export function versionFault({ context, event }: Args): Fault {
  const { protocolVersion } = (event as ConnectEvent).packet;
  const accepted = context.options.protocolVersions.join(', ');
  return { detail: `Protocol Version is ${protocolVersion}, and this broker speaks ${accepted}` };
}

export function connectFieldsFault({ event }: Args): Fault {
  return connectFault((event as ConnectEvent).packet) ?? { detail: 'fields of CONNECT' };
}

export function refusedClientIdFault({ context, event }: Args): Fault {
  const { packet } = event as ConnectEvent;
  return clientIdFault(packet, context.options) ?? { detail: 'Client Identifier' };
}

export function willTopicFault({ event }: Args): Fault {
  const message = (event as ConnectEvent).packet.will?.message;
  return messageTopicFault(
    'Will Topic',
    message?.topicName ?? '',
    message?.properties?.responseTopic,
  );
}

export function willReservedFault({ event }: Args): Fault {
  const topicName = (event as ConnectEvent).packet.will?.message.topicName ?? '';
  return { detail: `Will Topic ${quoted(topicName)} is reserved for the broker` };
}

export function methodFault({ event }: Args): Fault {
  const method = (event as ConnectEvent).packet.properties.authenticationMethod ?? '';
  return { detail: `Authentication Method ${quoted(method)} is not supported` };
}

export function overloadFault({ context, event }: Args): Fault {
  const { connectionsMaximum, connectsPerSecondMaximum, sessionsMaximum } = context.options;
  switch ((event as ConnectEvent).overload) {
    case 'connectsPerSecond':
      return { detail: `more than ${connectsPerSecondMaximum} CONNECT packets in a second` };
    case 'sessions':
      return { detail: `more than ${sessionsMaximum} sessions` };
    default:
      return { detail: `more than ${connectionsMaximum} connections` };
  }
}

// Packets out of place

export function beforeConnectFault({ event }: Args): Fault {
  return { detail: `${event.type} before CONNECT` };
}

export function serverPacketFault({ event }: Args): Fault {
  return { detail: `${event.type}, which only a server sends` };
}

export function beforeAuthFault({ event }: Args): Fault {
  return { detail: `${event.type} before CONNACK, where only AUTH and DISCONNECT may stand` };
}

export function holdFault({ context }: Args): Fault {
  const { heldPacketsMaximum, heldBytesMaximum } = context.options;
  const most = `${heldPacketsMaximum} packets or ${heldBytesMaximum} bytes`;
  return { detail: `more than ${most} wait for an answer to one before them` };
}

/** AUTH where none is awaited. */
export function authUnaskedFault({ context }: Args): Fault {
  if (context.authenticationMethod !== undefined) {
    return { detail: 'AUTH out of turn', clauses: ['v5 4.13.1 protocol error'] };
  }
  return NO_METHOD_IN_CONNECT;
}

const NO_METHOD_IN_CONNECT: Fault = {
  detail: 'AUTH, and CONNECT had no Authentication Method',
  clauses: ['v5 MQTT-4.12.0-7'],
};

/** AUTH that is to go on with the exchange. */
export function authContinuationFault(args: Args): Fault {
  const found = authMethodFault(args);
  if (found !== undefined) return found;
  const { reasonCode } = (args.event as AuthEvent).packet;
  const detail = `Reason Code of AUTH is ${hex(reasonCode)}, and ${hex(ReasonCode.continueAuthentication)} is due`;
  return { detail, clauses: ['v5 MQTT-4.12.0-3'] };
}

/** AUTH that is to begin a re-authentication. */
export function reauthenticationFault(args: Args): Fault {
  if (args.context.authenticationMethod === undefined) return NO_METHOD_IN_CONNECT;
  const found = authMethodFault(args);
  if (found !== undefined) return found;
  const { reasonCode } = (args.event as AuthEvent).packet;
  const detail = `Reason Code of AUTH is ${hex(reasonCode)}, and ${hex(ReasonCode.reAuthenticate)} begins a re-authentication`;
  return { detail, clauses: ['v5 MQTT-4.12.1-1'] };
}

function authMethodFault({ context, event }: Args): Fault | undefined {
  const { authenticationMethod: method } = (event as AuthEvent).packet.properties;
  if (method === context.authenticationMethod) return undefined;
  if (method === undefined) {
    const clauses = ['v5 3.15.2.2.2 no authentication method'] as const;
    return { detail: 'AUTH without an Authentication Method', clauses };
  }
  const first = quoted(context.authenticationMethod ?? '');
  const detail = `Authentication Method is ${quoted(method)}, and CONNECT had ${first}`;
  return { detail, clauses: ['v5 MQTT-4.12.0-5', 'v5 MQTT-4.12.1-1'] };
}

// PUBLISH

export function aliasFault({ context, event }: Args): Fault {
  const { topicAlias = 0 } = (event as PublishEvent).packet;
  const { topicAliasMaximum } = context.options;
  if (topicAlias === 0) {
    const clauses = ['v5 MQTT-3.3.2-8', 'v5 3.3.2.3.4 alias 0'] as const;
    return { detail: 'Topic Alias is 0', clauses };
  }
  const maximum = topicAliasMaximum === 0 ? 'v5 MQTT-3.2.2-18' : 'v5 MQTT-3.2.2-17';
  return {
    detail: `Topic Alias ${topicAlias} is above the maximum ${topicAliasMaximum}`,
    clauses: ['v5 MQTT-3.3.2-9', maximum, 'v5 3.3.2.3.4 alias 0'],
  };
}

export function noTopicFault({ event }: Args): Fault {
  const { topicAlias } = (event as PublishEvent).packet;
  if (topicAlias === undefined) {
    const clauses = ['v3 MQTT-4.7.3-1', 'v5 MQTT-4.7.3-1', 'v5 3.3.2.1 no topic'] as const;
    return { detail: 'Topic Name is empty', clauses };
  }
  return {
    detail: `Topic Name is empty, and Topic Alias ${topicAlias} stands for none`,
    clauses: ['v5 3.3.4 unknown alias'],
  };
}

export function topicNameFault({ event }: Args): Fault {
  const { topicName, properties } = (event as PublishEvent).packet.message;
  return messageTopicFault('Topic Name', topicName, properties?.responseTopic);
}

export function topicLimitsFault({ context, event }: Args): Fault {
  const { topicName } = (event as PublishEvent).packet.message;
  return { detail: beyondLimits('Topic Name', topicName, context.options) };
}

/** Which limit of ours a topic is beyond. */
function beyondLimits(field: string, topic: string, options: BrokerOptions): string {
  const bytes = utf8Length(topic);
  if (bytes > options.topicLengthMaximumBytes) {
    return `${field} of ${bytes} bytes, and ${options.topicLengthMaximumBytes} are allowed`;
  }
  const levels = topic.split('/').length;
  return `${field} ${quoted(topic)} has ${levels} levels, and ${options.topicLevelsMaximum} are allowed`;
}

export function subscriptionIdentifierFault({ event }: Args): Fault {
  const identifiers = (event as PublishEvent).packet.subscriptionIdentifiers?.join(', ');
  return { detail: `Subscription Identifier ${identifiers} in PUBLISH` };
}

export function receiveMaximumFault({ context, event }: Args): Fault {
  const { receiveMaximum } = context.options;
  const { packetId } = (event as PublishEvent).packet;
  return {
    detail: `Packet Identifier ${packetId} is one more than the Receive Maximum ${receiveMaximum}`,
  };
}

// SUBSCRIBE and UNSUBSCRIBE

export function subscribedFilterFault({ context, event }: Args): Fault {
  const filters = (event as SubscribeEvent).packet.subscriptions.map((each) => each.topicFilter);
  const mayShare = context.version === 5;
  const isValid = mayShare ? isSubscriptionFilter : isTopicFilter;
  return topicFilterFault(filters.find((filter) => !isValid(filter)) ?? '', mayShare);
}

export function unsubscribedFilterFault({ event }: Args): Fault {
  const { topicFilters } = (event as UnsubscribeEvent).packet;
  return topicFilterFault(topicFilters.find((filter) => !isTopicFilter(filter)) ?? '', false);
}

export function noLocalFault({ event }: Args): Fault {
  const { subscriptions } = (event as SubscribeEvent).packet;
  const found = subscriptions.find(
    ({ noLocal, topicFilter }) => noLocal && parseShared(topicFilter) !== undefined,
  );
  return { detail: `No Local is 1 on the shared subscription ${quoted(found?.topicFilter ?? '')}` };
}

export function sharedFault({ event }: Args): Fault {
  const { subscriptions } = (event as SubscribeEvent).packet;
  const found = subscriptions.find(({ topicFilter }) => isShared(topicFilter));
  return {
    detail: `${quoted(found?.topicFilter ?? '')} is a shared subscription, and there are none`,
  };
}

// DISCONNECT, and what we would have to answer

export function expiryFault({ event }: Args): Fault {
  const expiry = (event as DisconnectEvent).packet.properties?.sessionExpiryInterval;
  return { detail: `Session Expiry Interval is ${expiry}, and was 0 in CONNECT` };
}

export function answerTooLargeFault({ event }: Args): Fault {
  const { answerTooLarge } = event as ConnectEvent;
  const { packet, bytes, maximumBytes } = answerTooLarge ?? {
    packet: '',
    bytes: 0,
    maximumBytes: 0,
  };
  return { detail: `${packet} of ${bytes} bytes, and Maximum Packet Size is ${maximumBytes}` };
}

function hex(code: number): string {
  return `0x${code.toString(16).padStart(2, '0')}`;
}
