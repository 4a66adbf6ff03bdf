import { describe, expect, it } from 'vitest';
import { Decoder } from '../../src/codec/decoder.ts';
import { malformedRows } from './malformed-rows.ts';
import { bytes, packet } from './packet-bytes.ts';

const MAXIMUM_PACKET_BYTES = 1_000;

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

describe('the decoder refuses', () => {
  it.each(malformedRows)('%s', (_, version, sent, reasonCode, detail, clauses) => {
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
