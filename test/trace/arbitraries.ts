import fc from 'fast-check';
import type { Packet, ProtocolVersion } from '../../machines/index.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const packetId = fc.integer({ min: 1, max: 0xffff });
const uint16 = fc.nat(0xffff);
const uint32 = fc.nat(0xffff_ffff);
const reasonCode = fc.constantFrom(0, 1, 2, 0x10, 0x80, 0x87, 0x92);
const pairs = fc.array(fc.tuple(fc.constantFrom('a', '7', '__proto__', 'é'), text), {
  minLength: 1,
  maxLength: 4,
}) as fc.Arbitrary<[string, string][]>;

function some<T extends object>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(model, { requiredKeys: [] });
}

const connackProperties = some({
  sessionExpiryInterval: uint32,
  receiveMaximum: uint16,
  maximumQos: fc.constantFrom<0 | 1>(0, 1),
  retainAvailable: fc.boolean(),
  maximumPacketSize: uint32,
  assignedClientIdentifier: text,
  topicAliasMaximum: uint16,
  reasonString: text,
  userProperties: pairs,
  wildcardSubscriptionAvailable: fc.boolean(),
  subscriptionIdentifiersAvailable: fc.boolean(),
  sharedSubscriptionAvailable: fc.boolean(),
  serverKeepAlive: uint16,
  responseInformation: text,
  serverReference: text,
  authenticationMethod: text,
  authenticationData: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
});

const ackProperties = some({ reasonString: text, userProperties: pairs });

/** What only a broker sends. */
export function brokerPacket(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const is5 = version === 5;
  const properties = <Value>(arbitrary: fc.Arbitrary<Value>) =>
    is5 ? fc.option(arbitrary, { nil: undefined }) : fc.constant(undefined);
  const acked = fc.record({
    packetId,
    reasonCodes: fc.array(reasonCode, { minLength: 1, maxLength: 5 }),
    properties: properties(ackProperties),
  });
  return fc.oneof<fc.Arbitrary<unknown>[]>(
    fc.constant({ type: 'PINGRESP' }),
    fc.record({
      type: fc.constant('CONNACK'),
      sessionPresent: fc.boolean(),
      reasonCode: is5 ? reasonCode : fc.nat(5),
      properties: properties(connackProperties),
    }),
    acked.map((ack) => ({ type: 'SUBACK', ...ack })),
    acked.map((ack) => ({ type: 'UNSUBACK', ...ack })),
    fc.record({
      type: fc.constantFrom('PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'),
      packetId,
      reasonCode: is5 ? reasonCode : fc.constant(0),
      properties: properties(ackProperties),
    }),
    fc.record({
      type: fc.constant('DISCONNECT'),
      reasonCode: is5 ? reasonCode : fc.constant(0),
      properties: properties(some({ reasonString: text, serverReference: text })),
    }),
  ) as fc.Arbitrary<Packet>;
}
