import { describe, expect, it } from 'vitest';
import { Decoder } from '../../src/codec/decoder.ts';
import { bytes, packet } from './packet-bytes.ts';

const MAXIMUM_PACKET_BYTES = 1_000;
const MALFORMED = 0x81;
const PROTOCOL_ERROR = 0x82;
const UNSUPPORTED_VERSION = 0x84;
const TOO_LARGE = 0x95;

const CONNECT = {
  3: packet(0x10, '"MQIsdp" 03 02 003c "c1"'),
  4: packet(0x10, '"MQTT" 04 02 003c "c1"'),
  5: packet(0x10, '"MQTT" 05 02 003c 00 "c1"'),
} as const;

function decode(version: keyof typeof CONNECT | undefined, sent: Buffer): unknown {
  const decoder = new Decoder(MAXIMUM_PACKET_BYTES);
  if (version !== undefined) {
    decoder.push(CONNECT[version]);
    expect(decoder.next()).toMatchObject({ type: 'CONNECT', protocolVersion: version });
    expect(decoder.next()).toBeUndefined();
  }
  decoder.push(sent);
  return decoder.next();
}

type Row = [
  title: string,
  version: 3 | 4 | 5 | undefined,
  sent: Buffer,
  reasonCode: number,
  detail: string,
  clauses: string,
];

