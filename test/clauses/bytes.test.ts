// The form of packets, as bytes: what of it a server has to check, and what it has to keep to itself. The clauses that
// each test is for are in accounts/.
import { describe, expect, test } from 'vitest';
import type { Packet, ProtocolVersion } from '../../machines/index.ts';
import { Decoder } from '../../src/codec/decoder.ts';
import { Encoder } from '../../src/codec/encoder.ts';
import { bytes, packet } from '../broker/packet-bytes.ts';
import { refuses } from './accounts/account.ts';
import { written } from './accounts/index.ts';

const MALFORMED = 0x81;
const PROTOCOL_ERROR = 0x82;

const CONNECT = {
  4: packet(0x10, '"MQTT" 04 02 003c "c1"'),
  5: packet(0x10, '"MQTT" 05 02 003c 00 "c1"'),
} as const;

/** What the decoder makes of bytes, after a CONNECT unless they are one. */
function decode(version: 4 | 5, sent: Buffer): unknown {
  const decoder = new Decoder(1_000);
  if (sent[0] !== 0x10) {
    decoder.push(CONNECT[version]);
    expect(decoder.next()).toMatchObject({ type: 'CONNECT' });
  }
  decoder.push(sent);
  return decoder.next();
}

type Row = readonly [title: string, version: 4 | 5, sent: Buffer, reasonCode: number];

const flags = [0, 1, 4, 8, 15].flatMap((wrong): Row[] =>
  ([4, 5] as const).flatMap((version): Row[] =>
    [
      ['PUBREL', 0x60, '0001', 2],
      ['SUBSCRIBE', 0x80, version === 5 ? '0001 00 "t" 00' : '0001 "t" 00', 2],
      ['UNSUBSCRIBE', 0xa0, version === 5 ? '0001 00 "t"' : '0001 "t"', 2],
      ['DISCONNECT', 0xe0, '', 0],
      ['PUBACK', 0x40, '0001', 0],
      ...(version === 5 ? ([['AUTH', 0xf0, '', 0]] as const) : []),
    ]
      .filter(([, , , right]) => right !== wrong)
      .map(([name, type, body]) => [
        `flags ${wrong} of ${name} in version ${version}`,
        version,
        packet((type as number) | wrong, body as string),
        MALFORMED,
      ]),
  ),
);

