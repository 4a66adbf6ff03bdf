/** The packets that a command line stands for. Each function says its grammar. */
import type {
  Auth,
  Connect,
  ConnectProperties,
  Disconnect,
  Message,
  Packet,
  Publish,
  QoS,
  Subscribe,
  Unsubscribe,
} from '../../../machines/index.ts';
import type { Words } from './words.ts';

const encoder = new TextEncoder();

export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

function orUndefined(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : bytes(text);
}

/** An object without the properties that are undefined. */
function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/**
 * CONNECT clientId=ID v=3|4|5 cleanStart=0|1 keepAlive=S user=NAME password=TEXT
 *   will=TOPIC willPayload=TEXT willQos=N willRetain=1 willDelay=S
 *   expiry=S receiveMaximum=N maximumPacketSize=N topicAliasMaximum=N method=NAME data=TEXT
 *   responseInformation noProblemInformation
 * Version 5, Clean Start 1, and the connection's name up to its dot as client identifier, unless said otherwise.
 */
export function connect(words: Words, name: string): Connect {
  const properties: ConnectProperties = defined({
    sessionExpiryInterval: words.number('expiry'),
    receiveMaximum: words.number('receiveMaximum'),
    maximumPacketSize: words.number('maximumPacketSize'),
    topicAliasMaximum: words.number('topicAliasMaximum'),
    requestResponseInformation: words.flag('responseInformation') || undefined,
    requestProblemInformation: words.flag('noProblemInformation') ? false : undefined,
    authenticationMethod: words.text('method'),
    authenticationData: orUndefined(words.text('data')),
  });
  return {
    type: 'CONNECT',
    protocolVersion: words.number('v') ?? 5,
    cleanStart: (words.number('cleanStart') ?? 1) === 1,
    clientId: words.text('clientId') ?? (name.split('.')[0] as string),
    keepAliveSeconds: words.number('keepAlive') ?? 0,
    userName: words.text('user'),
    password: orUndefined(words.text('password')),
    will: will(words),
    properties,
  };
}

function will(words: Words): Connect['will'] {
  const topicName = words.text('will');
  if (topicName === undefined) return undefined;
  return {
    message: {
      topicName,
      payload: bytes(words.text('willPayload') ?? 'gone'),
      qos: (words.number('willQos') ?? 0) as QoS,
      retain: words.number('willRetain') === 1,
      properties: undefined,
    },
    delayIntervalSeconds: words.number('willDelay') ?? 0,
  };
}

/** TOPIC|- "payload" qos=N retain expiry=S utf8 hex=BYTES; - for no topic: a message, as PUBLISH and the embedding program send it. */
export function message(words: Words): Message {
  const messageExpiryInterval = words.number('expiry');
  const payloadFormatIndicator = words.flag('utf8') ? (1 as const) : undefined;
  const hex = words.text('hex');
  const retain = words.flag('retain');
  const properties = defined({ payloadFormatIndicator, messageExpiryInterval });
  const topic = words.next('the topic');
  return {
    topicName: topic === '-' ? '' : topic,
    payload:
      hex === undefined ? bytes(words.quoted ?? '') : Uint8Array.from(Buffer.from(hex, 'hex')),
    qos: (words.number('qos') ?? 0) as QoS,
    retain,
    properties: Object.keys(properties).length === 0 ? undefined : properties,
  };
}

/** PUBLISH TOPIC "payload" qos=N id=N retain dup expiry=S alias=N identifier=N */
function publish(words: Words): Publish {
  const topicAlias = words.number('alias');
  const identifier = words.number('identifier');
  const packetId = words.number('id');
  const dup = words.flag('dup');
  const published = message(words);
  const { qos, retain } = published;
  return {
    type: 'PUBLISH',
    message: published,
    qos,
    retain,
    dup,
    packetId: qos === 0 ? 0 : (packetId ?? 1),
    ...(topicAlias !== undefined && { topicAlias }),
    ...(identifier !== undefined && { subscriptionIdentifiers: [identifier] }),
  };
}

/** SUBSCRIBE FILTER… qos=N id=N noLocal retainAsPublished retainHandling=0|1|2 identifier=N */
function subscribe(words: Words): Subscribe {
  const options = {
    qos: (words.number('qos') ?? 0) as QoS,
    noLocal: words.flag('noLocal'),
    retainAsPublished: words.flag('retainAsPublished'),
    retainHandling: (words.number('retainHandling') ?? 0) as 0 | 1 | 2,
  };
  return {
    type: 'SUBSCRIBE',
    packetId: words.number('id') ?? 1,
    subscriptions: words.plain.splice(0).map((topicFilter) => ({ topicFilter, ...options })),
    subscriptionIdentifier: words.number('identifier'),
  };
}

/** UNSUBSCRIBE FILTER… id=N */
function unsubscribe(words: Words): Unsubscribe {
  const packetId = words.number('id') ?? 1;
  return { type: 'UNSUBSCRIBE', packetId, topicFilters: words.plain.splice(0) };
}

/** DISCONNECT code=N expiry=S */
function disconnect(words: Words): Disconnect {
  const sessionExpiryInterval = words.number('expiry');
  return {
    type: 'DISCONNECT',
    reasonCode: words.number('code') ?? 0,
    ...(sessionExpiryInterval !== undefined && { properties: { sessionExpiryInterval } }),
  };
}

/** AUTH code=N method=NAME data=TEXT */
function auth(words: Words): Auth {
  return {
    type: 'AUTH',
    reasonCode: words.number('code') ?? 0x18,
    properties: defined({
      authenticationMethod: words.text('method'),
      authenticationData: orUndefined(words.text('data')),
    }),
  };
}

/** PUBACK|PUBREC|PUBREL|PUBCOMP id=N code=N */
function ack(type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP', words: Words): Packet {
  const packetId = words.number('id') ?? 1;
  return { type, packetId, reasonCode: words.number('code') ?? 0 };
}

/** The packet that a client sends, or undefined when the word is no packet's name. */
export function clientPacket(type: string, words: Words, name: string): Packet | undefined {
  switch (type) {
    case 'CONNECT':
      return connect(words, name);
    case 'PUBLISH':
      return publish(words);
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      return ack(type, words);
    case 'SUBSCRIBE':
      return subscribe(words);
    case 'UNSUBSCRIBE':
      return unsubscribe(words);
    case 'PINGREQ':
      return { type };
    case 'DISCONNECT':
      return disconnect(words);
    case 'AUTH':
      return auth(words);
    // What only a server may send, for a client that does not know.
    case 'PINGRESP':
      return { type };
    case 'CONNACK':
      return { type, sessionPresent: false, reasonCode: 0, properties: undefined };
    case 'SUBACK':
    case 'UNSUBACK':
      return { type, packetId: words.number('id') ?? 1, reasonCodes: [0] };
    default:
      return undefined;
  }
}
