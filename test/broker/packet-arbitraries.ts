/** Random packets that a well-behaved client, or our broker, can send in a protocol version. */
import fc from 'fast-check';
import type { Message, Packet, ProtocolVersion, QoS } from '../../machines/index.ts';

export const versions = fc.constantFrom<ProtocolVersion>(3, 4, 5);

const qos = fc.constantFrom<QoS>(0, 1, 2);
const packetId = fc.integer({ min: 1, max: 0xffff });
const uint16 = fc.integer({ min: 0, max: 0xffff });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
/** Well-formed UTF-8 without U+0000, of any script. */
const text = fc
  .string({ unit: 'binary', maxLength: 60 })
  .map((value) => Buffer.from(value.replaceAll('\0', '')).toString());
const name = text.filter((value) => value !== '');
const bytes = fc.uint8Array({ maxLength: 100 }).map((value) => Buffer.from(value));
const receipts = fc.constantFrom(0x00, 0x10, 0x80, 0x83, 0x87, 0x97);
const replies = fc.constantFrom(0x00, 0x92);

/** Few names, so that one comes back with others between; `__proto__` is a name like any other. */
const userProperties = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', '7', '__proto__', 'é'), text) as fc.Arbitrary<
    [string, string]
  >,
  { minLength: 1, maxLength: 6 },
);

/** Any of the keys, none of them undefined. */
function some<T extends object>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(model, { requiredKeys: [] });
}

const messageProperties = some({
  payloadFormatIndicator: fc.constantFrom<0 | 1>(0, 1),
  messageExpiryInterval: uint32,
  responseTopic: name,
  correlationData: bytes,
  contentType: text,
  userProperties,
});

function orUndefined<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function message(version: ProtocolVersion): fc.Arbitrary<Message> {
  return fc.record({
    topicName: name,
    payload: fc.oneof({ weight: 9, arbitrary: bytes }, { weight: 1, arbitrary: largePayload }),
    qos,
    retain: fc.boolean(),
    properties: version === 5 ? messageProperties.map(orUndefined) : fc.constant(undefined),
  });
}

const largePayload = fc.integer({ min: 4_000, max: 5_000 }).map((size) => Buffer.alloc(size, size));

function publish(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const extra = some({
    topicAlias: fc.integer({ min: 1, max: 0xffff }),
    subscriptionIdentifiers: fc.array(fc.integer({ min: 1, max: 268_435_455 }), {
      minLength: 1,
      maxLength: 3,
    }),
  });
  return fc
    .tuple(message(version), packetId, fc.boolean(), version === 5 ? extra : fc.constant({}))
    .map(([message, packetId, dup, more]) => ({
      type: 'PUBLISH',
      message,
      qos: message.qos,
      retain: message.retain,
      dup: dup && message.qos > 0,
      packetId: message.qos > 0 ? packetId : 0,
      ...more,
    }));
}

function connect(protocolVersion: ProtocolVersion): fc.Arbitrary<Packet> {
  const is5 = protocolVersion === 5;
  const connectProperties = some({
    sessionExpiryInterval: uint32,
    receiveMaximum: uint16,
    maximumPacketSize: uint32,
    topicAliasMaximum: uint16,
    requestResponseInformation: fc.boolean(),
    requestProblemInformation: fc.boolean(),
    userProperties,
    authenticationMethod: text,
    authenticationData: bytes,
  });
  const will = fc.record({
    message: message(protocolVersion),
    delayIntervalSeconds: is5 ? uint32 : fc.constant(0),
  });
  return fc.record({
    type: fc.constant('CONNECT'),
    protocolVersion: fc.constant(protocolVersion),
    cleanStart: fc.boolean(),
    clientId: name,
    keepAliveSeconds: uint16,
    userName: text,
    password: fc.option(bytes, { nil: undefined }),
    will: fc.option(will, { nil: undefined }),
    properties: is5 ? connectProperties : fc.constant({}),
  });
}

function ack(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const type = fc.constantFrom('PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP');
  const codes = { PUBACK: receipts, PUBREC: receipts, PUBREL: replies, PUBCOMP: replies };
  if (version < 5) return fc.record({ type, packetId, reasonCode: fc.constant(0) });
  const properties = some({ reasonString: text, userProperties }).filter(
    (value) => Object.keys(value).length > 0,
  );
  return type.chain((each) =>
    fc.record(
      { type: fc.constant(each), packetId, reasonCode: codes[each], properties },
      { requiredKeys: ['type', 'packetId', 'reasonCode'] },
    ),
  );
}

function subscribe(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const is5 = version === 5;
  const request = fc.record({
    topicFilter: name,
    qos,
    noLocal: is5 ? fc.boolean() : fc.constant(false),
    retainAsPublished: is5 ? fc.boolean() : fc.constant(false),
    retainHandling: is5 ? fc.constantFrom<0 | 1 | 2>(0, 1, 2) : fc.constant<0>(0),
  });
  const identifier = fc.integer({ min: 1, max: 268_435_455 });
  return fc
    .record({
      type: fc.constant('SUBSCRIBE' as const),
      packetId,
      subscriptions: fc.array(request, { minLength: 1, maxLength: 5 }),
      subscriptionIdentifier: is5
        ? fc.option(identifier, { nil: undefined })
        : fc.constant(undefined),
    })
    .chain((packet) => withUserProperties(packet, is5));
}

function unsubscribe(version: ProtocolVersion): fc.Arbitrary<Packet> {
  return fc
    .record({
      type: fc.constant('UNSUBSCRIBE' as const),
      packetId,
      topicFilters: fc.array(name, { minLength: 1, maxLength: 5 }),
    })
    .chain((packet) => withUserProperties(packet, version === 5));
}

function withUserProperties<P extends object>(packet: P, is5: boolean): fc.Arbitrary<P> {
  if (!is5) return fc.constant(packet);
  return fc
    .option(userProperties)
    .map((some) => (some ? { ...packet, userProperties: some } : packet));
}

function disconnect(version: ProtocolVersion): fc.Arbitrary<Packet> {
  if (version < 5) return fc.constant({ type: 'DISCONNECT', reasonCode: 0 });
  const properties = some({ sessionExpiryInterval: uint32, reasonString: text, userProperties });
  return fc
    .tuple(fc.constantFrom(0x00, 0x04, 0x80, 0x8e), properties.map(orUndefined))
    .map(([reasonCode, found]) => ({
      type: 'DISCONNECT',
      reasonCode,
      ...(found && { properties: found }),
    }));
}

const auth: fc.Arbitrary<Packet> = fc.record({
  type: fc.constant('AUTH'),
  reasonCode: fc.constantFrom(0x00, 0x18, 0x19),
  properties: some({
    authenticationMethod: text,
    authenticationData: bytes,
    reasonString: text,
    userProperties,
  }),
});

/** Whatever a client can send. */
export function clientPacket(version: ProtocolVersion): fc.Arbitrary<Packet> {
  return fc.oneof(
    publish(version),
    connect(version),
    ack(version),
    subscribe(version),
    unsubscribe(version),
    disconnect(version),
    fc.constant<Packet>({ type: 'PINGREQ' }),
    ...(version === 5 ? [auth] : []),
  );
}

export const publishes = publish;
