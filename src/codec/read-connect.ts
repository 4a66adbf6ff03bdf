/** CONNECT from bytes (5.0 section 3.1). */
import {
  type Clause,
  type Connect,
  type Message,
  type MessageProperties,
  type QoS,
  quoted,
  ReasonCode,
  type Will,
} from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { isEmpty } from './is-empty.ts';
import { MALFORMED, MalformedError } from './malformed.ts';
import { readProperties } from './properties.ts';
import { TextField } from './text-fields.ts';

const Flag = {
  reserved: 0x01,
  cleanStart: 0x02,
  will: 0x04,
  willQos: 0x18,
  willRetain: 0x20,
  password: 0x40,
  userName: 0x80,
} as const;

const NO_CLIENT_ID = ['v3 MQTT-3.1.3-3', 'v5 MQTT-3.1.3-3'] as const;
const NO_WILL = ['v3 MQTT-3.1.2-9', 'v5 MQTT-3.1.2-9'] as const;
const NO_USER_NAME = ['v3 MQTT-3.1.2-19', 'v5 MQTT-3.1.2-17'] as const;
const NO_PASSWORD = ['v3 MQTT-3.1.2-21', 'v5 MQTT-3.1.2-19'] as const;
const UNANNOUNCED: readonly (readonly [flag: number, clauses: readonly Clause[]])[] = [
  [Flag.will, ['v3 MQTT-3.1.2-11']],
  [Flag.userName, ['v3 MQTT-3.1.2-18', 'v5 MQTT-3.1.2-16']],
  [Flag.password, ['v3 MQTT-3.1.2-20', 'v5 MQTT-3.1.2-18']],
];

/**
 * A protocol version that we cannot read comes out with nothing but its number, for the core to refuse: how the
 * rest is laid out is known only to that version. So does 3 or 4 with the bridge bit (0x80) that some brokers set.
 */
export function readConnect(cursor: Cursor): Connect {
  const name = cursor.text(TextField.protocolName);
  if (name !== 'MQTT' && name !== 'MQIsdp') throw wrongName(name);
  const version = cursor.byte();
  // A second CONNECT is a Protocol Error, for the core to see; it does not change what is spoken here.
  cursor.version ||= version;
  if (version < 3 || version > 5) return unreadable(version);
  if ((version === 3) !== (name === 'MQIsdp')) {
    throw wrongName(name, `, and Protocol Version is ${version}`);
  }
  const flags = cursor.byte();
  checkFlags(flags, version);
  const keepAliveSeconds = cursor.uint16();
  const properties = (version === 5 && readProperties(cursor, 'CONNECT')) || {};
  expectMore(cursor, 'CONNECT has no Client Identifier', NO_CLIENT_ID);
  const clientId = cursor.text(TextField.clientIdentifier);
  const will = (flags & Flag.will) !== 0 ? readWill(cursor, flags, version) : undefined;
  const userName = has(cursor, flags, Flag.userName, version) ? readUserName(cursor) : undefined;
  const password = has(cursor, flags, Flag.password, version) ? readPassword(cursor) : undefined;
  cursor.expectEnd(unannounced(flags));
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

function wrongName(name: string, more = ''): MalformedError {
  return new MalformedError(
    `Protocol Name is ${quoted(name)}${more}`,
    ['v3.1 protocol name', 'v3 MQTT-3.1.2-1', 'v5 MQTT-3.1.2-1'],
    ReasonCode.unsupportedProtocolVersion,
  );
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
  if (bit(Flag.reserved) && version !== 3) {
    throw new MalformedError('the reserved flag of CONNECT is 1', [
      'v3 MQTT-3.1.2-3',
      'v5 MQTT-3.1.2-3',
    ]);
  }
  if ((flags & Flag.willQos) === Flag.willQos) {
    throw new MalformedError('Will QoS is 3', ['v3 MQTT-3.1.2-14', 'v5 MQTT-3.1.2-12']);
  }
  if (!bit(Flag.will) && bit(Flag.willQos)) {
    const detail = `Will QoS is ${(flags & Flag.willQos) >> 3}, and Will Flag is 0`;
    throw new MalformedError(detail, ['v3 MQTT-3.1.2-11', 'v3 MQTT-3.1.2-13', 'v5 MQTT-3.1.2-11']);
  }
  if (!bit(Flag.will) && bit(Flag.willRetain)) {
    const detail = 'Will Retain is 1, and Will Flag is 0';
    throw new MalformedError(detail, ['v3 MQTT-3.1.2-11', 'v3 MQTT-3.1.2-15', 'v5 MQTT-3.1.2-13']);
  }
  if (version < 5 && bit(Flag.password) && !bit(Flag.userName)) {
    const detail = 'Password Flag is 1, and User Name Flag is 0';
    throw new MalformedError(detail, ['v3 MQTT-3.1.2-22']);
  }
}

function readWill(cursor: Cursor, flags: number, version: number): Will {
  expectMore(cursor, 'Will Flag is 1, and there is no will', NO_WILL);
  const properties = version === 5 ? readProperties(cursor, 'WILL') : undefined;
  const { willDelayInterval = 0, ...messageProperties } = properties ?? {};
  const message: Message = {
    topicName: cursor.text(TextField.willTopic),
    payload: cursor.binary(),
    qos: ((flags & Flag.willQos) >> 3) as QoS,
    retain: (flags & Flag.willRetain) !== 0,
    properties: isEmpty(messageProperties) ? undefined : (messageProperties as MessageProperties),
  };
  return { message, delayIntervalSeconds: willDelayInterval };
}

function readUserName(cursor: Cursor): string {
  expectMore(cursor, 'User Name Flag is 1, and there is no User Name', NO_USER_NAME);
  return cursor.text(TextField.userName);
}

function readPassword(cursor: Cursor): Buffer {
  expectMore(cursor, 'Password Flag is 1, and there is no Password', NO_PASSWORD);
  return cursor.binary();
}

function expectMore(cursor: Cursor, detail: string, clauses: readonly Clause[]): void {
  if (cursor.remaining === 0) throw new MalformedError(detail, clauses);
}

/** What bytes behind the last field may be: a field whose flag is 0. */
function unannounced(flags: number): readonly Clause[] {
  const broken = UNANNOUNCED.flatMap(([flag, clauses]) => ((flags & flag) === 0 ? clauses : []));
  return [...broken, ...MALFORMED];
}

/** 3.1 lets a client set the flags of user name and password and end the packet without them. */
function has(cursor: Cursor, flags: number, flag: number, version: number): boolean {
  return (flags & flag) !== 0 && !(version === 3 && cursor.remaining === 0);
}
