import fc from 'fast-check';
import { parser, type Packet as Wire } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import type { Packet, ProtocolVersion, Publish } from '../../machines/index.ts';
import { Decoder } from '../../src/codec/decoder.ts';
import { Encoder } from '../../src/codec/encoder.ts';
import { clientPacket, publishes, versions } from './packet-arbitraries.ts';

const MAXIMUM_PACKET_BYTES = 268_435_460;
const RUNS = 1_000;

function encode(packet: Packet, version: ProtocolVersion, encoder = new Encoder()): Buffer {
  const chunks: Uint8Array[] = [];
  const bytes = encoder.encode(packet, version, chunks);
  const all = Buffer.concat(chunks);
  expect(all.length).toBe(bytes);
  return all;
}

/** A decoder that has seen a CONNECT of that version. */
function decoderOf(version: ProtocolVersion): Decoder {
  const decoder = new Decoder(MAXIMUM_PACKET_BYTES);
  decoder.push(
    encode(
      {
        type: 'CONNECT',
        protocolVersion: version,
        cleanStart: true,
        clientId: 'c1',
        keepAliveSeconds: 0,
        userName: undefined,
        password: undefined,
        will: undefined,
        properties: {},
      },
      version,
    ),
  );
  expect(decoder.next()).toMatchObject({ type: 'CONNECT', protocolVersion: version });
  expect(decoder.next()).toBeUndefined();
  return decoder;
}

function decodeAll(decoder: Decoder, chunks: readonly Buffer[]): unknown[] {
  const items: unknown[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let item = decoder.next(); item !== undefined; item = decoder.next()) items.push(item);
  }
  return items;
}

/** The bytes in pieces, cut where the numbers say. */
function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const cuts = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index] ?? bytes.length));
}

const inVersion = versions.chain((version) =>
  fc.record({
    version: fc.constant(version),
    packets: fc.array(clientPacket(version), { minLength: 1, maxLength: 6 }),
  }),
);