const malformed: Row[] = [
  ['packet type 0', 4, bytes('00 00'), MALFORMED, 'packet type 0', 'v3 MQTT-4.8.0-1'],
  ['AUTH in 3.1.1', 4, bytes('f0 00'), MALFORMED, 'packet type 15', 'v3 MQTT-4.8.0-1'],
  [
    'HTTP',
    undefined,
    Buffer.from('GET / HTTP/1.1'),
    MALFORMED,
    'flags 0x07 of PUBACK',
    'v3 MQTT-2.2.2-2, v5 MQTT-2.1.3-1',
  ],
  [
    'a TLS handshake',
    undefined,
    bytes('16 03 01 02 00'),
    MALFORMED,
    'flags 0x06 of CONNECT',
    'v3 MQTT-2.2.2-2, v5 MQTT-2.1.3-1',
  ],
  [
    'reserved flags of PINGREQ',
    4,
    bytes('c1 00'),
    MALFORMED,
    'flags 0x01 of PINGREQ',
    'v3 MQTT-2.2.2-2',
  ],
  [
    'SUBSCRIBE without its flags',
    4,
    bytes('80 00'),
    MALFORMED,
    'flags 0x00 of SUBSCRIBE',
    'v3 MQTT-2.2.2-2, v3 MQTT-3.8.1-1',
  ],
  [
    'SUBSCRIBE with DUP in 3.1.1',
    4,
    bytes('8a 00'),
    MALFORMED,
    'flags 0x0a of SUBSCRIBE',
    'v3 MQTT-2.2.2-2, v3 MQTT-3.8.1-1',
  ],
  ['QoS 3', 4, bytes('36 00'), MALFORMED, 'QoS of PUBLISH is 3', 'v3 MQTT-3.3.1-4'],
  ['DUP at QoS 0', 4, bytes('38 00'), MALFORMED, 'DUP of PUBLISH is 1 at QoS 0', 'v3 MQTT-3.3.1-2'],
  [
    'a CONNACK',
    5,
    bytes('20 02 00 00'),
    PROTOCOL_ERROR,
    'CONNACK, which only a server sends',
    'v5 4.13.1 protocol error',
  ],
  [
    'a remaining length of five bytes',
    4,
    bytes('30 ff ff ff ff 01'),
    MALFORMED,
    'Remaining Length of more than four bytes',
    'v3 MQTT-4.8.0-1',
  ],
  [
    'a remaining length with a needless byte',
    4,
    bytes('c0 80 00'),
    MALFORMED,
    'Remaining Length takes more bytes than it needs',
    'v3 MQTT-4.8.0-1',
  ],
  [
    'a packet above the limit, told from its header',
    5,
    bytes('30 e6 07'),
    TOO_LARGE,
    'packet of 1001 bytes, and 1000 are allowed',
    'v5 MQTT-3.2.2-15, v5 3.2.2.3.6 packet too large',
  ],
  [
    'a wrong protocol name',
    undefined,
    packet(0x10, '"MQTX" 04 02 003c "c1"'),
    UNSUPPORTED_VERSION,
    'Protocol Name is "MQTX"',
    'v3.1 protocol name, v3 MQTT-3.1.2-1, v5 MQTT-3.1.2-1',
  ],
  [
    'the protocol name of 3.1 with 3.1.1',
    undefined,
    packet(0x10, '"MQIsdp" 04 02 003c "c1"'),
    UNSUPPORTED_VERSION,
    'Protocol Name is "MQIsdp", and Protocol Version is 4',
    'v3 MQTT-3.1.2-1',
  ],
  [
    'the protocol name of 3.1.1 with 3.1',
    undefined,
    packet(0x10, '"MQTT" 03 02 003c "c1"'),
    UNSUPPORTED_VERSION,
    'Protocol Name is "MQTT", and Protocol Version is 3',
    'v3.1 protocol name, v3 MQTT-3.1.2-1',
  ],
  [
    'the reserved flag of CONNECT',
    undefined,
    packet(0x10, '"MQTT" 04 03 003c "c1"'),
    MALFORMED,
    'the reserved flag of CONNECT is 1',
    'v3 MQTT-3.1.2-3',
  ],
  [
    'Will QoS 3',
    undefined,
    packet(0x10, '"MQTT" 04 1e 003c "c1" "w" "x"'),
    MALFORMED,
    'Will QoS is 3',
    'v3 MQTT-3.1.2-14',
  ],
  [
    'Will QoS without a Will',
    undefined,
    packet(0x10, '"MQTT" 04 0a 003c "c1"'),
    MALFORMED,
    'Will QoS is 1, and Will Flag is 0',
    'v3 MQTT-3.1.2-11, v3 MQTT-3.1.2-13',
  ],
  [
    'Will Retain without a Will',
    undefined,
    packet(0x10, '"MQTT" 05 22 003c 00 "c1"'),
    MALFORMED,
    'Will Retain is 1, and Will Flag is 0',
    'v5 MQTT-3.1.2-13',
  ],
  [
    'a password without a user name in 3.1.1',
    undefined,
    packet(0x10, '"MQTT" 04 42 003c "c1" "pw"'),
    MALFORMED,
    'Password Flag is 1, and User Name Flag is 0',
    'v3 MQTT-3.1.2-22',
  ],
  [
    'CONNECT that ends too soon',
    undefined,
    packet(0x10, '"MQTT" 04 82 003c "c1"'),
    MALFORMED,
    'User Name Flag is 1, and there is no User Name',
    'v3 MQTT-3.1.2-19',
  ],
  [
    'CONNECT with bytes behind its end',
    undefined,
    packet(0x10, '"MQTT" 04 02 003c "c1" 00'),
    MALFORMED,
    'the packet goes on for 1 byte behind its end',
    'v3 MQTT-3.1.2-11, v3 MQTT-3.1.2-18, v3 MQTT-3.1.2-20, v3 MQTT-4.8.0-1',
  ],
  [
    'ill-formed UTF-8 in a client identifier',
    undefined,
    packet(0x10, '"MQTT" 04 02 003c 0002 c328'),
    MALFORMED,
    'Client Identifier "�(" is ill-formed UTF-8',
    'v3 MQTT-1.5.3-1, v3 MQTT-3.1.3-4',
  ],
  [
    'a surrogate in a topic name',
    4,
    packet(0x30, '0003 eda080'),
    MALFORMED,
    'Topic Name "���" is ill-formed UTF-8',
    'v3 MQTT-1.5.3-1, v3 MQTT-3.3.2-1',
  ],
  [
    'U+0000 in a topic name',
    4,
    packet(0x30, '0003 610062'),
    MALFORMED,
    'Topic Name "a\\u{0}b" has U+0000',
    'v3 MQTT-1.5.3-2, v3 MQTT-4.7.3-2',
  ],
  [
    'a topic name longer than the packet',
    4,
    packet(0x30, '0009 61'),
    MALFORMED,
    'the packet ends 8 bytes too early',
    'v3 MQTT-4.8.0-1',
  ],
  [
    'packet identifier 0 in PUBLISH',
    4,
    packet(0x32, '"t" 0000'),
    PROTOCOL_ERROR,
    'Packet Identifier is 0',
    'v3 MQTT-2.3.1-1',
  ],
  [
    'packet identifier 0 in PUBACK',
    4,
    packet(0x40, '0000'),
    PROTOCOL_ERROR,
    'Packet Identifier is 0',
    'v3 MQTT-2.3.1-1',
  ],
  [
    'packet identifier 0 in SUBSCRIBE',
    4,
    packet(0x82, '0000 "t" 00'),
    PROTOCOL_ERROR,
    'Packet Identifier is 0',
    'v3 MQTT-2.3.1-1',
  ],
  [
    'SUBSCRIBE without a Topic Filter',
    4,
    packet(0x82, '0001'),
    PROTOCOL_ERROR,
    'SUBSCRIBE without a Topic Filter',
    'v3 MQTT-3.8.3-3',
  ],
  [
    'UNSUBSCRIBE without a Topic Filter',
    5,
    packet(0xa2, '0001 00'),
    PROTOCOL_ERROR,
    'UNSUBSCRIBE without a Topic Filter',
    'v5 MQTT-3.10.3-2',
  ],
  [
    'a subscription with QoS 3',
    4,
    packet(0x82, '0001 "t" 03'),
    PROTOCOL_ERROR,
    'QoS of a subscription is 3',
    'v3 MQTT-3.8.3-4',
  ],
  [
    'No Local in 3.1.1',
    4,
    packet(0x82, '0001 "t" 04'),
    MALFORMED,
    'Subscription Options are 0x04, with reserved bits',
    'v3 MQTT-3.8.3-4',
  ],
  [
    'reserved bits of a subscription in 5.0',
    5,
    packet(0x82, '0001 00 "t" 40'),
    MALFORMED,
    'Subscription Options are 0x40, with reserved bits',
    'v5 MQTT-3.8.3-5',
  ],
  [
    'Retain Handling 3',
    5,
    packet(0x82, '0001 00 "t" 30'),
    PROTOCOL_ERROR,
    'Retain Handling is 3',
    'v5 3.8.3.1 retain handling 3',
  ],
  [
    'two subscription identifiers in SUBSCRIBE',
    5,
    packet(0x82, '0001 04 0b01 0b02 "t" 00'),
    PROTOCOL_ERROR,
    'Subscription Identifier twice',
    'v5 3.1.2.11.2 duplicate property',
  ],
  [
    'PUBACK with bytes behind its end',
    4,
    packet(0x40, '0001 00'),
    MALFORMED,
    'the packet goes on for 1 byte behind its end',
    'v3 MQTT-4.8.0-1',
  ],
  [
    'DISCONNECT with a body in 3.1.1',
    4,
    packet(0xe0, '00'),
    MALFORMED,
    'the packet goes on for 1 byte behind its end',
    'v3 MQTT-4.8.0-1',
  ],
  [
    'PINGREQ with a body',
    4,
    packet(0xc0, '00'),
    MALFORMED,
    'the packet goes on for 1 byte behind its end',
    'v3 MQTT-4.8.0-1',
  ],
  [
    'properties longer than the packet',
    5,
    packet(0x30, '"t" 7f'),
    MALFORMED,
    'Property Length is 127, beyond the packet',
    'v5 MQTT-4.13.1-1, v5 4.13.1 malformed packet',
  ],
  [
    'a property that ends beyond the properties',
    5,
    packet(0x30, '"t" 02 02 00000001'),
    MALFORMED,
    'the packet ends 3 bytes too early',
    'v5 MQTT-4.13.1-1, v5 4.13.1 malformed packet',
  ],
  [
    'an unknown property',
    5,
    packet(0x30, '"t" 02 7f00'),
    MALFORMED,
    'property 0x7f in PUBLISH',
    'v5 2.2.2.2 unknown property',
  ],
  [
    'a property of another packet',
    5,
    packet(0x30, '"t" 05 1100000001'),
    MALFORMED,
    'Session Expiry Interval in PUBLISH',
    'v5 2.2.2.2 unknown property',
  ],
  [
    'a property twice, the first one 0',
    5,
    packet(0x30, '"t" 04 0100 0101'),
    PROTOCOL_ERROR,
    'Payload Format Indicator twice',
    'v5 3.1.2.11.2 duplicate property',
  ],
  [
    'a flag that is neither 0 nor 1',
    5,
    packet(0x30, '"t" 02 0102'),
    PROTOCOL_ERROR,
    'Payload Format Indicator is 2',
    'v5 4.13.1 protocol error',
  ],
];

