/** CONNECT from bytes (5.0 section 3.1). */
import {
  type Connect,
  type Message,
  type MessageProperties,
  type QoS,
  ReasonCode,
  type Will,
} from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { isEmpty } from './is-empty.ts';
import { MalformedError } from './malformed.ts';
import { readProperties } from './properties.ts';

const Flag = {
  reserved: 0x01,
  cleanStart: 0x02,
  will: 0x04,
  willQos: 0x18,
  willRetain: 0x20,
  password: 0x40,
  userName: 0x80,
} as const;

/**
 * A protocol version that we cannot read comes out with nothing but its number, for the core to refuse: how the
 * rest is laid out is known only to that version. So does 3 or 4 with the bridge bit (0x80) that some brokers set.
 */
export function readConnect(cursor: Cursor): Connect {
  const name = cursor.text();
  if (name !== 'MQTT' && name !== 'MQIsdp') throw wrongName();
  const version = cursor.byte();
  if (version < 3 || version > 5) return unreadable(version);
  if ((version === 3) !== (name === 'MQIsdp')) throw wrongName();
  const flags = cursor.byte();
  checkFlags(flags, version);
  const keepAliveSeconds = cursor.uint16();
  const properties = (version === 5 && readProperties(cursor, 'CONNECT')) || {};
  const clientId = cursor.text();
  const will = (flags & Flag.will) !== 0 ? readWill(cursor, flags, version) : undefined;
  const userName = has(cursor, flags, Flag.userName, version) ? cursor.text() : undefined;
  const password = has(cursor, flags, Flag.password, version) ? cursor.binary() : undefined;
  cursor.expectEnd();
  return {
    type: 'CONNECT',
    protocolVersion: version,
    cleanStart: (flags & Flag.cleanStart) !== 0,
    clientId,
    keepAliveSeconds,
    userName,
    password,
    will,
    properties,
  };
}

function wrongName(): MalformedError {
  return new MalformedError('protocol name', ReasonCode.unsupportedProtocolVersion);
}

function unreadable(protocolVersion: number): Connect {
  return {
    type: 'CONNECT',
    protocolVersion,
    cleanStart: true,
    clientId: '',
    keepAliveSeconds: 0,
    userName: undefined,
    password: undefined,
    will: undefined,
    properties: {},
  };
}

function checkFlags(flags: number, version: number): void {
  const bit = (flag: number) => (flags & flag) !== 0;
  // In 3.1 bit 0 is merely unused.
  if (bit(Flag.reserved) && version !== 3) throw new MalformedError('reserved flag of CONNECT');
  if ((flags & Flag.willQos) === Flag.willQos) throw new MalformedError('Will QoS 3');
  if (!bit(Flag.will) && (bit(Flag.willQos) || bit(Flag.willRetain))) {
    throw new MalformedError('Will QoS or Will Retain without a Will');
  }
  if (version < 5 && bit(Flag.password) && !bit(Flag.userName)) {
    throw new MalformedError('a password without a user name');
  }
}

function readWill(cursor: Cursor, flags: number, version: number): Will {
  const properties = version === 5 ? readProperties(cursor, 'WILL') : undefined;
  const { willDelayInterval = 0, ...messageProperties } = properties ?? {};
  const message: Message = {
    topicName: cursor.text(),
    payload: cursor.binary(),
    qos: ((flags & Flag.willQos) >> 3) as QoS,
    retain: (flags & Flag.willRetain) !== 0,
    properties: isEmpty(messageProperties) ? undefined : (messageProperties as MessageProperties),
  };
  return { message, delayIntervalSeconds: willDelayInterval };
}

/** 3.1 lets a client set the flags of user name and password and end the packet without them. */
function has(cursor: Cursor, flags: number, flag: number, version: number): boolean {
  return (flags & flag) !== 0 && !(version === 3 && cursor.remaining === 0);
}