describe('codec', () => {
  it('reads back what mqtt-packet writes, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(inVersion, fc.array(fc.nat()), ({ version, packets }, at) => {
        const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
        expect(decodeAll(decoderOf(version), cut(bytes, at))).toEqual(packets);
      }),
      { numRuns: RUNS },
    );
  });

  it('reads packets whose bytes come one by one', () => {
    fc.assert(
      fc.property(inVersion, ({ version, packets }) => {
        const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
        const single = [...bytes].map((byte) => Buffer.from([byte]));
        expect(decodeAll(decoderOf(version), single)).toEqual(packets);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws and never reads on after bytes that are malformed', () => {
    fc.assert(
      fc.property(versions, fc.uint8Array({ maxLength: 200 }), (version, bytes) => {
        const decoder = decoderOf(version);
        const items = decodeAll(decoder, [Buffer.from(bytes)]) as { type: string }[];
        const at = items.findIndex(({ type }) => type === 'malformed');
        if (at >= 0) expect(at).toBe(items.length - 1);
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses or reads, and never throws on, a packet with one byte changed', () => {
    fc.assert(
      fc.property(inVersion, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, change) => {
        const bytes = Buffer.concat(given.packets.map((packet) => encode(packet, given.version)));
        const at = place % bytes.length;
        bytes[at] = (bytes[at] as number) ^ change;
        decodeAll(decoderOf(given.version), [bytes]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the writer of PUBLISH', () => {
  const shapes = fc.record({ packetId: fc.integer({ min: 1, max: 0xffff }), dup: fc.boolean() });

  it('gives each subscriber the bytes that it would get alone', () => {
    const given = versions.chain((version) =>
      fc.record({
        version: fc.constant(version),
        publish: publishes(version),
        sent: fc.array(shapes),
      }),
    );
    fc.assert(
      fc.property(given, ({ version, publish, sent }) => {
        const encoder = new Encoder();
        for (const { packetId, dup } of sent) {
          const { qos } = publish as Publish;
          const packet = {
            ...(publish as Publish),
            packetId: qos > 0 ? packetId : 0,
            dup: dup && qos > 0,
          };
          expect(encode(packet, version, encoder)).toEqual(encode(packet, version));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is read by mqtt-packet as it was meant', () => {
    const given = versions.chain((version) =>
      fc.record({ version: fc.constant(version), publish: publishes(version) }),
    );
    fc.assert(
      fc.property(given, ({ version, publish }) => {
        const { message, qos, retain, dup, packetId } = publish as Publish;
        const [wire] = parseWire(encode(publish, version), version);
        expect(wire).toMatchObject({ cmd: 'publish', topic: message.topicName, qos, retain, dup });
        expect(wire).toMatchObject({ payload: message.payload });
        expect(wire?.messageId).toBe(qos > 0 ? packetId : undefined);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not copy a large payload', () => {
    const payload = Buffer.alloc(100_000);
    const message = {
      topicName: 't',
      payload,
      qos: 1,
      retain: false,
      properties: undefined,
    } as const;
    const chunks: Uint8Array[] = [];
    const publish = { type: 'PUBLISH', message, qos: 1, retain: false, dup: false } as const;
    new Encoder().encode({ ...publish, packetId: 1 }, 5, chunks);
    expect(chunks).toHaveLength(2);
    expect(chunks[1]).toBe(payload);
  });
});

describe("the broker's own packets", () => {
  const cases: [string, Packet, ProtocolVersion, object][] = [
    [
      'CONNACK of 3.1.1',
      { type: 'CONNACK', sessionPresent: false, reasonCode: 5, properties: undefined },
      4,
      { cmd: 'connack', returnCode: 5 },
    ],
    [
      'CONNACK of 5.0',
      {
        type: 'CONNACK',
        sessionPresent: true,
        reasonCode: 0,
        properties: {
          maximumQos: 1,
          retainAvailable: false,
          assignedClientIdentifier: 'made-up',
          serverKeepAlive: 60,
          sharedSubscriptionAvailable: true,
          authenticationData: new Uint8Array([1, 2]),
        },
      },
      5,
      {
        cmd: 'connack',
        sessionPresent: true,
        reasonCode: 0,
        properties: {
          maximumQoS: 1,
          retainAvailable: false,
          assignedClientIdentifier: 'made-up',
          serverKeepAlive: 60,
          sharedSubscriptionAvailable: true,
          authenticationData: Buffer.from([1, 2]),
        },
      },
    ],
    [
      'SUBACK of 3.1.1',
      { type: 'SUBACK', packetId: 7, reasonCodes: [0, 2, 0x80] },
      4,
      { cmd: 'suback', messageId: 7, granted: [0, 2, 0x80] },
    ],
    [
      'SUBACK of 5.0',
      { type: 'SUBACK', packetId: 7, reasonCodes: [0x87], properties: { reasonString: 'no' } },
      5,
      { granted: [0x87], properties: { reasonString: 'no' } },
    ],
    [
      'UNSUBACK of 3.1.1',
      { type: 'UNSUBACK', packetId: 7, reasonCodes: [0, 0] },
      4,
      { cmd: 'unsuback', messageId: 7, length: 2 },
    ],
    [
      'UNSUBACK of 5.0',
      { type: 'UNSUBACK', packetId: 7, reasonCodes: [0, 0x11] },
      5,
      { cmd: 'unsuback', granted: [0, 0x11] },
    ],
    ['PINGRESP', { type: 'PINGRESP' }, 4, { cmd: 'pingresp' }],
    [
      'DISCONNECT of 5.0',
      { type: 'DISCONNECT', reasonCode: 0x8b, properties: { serverReference: 'there' } },
      5,
      { cmd: 'disconnect', reasonCode: 0x8b, properties: { serverReference: 'there' } },
    ],
    [
      'AUTH',
      { type: 'AUTH', reasonCode: 0x18, properties: { authenticationMethod: 'm' } },
      5,
      { cmd: 'auth', reasonCode: 0x18, properties: { authenticationMethod: 'm' } },
    ],
    [
      'PUBACK of 5.0 with a reason',
      { type: 'PUBACK', packetId: 9, reasonCode: 0x10 },
      5,
      { cmd: 'puback', messageId: 9, reasonCode: 0x10 },
    ],
    [
      'PUBREL of 3.1.1',
      { type: 'PUBREL', packetId: 9, reasonCode: 0 },
      4,
      { cmd: 'pubrel', messageId: 9 },
    ],
  ];

  it.each(cases)('%s is read by mqtt-packet as it was meant', (_, packet, version, expected) => {
    const [wire, more] = parseWire(encode(packet, version), version);
    expect(wire).toMatchObject(expected);
    expect(more).toBeUndefined();
  });
});

function parseWire(bytes: Buffer, protocolVersion: ProtocolVersion): Wire[] {
  const packets: Wire[] = [];
  const reader = parser({ protocolVersion });
  reader.on('packet', (packet) => packets.push(packet));
  reader.on('error', (error) => {
    throw error;
  });
  reader.parse(bytes);
  return packets;
}
