// The sizes by which the law decides whether an answer may be sent are those on the wire.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, answerSize } from '../../machines/answer-size.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';

const encoder = new WireEncoder();
const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((each) => !each.includes('\0'));
const byte = fc.integer({ min: 0, max: 255 });
const uint16 = fc.integer({ min: 0, max: 65_535 });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const userProperties = fc.array(fc.tuple(text, text), { maxLength: 3 });

const connack = fc.record({
  type: fc.constant('CONNACK' as const),
  sessionPresent: fc.boolean(),
  reasonCode: byte,
  properties: fc.option(
    fc.record(
      {
        sessionExpiryInterval: uint32,
        receiveMaximum: uint16,
        maximumQos: fc.constantFrom(0 as const, 1 as const),
        retainAvailable: fc.boolean(),
        maximumPacketSize: uint32,
        assignedClientIdentifier: text,
        topicAliasMaximum: uint16,
        reasonString: text,
        userProperties,
        wildcardSubscriptionAvailable: fc.boolean(),
        subscriptionIdentifiersAvailable: fc.boolean(),
        sharedSubscriptionAvailable: fc.boolean(),
        serverKeepAlive: uint16,
        responseInformation: text,
        serverReference: text,
        authenticationMethod: text,
        authenticationData: fc.uint8Array({ maxLength: 300 }),
      },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
});

function suback(type: 'SUBACK' | 'UNSUBACK'): fc.Arbitrary<Answer> {
  return fc.record(
    {
      type: fc.constant(type),
      packetId: uint16,
      reasonCodes: fc.array(byte, { maxLength: 300 }),
      properties: fc.record({ reasonString: text, userProperties }, { requiredKeys: [] }),
    },
    { requiredKeys: ['type', 'packetId', 'reasonCodes'] },
  ) as fc.Arbitrary<Answer>;
}

const disconnect = fc.record(
  {
    type: fc.constant('DISCONNECT' as const),
    reasonCode: byte,
    properties: fc.record({ reasonString: text, serverReference: text }, { requiredKeys: [] }),
  },
  { requiredKeys: ['type', 'reasonCode'] },
);

const auth = fc.record({
  type: fc.constant('AUTH' as const),
  reasonCode: byte,
  properties: fc.record(
    { authenticationMethod: text, authenticationData: fc.uint8Array({ maxLength: 300 }) },
    { requiredKeys: [] },
  ),
});

test('an answer has as many bytes as is reckoned', () => {
  const answers = fc.oneof(connack, suback('SUBACK'), suback('UNSUBACK'), disconnect, auth);
  fc.assert(
    fc.property(answers as fc.Arbitrary<Answer>, (answer) => {
      expect(answerSize(answer)).toBe(encoder.encode(answer, 5).length);
    }),
    { numRuns: 2_000 },
  );
});