describe('the decoder refuses', () => {
  it.each(malformed)('%s', (_, version, sent, reasonCode, detail, clauses) => {
    const expected = { type: 'malformed', reasonCode, detail, clauses: clauses.split(', ') };
    expect(decode(version, sent)).toEqual(expected);
  });

  it('nothing after the first refusal', () => {
    const decoder = new Decoder(MAXIMUM_PACKET_BYTES);
    decoder.push(bytes('00 00 c0 00'));
    expect(decoder.next()).toMatchObject({ type: 'malformed' });
    decoder.push(CONNECT[4]);
    expect(decoder.next()).toBeUndefined();
  });
});

describe('the decoder reads', () => {
  it.each([6, 0x83, 0x84, 2, 255])(
    'CONNECT of protocol version %d, for the core to refuse',
    (level) => {
      const sent = packet(0x10, `"MQTT" ${level.toString(16).padStart(2, '0')} 02 003c "c1"`);
      expect(decode(undefined, sent)).toMatchObject({ type: 'CONNECT', protocolVersion: level });
    },
  );

  it('3.1 with its own protocol name', () => {
    expect(decode(undefined, CONNECT[3])).toMatchObject({ protocolVersion: 3, clientId: 'c1' });
  });

  it('3.1 with a user name that is announced and left out', () => {
    const sent = packet(0x10, '"MQIsdp" 03 c2 003c "c1"');
    expect(decode(undefined, sent)).toMatchObject({ userName: undefined, password: undefined });
  });

  it('SUBSCRIBE with DUP in 3.1', () => {
    expect(decode(3, packet(0x8a, '0001 "t" 00'))).toMatchObject({ type: 'SUBSCRIBE' });
  });

  it('a password without a user name in 5.0', () => {
    const sent = packet(0x10, '"MQTT" 05 42 003c 00 "c1" "pw"');
    expect(decode(undefined, sent)).toMatchObject({ password: Buffer.from('pw') });
  });

  it('AUTH without a body as success', () => {
    expect(decode(5, bytes('f0 00'))).toEqual({ type: 'AUTH', reasonCode: 0, properties: {} });
  });

  it('a second CONNECT, and goes on in the version of the first', () => {
    const decoder = new Decoder(MAXIMUM_PACKET_BYTES);
    decoder.push(Buffer.concat([CONNECT[5], CONNECT[4], packet(0x30, '"t" 00 61')]));
    expect(decoder.next()).toMatchObject({ type: 'CONNECT', protocolVersion: 5 });
    expect(decoder.next()).toMatchObject({ type: 'CONNECT', protocolVersion: 4 });
    expect(decoder.next()).toMatchObject({
      type: 'PUBLISH',
      message: { payload: Buffer.from('a') },
    });
  });

  it('a byte order mark as part of the string', () => {
    expect(decode(4, packet(0x30, '0004 efbbbf61'))).toMatchObject({
      message: { topicName: '\ufeffa' },
    });
  });

  it('user properties in their order across names', () => {
    const sent = packet(0x30, '"t" 15 26 "a" "1" 26 "b" "2" 26 "a" "3"');
    expect(decode(5, sent)).toMatchObject({
      message: {
        properties: {
          userProperties: [
            ['a', '1'],
            ['b', '2'],
            ['a', '3'],
          ],
        },
      },
    });
  });
});