const rows: readonly Row[] = [
  ...flags,
  ['QoS 3 in PUBLISH of 5.0', 5, packet(0x36, '"t" 0001 00'), MALFORMED],
  ['DUP at QoS 0 in 5.0', 5, packet(0x38, '"t" 00'), MALFORMED],
  ['packet type 0 in 5.0', 5, bytes('00 00'), MALFORMED],
  ['the reserved flag of CONNECT in 5.0', 5, packet(0x10, '"MQTT" 05 03 003c 00 "c1"'), MALFORMED],
  ['Will QoS 3 in 5.0', 5, packet(0x10, '"MQTT" 05 1e 003c 00 "c1" 00 "w" "x"'), MALFORMED],
  ['Will QoS without a Will in 5.0', 5, packet(0x10, '"MQTT" 05 0a 003c 00 "c1"'), MALFORMED],
  ['Will Retain without a Will in 3.1.1', 4, packet(0x10, '"MQTT" 04 22 003c "c1"'), MALFORMED],
  ['Will Flag without a will', 4, packet(0x10, '"MQTT" 04 06 003c "c1"'), MALFORMED],
  ['Will Flag without a will in 5.0', 5, packet(0x10, '"MQTT" 05 06 003c 00 "c1"'), MALFORMED],
  ['a will without Will Flag', 4, packet(0x10, '"MQTT" 04 02 003c "c1" "w" "x"'), MALFORMED],
  ['User Name Flag without a user name', 4, packet(0x10, '"MQTT" 04 82 003c "c1"'), MALFORMED],
  ['User Name Flag alone in 5.0', 5, packet(0x10, '"MQTT" 05 82 003c 00 "c1"'), MALFORMED],
  ['a user name without its flag', 4, packet(0x10, '"MQTT" 04 02 003c "c1" "ann"'), MALFORMED],
  ['a user name alone in 5.0', 5, packet(0x10, '"MQTT" 05 02 003c 00 "c1" "ann"'), MALFORMED],
  ['Password Flag without one', 4, packet(0x10, '"MQTT" 04 c2 003c "c1" "ann"'), MALFORMED],
  ['Password Flag alone in 5.0', 5, packet(0x10, '"MQTT" 05 42 003c 00 "c1"'), MALFORMED],
  ['a password without its flag', 4, packet(0x10, '"MQTT" 04 82 003c "c1" "ann" "pw"'), MALFORMED],
  ['a password alone in 5.0', 5, packet(0x10, '"MQTT" 05 82 003c 00 "c1" "ann" "pw"'), MALFORMED],
  ['CONNECT without a client identifier', 4, packet(0x10, '"MQTT" 04 02 003c'), MALFORMED],
  ['a 5.0 CONNECT without one', 5, packet(0x10, '"MQTT" 05 02 003c 00'), MALFORMED],
  [
    'ill-formed UTF-8 in a client identifier',
    5,
    packet(0x10, '"MQTT" 05 02 003c 00 0001 ff'),
    MALFORMED,
  ],
  [
    'ill-formed UTF-8 in a Will Topic',
    4,
    packet(0x10, '"MQTT" 04 06 003c "c1" 0001 ff "x"'),
    MALFORMED,
  ],
  [
    'ill-formed UTF-8 in a Will Topic of 5.0',
    5,
    packet(0x10, '"MQTT" 05 06 003c 00 "c1" 00 0001 ff "x"'),
    MALFORMED,
  ],
  ['ill-formed UTF-8 in a user name', 4, packet(0x10, '"MQTT" 04 82 003c "c1" 0001 ff'), MALFORMED],
  [
    'ill-formed UTF-8 in a user name of 5.0',
    5,
    packet(0x10, '"MQTT" 05 82 003c 00 "c1" 0001 ff'),
    MALFORMED,
  ],
  ['a surrogate in a topic name of 5.0', 5, packet(0x30, '0003 eda080 00'), MALFORMED],
  ['U+0000 in a topic name of 5.0', 5, packet(0x30, '0001 00 00'), MALFORMED],
  ['ill-formed UTF-8 in a Topic Filter', 4, packet(0x82, '0001 0001 ff 00'), MALFORMED],
  ['U+0000 in a Topic Filter', 4, packet(0x82, '0001 0001 00 00'), MALFORMED],
  ['ill-formed UTF-8 in a Topic Filter of 5.0', 5, packet(0x82, '0001 00 0001 ff 00'), MALFORMED],
  ['U+0000 in a Topic Filter of 5.0', 5, packet(0x82, '0001 00 0001 00 00'), MALFORMED],
  ['ill-formed UTF-8 in UNSUBSCRIBE', 4, packet(0xa2, '0001 0001 ff'), MALFORMED],
  ['ill-formed UTF-8 in UNSUBSCRIBE of 5.0', 5, packet(0xa2, '0001 00 0001 ff'), MALFORMED],
  ['ill-formed UTF-8 in a Response Topic', 5, packet(0x30, '"t" 04 08 0001 ff'), MALFORMED],
  ['ill-formed UTF-8 in a Content Type', 5, packet(0x30, '"t" 04 03 0001 ff'), MALFORMED],
  [
    'ill-formed UTF-8 in the name of a User Property',
    5,
    packet(0x30, '"t" 07 26 0001 ff "v"'),
    MALFORMED,
  ],
  [
    'ill-formed UTF-8 in the value of a User Property',
    5,
    packet(0x30, '"t" 07 26 "n" 0001 ff'),
    MALFORMED,
  ],
  ['U+0000 in a User Property', 5, packet(0x30, '"t" 07 26 "n" 0001 00'), MALFORMED],
  ['a property length with a needless byte', 5, packet(0x30, '"t" 80 00'), MALFORMED],
  ['a property length of five bytes', 5, packet(0x30, '"t" ff ff ff ff 01'), MALFORMED],
  ['packet identifier 0 in PUBLISH of 5.0', 5, packet(0x32, '"t" 0000 00'), PROTOCOL_ERROR],
  ['packet identifier 0 in UNSUBSCRIBE', 4, packet(0xa2, '0000 "t"'), PROTOCOL_ERROR],
  ['Subscription Identifier 0', 5, packet(0x82, '0001 02 0b00 "t" 00'), PROTOCOL_ERROR],
  ['a subscription with QoS 3 in 5.0', 5, packet(0x82, '0001 00 "t" 03'), PROTOCOL_ERROR],
  ['a reserved bit of a subscription', 4, packet(0x82, '0001 "t" 80'), MALFORMED],
  ['a SUBSCRIBE of 5.0 without a filter', 5, packet(0x82, '0001 00'), PROTOCOL_ERROR],
  ['a filter without its options', 5, packet(0x82, '0001 00 "t"'), MALFORMED],
  ['an UNSUBSCRIBE without a filter', 4, packet(0xa2, '0001'), PROTOCOL_ERROR],
  [
    'Request Response Information 2',
    5,
    packet(0x10, '"MQTT" 05 02 003c 02 1902 "c1"'),
    PROTOCOL_ERROR,
  ],
  [
    'Request Problem Information 2',
    5,
    packet(0x10, '"MQTT" 05 02 003c 02 1702 "c1"'),
    PROTOCOL_ERROR,
  ],
  [
    'a property of CONNECT twice',
    5,
    packet(0x10, '"MQTT" 05 02 003c 06 210001 210001 "c1"'),
    PROTOCOL_ERROR,
  ],
  [
    'a property of a will twice',
    5,
    packet(0x10, '"MQTT" 05 06 003c 00 "c1" 04 0100 0100 "w" "x"'),
    PROTOCOL_ERROR,
  ],
  ['an Authentication Method twice', 5, packet(0xf0, '18 08 15 "a" 15 "b"'), PROTOCOL_ERROR],
  ['a reason code that PUBACK has not', 5, packet(0x40, '0001 92'), PROTOCOL_ERROR],
  ['a reason code that PUBREC has not', 5, packet(0x50, '0001 92'), PROTOCOL_ERROR],
  ['a reason code that PUBREL has not', 5, packet(0x62, '0001 80'), PROTOCOL_ERROR],
  ['a reason code that PUBCOMP has not', 5, packet(0x70, '0001 80'), PROTOCOL_ERROR],
  ['a reason code that DISCONNECT has not', 5, packet(0xe0, '01'), PROTOCOL_ERROR],
  ['a reason code that AUTH has not', 5, packet(0xf0, '80'), PROTOCOL_ERROR],
];

