/** The input that would bring an event about, for asking what a broker would do with it. */
import type {
  ConnectionId,
  Input,
  Message,
  Packet,
  ProtocolVersion,
  QoS,
  SubscriptionRequest,
} from '../../machines/index.ts';
import { utf8 } from '../scenario/steps.ts';
import type { Facts } from './facts.ts';

type Untimed<I> = I extends unknown ? Omit<I, 'nowMs'> : never;

/** @returns undefined for an event that no single input brings about */
export function inputFor(facts: Facts, connection: ConnectionId): Untimed<Input> | undefined {
  switch (facts.event) {
    case 'malformed': {
      const reasonCode = facts.number('reasonCode', 0x81);
      return { type: 'malformed', connection, reasonCode, detail: facts.text('detail', '') };
    }
    case 'network.congested':
      return { type: 'congested', connection };
    case 'network.writable':
      return { type: 'writable', connection };
    case 'network.closed':
      return { type: 'closed', connection, error: facts.text('error', '') };
    case 'authorization.answered':
      return { type: 'authorized', connection, allowed: [facts.flag('allowed', true)] };
    case 'authentication.accepted':
      return { type: 'authenticated', connection, outcome: { kind: 'accepted' } };
    case 'authentication.continued':
      return { type: 'authenticated', connection, outcome: { kind: 'continued' } };
    case 'authentication.refused': {
      const reasonCode = facts.number('reasonCode', 0x87);
      return { type: 'authenticated', connection, outcome: { kind: 'refused', reasonCode } };
    }
    case 'deliver':
      return { type: 'command', command: { type: 'publish', message: messageFrom(facts) } };
    default: {
      const packet = packetFrom(facts);
      return packet && { type: 'received', connection, packet };
    }
  }
}

function messageFrom(facts: Facts): Message {
  return {
    topicName: facts.text('topic', 'some/topic'),
    payload: utf8(facts.text('payload', 'x')),
    qos: facts.number('qos', 0) as QoS,
    retain: facts.flag('retain', false),
    properties: undefined,
  };
}

/** A packet as a client could send it; undefined for what is no packet. */
function packetFrom(facts: Facts): Packet | undefined {
  const { event: type } = facts;
  switch (type) {
    case 'CONNECT':
      return connectFrom(facts);
    case 'PUBLISH':
      return publishFrom(facts);
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      return { type, packetId: facts.number('id', 1), reasonCode: facts.number('reasonCode', 0) };
    case 'SUBSCRIBE':
      return {
        type,
        packetId: facts.number('id', 1),
        subscriptions: [requestFrom(facts)],
        subscriptionIdentifier: undefined,
      };
    case 'UNSUBSCRIBE': {
      const topicFilters = [facts.text('filter', 'some/#')];
      return { type, packetId: facts.number('id', 1), topicFilters };
    }
    case 'DISCONNECT': {
      const sessionExpiryInterval = facts.number('expiry', 0);
      const properties = facts.has('expiry') && { properties: { sessionExpiryInterval } };
      return { type, reasonCode: facts.number('reasonCode', 0), ...properties };
    }
    case 'AUTH': {
      const method = facts.text('method', '');
      const properties = method === '' ? {} : { authenticationMethod: method };
      return { type, reasonCode: facts.number('reasonCode', 0x18), properties };
    }
    case 'PINGREQ':
    case 'PINGRESP':
      return { type };
    case 'CONNACK':
      return { type, sessionPresent: false, reasonCode: 0, properties: undefined };
    case 'SUBACK':
    case 'UNSUBACK':
      return { type, packetId: facts.number('id', 1), reasonCodes: [] };
    default:
      return undefined;
  }
}

function publishFrom(facts: Facts): Packet {
  const message = messageFrom(facts);
  const { qos, retain } = message;
  const topicAlias = facts.number('alias', 0);
  const hasAlias = facts.has('alias');
  const packetId = facts.number('id', qos === 0 ? 0 : 65_535);
  const dup = facts.flag('dup', false);
  return { type: 'PUBLISH', message, qos, retain, dup, packetId, ...(hasAlias && { topicAlias }) };
}

function requestFrom(facts: Facts): SubscriptionRequest {
  return {
    topicFilter: facts.text('filter', 'some/#'),
    qos: facts.number('qos', 0) as QoS,
    noLocal: facts.flag('noLocal', false),
    retainAsPublished: facts.flag('retainAsPublished', false),
    retainHandling: 0,
  };
}

function connectFrom(facts: Facts): Packet {
  const sessionExpiryInterval = facts.number('expiry', 0);
  const topic = facts.text('will', '');
  const message = { topicName: topic, payload: utf8('x'), qos: 0, retain: false } as const;
  return {
    type: 'CONNECT',
    protocolVersion: facts.number('version', 5) as ProtocolVersion,
    cleanStart: facts.flag('cleanStart', false),
    clientId: facts.text('clientId', 'someone'),
    keepAliveSeconds: facts.number('keepAlive', 0),
    userName: undefined,
    password: undefined,
    will:
      topic === ''
        ? undefined
        : { message: { ...message, properties: undefined }, delayIntervalSeconds: 0 },
    properties: facts.has('expiry') ? { sessionExpiryInterval } : {},
  };
}