describe('the decoder refuses', () => {
  test.each(rows)('%s', (_, version, sent, reasonCode) => {
    expect(decode(version, sent)).toMatchObject({ type: 'malformed', reasonCode });
  });
});

describe('the decoder names the clause', () => {
  const titles = new Map(rows.map((row) => [refuses(row[0]), row]));
  const named = [...written].flatMap(([id, { tests }]) =>
    tests.flatMap((title) => {
      const row = titles.get(title);
      return row === undefined ? [] : [[id, ...row] as const];
    }),
  );

  test('of many', () => expect(named.length).toBeGreaterThan(60));

  test.each(named)('%s for %s', (id, _, version, sent) => {
    expect(decode(version, sent)).toMatchObject({ clauses: expect.arrayContaining([id]) });
  });
});

describe('the decoder reads', () => {
  test('the payload of CONNECT in its order, Will Properties before the will', () => {
    const sent = packet(0x10, '"MQTT" 05 ee 003c 00 "c1" 02 0101 "w" "x" "ann" "pw"');
    expect(decode(5, sent)).toMatchObject({
      clientId: 'c1',
      will: {
        message: { topicName: 'w', payload: Buffer.from('x'), qos: 1, retain: true },
        delayIntervalSeconds: 0,
      },
      userName: 'ann',
      password: Buffer.from('pw'),
    });
    const old = packet(0x10, '"MQTT" 04 f6 003c "c1" "w" "x" "ann" "pw"');
    expect(decode(4, old)).toMatchObject({
      clientId: 'c1',
      will: { message: { topicName: 'w', payload: Buffer.from('x'), qos: 2, retain: true } },
      userName: 'ann',
      password: Buffer.from('pw'),
    });
  });

  test('U+FEFF in 5.0 as part of the string', () => {
    expect(decode(5, packet(0x30, '0004 efbbbf61 00'))).toMatchObject({
      message: { topicName: '\ufeffa' },
    });
  });

  test('what has no Reason Code as success', () => {
    for (const first of [0x40, 0x50, 0x62, 0x70]) {
      expect(decode(5, packet(first, '0001'))).toMatchObject({ packetId: 1, reasonCode: 0 });
    }
    expect(decode(5, packet(0xe0, ''))).toEqual({ type: 'DISCONNECT', reasonCode: 0 });
  });

  test('a QoS 0 PUBLISH as one without a packet identifier', () => {
    const payload = Buffer.from([0, 1]);
    expect(decode(4, packet(0x30, '"t" 0001'))).toMatchObject({
      packetId: 0,
      message: { payload },
    });
    expect(decode(5, packet(0x30, '"t" 00 0001'))).toMatchObject({
      packetId: 0,
      message: { payload },
    });
  });
});

function encode(packet: Packet, version: ProtocolVersion): Buffer {
  const chunks: Uint8Array[] = [];
  new Encoder().encode(packet, version, chunks);
  return Buffer.concat(chunks);
}

function publish(qos: 0 | 1, payload: Uint8Array): Packet {
  const message = { topicName: 't', payload, qos, retain: false, properties: undefined };
  return { type: 'PUBLISH', message, qos, retain: false, dup: false, packetId: qos };
}

describe('the encoder writes', () => {
  const nothing = new Uint8Array();
  const refused = { type: 'CONNACK', sessionPresent: false, reasonCode: 0x87 } as const;

  test('fixed headers with the flags of the standard', () => {
    const ack = (type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP'): Packet => ({
      type,
      packetId: 1,
      reasonCode: 0,
    });
    const packets: readonly (readonly [Packet, number])[] = [
      [{ ...refused, properties: undefined }, 0x20],
      [publish(0, nothing), 0x30],
      [publish(1, nothing), 0x32],
      [ack('PUBACK'), 0x40],
      [ack('PUBREC'), 0x50],
      [ack('PUBREL'), 0x62],
      [ack('PUBCOMP'), 0x70],
      [{ type: 'SUBACK', packetId: 1, reasonCodes: [0] }, 0x90],
      [{ type: 'UNSUBACK', packetId: 1, reasonCodes: [0] }, 0xb0],
      [{ type: 'PINGRESP' }, 0xd0],
      [{ type: 'DISCONNECT', reasonCode: 0x8b }, 0xe0],
      [{ type: 'AUTH', reasonCode: 0x18, properties: { authenticationMethod: 'm' } }, 0xf0],
    ];
    for (const [each, first] of packets) expect(encode(each, 5)[0], each.type).toBe(first);
  });

  test('CONNACK with no flag but Session Present', () => {
    for (const version of [3, 4, 5] as const) {
      for (const sessionPresent of [false, true]) {
        const connack = { ...refused, reasonCode: 0, sessionPresent, properties: undefined };
        expect(encode(connack, version)[2]).toBe(sessionPresent ? 1 : 0);
      }
    }
  });

  test('an empty list of properties as a length of 0', () => {
    expect(encode({ ...refused, properties: undefined }, 5)).toEqual(bytes('20 03 00 87 00'));
    expect(encode(publish(1, nothing), 5)).toEqual(bytes('32 06 "t" 0001 00'));
    const suback: Packet = { type: 'SUBACK', packetId: 1, reasonCodes: [2] };
    expect(encode(suback, 5)).toEqual(bytes('90 04 0001 00 02'));
    const unsuback: Packet = { type: 'UNSUBACK', packetId: 1, reasonCodes: [0x11] };
    expect(encode(unsuback, 5)).toEqual(bytes('b0 04 0001 00 11'));
  });

  test('a QoS 0 PUBLISH without a packet identifier', () => {
    expect(encode(publish(0, nothing), 4)).toEqual(bytes('30 03 "t"'));
    expect(encode(publish(0, nothing), 5)).toEqual(bytes('30 04 "t" 00'));
  });

  test('a Remaining Length in as few bytes as it takes', () => {
    const lengths = [
      [127, '7f'],
      [128, '8001'],
      [16_383, 'ff7f'],
      [16_384, '808001'],
    ] as const;
    for (const [remaining, expected] of lengths) {
      const sent = encode(publish(0, new Uint8Array(remaining - 3)), 4);
      expect(sent.subarray(1, 1 + expected.length / 2).toString('hex')).toBe(expected);
    }
  });
});
