/** The packets of a record as the inspector tells of them: fields, properties, bytes, and what a trace does not keep. */
import { describe, expect, test } from 'vitest';
import type { Packet } from '../../machines/index.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { packetView } from '../../viz/packet/packet-view.ts';
import type { FieldView, PacketView } from '../../viz/packet/protocol.ts';
import { packetCalls } from '../../viz/worker/packet-calls.ts';
import { addRun } from '../../viz/worker/runs.ts';
import { simulateCalls } from '../../viz/worker/simulate-calls.ts';

const takeover = simulateCalls.simulate({ scenario: 'takeover', seed: '1' });

function drawn({ type, way, fate, size, fields, properties, hex, notes }: PacketView): string {
  const all = (each: readonly FieldView[]) => each.map(({ name, value }) => `  ${name}: ${value}`);
  const rows = hex.map(({ offset, bytes, text }) => `  ${offset} ${bytes.padEnd(23)} ${text}`);
  return [
    `${type} ${way}. ${fate} ${size}`,
    ...all(fields),
    'Properties',
    ...all(properties),
    ...rows,
    ...notes,
  ].join('\n');
}

type Flight = Parameters<typeof packetView>[0];

/** A packet as it stands in a trace, on its way to the broker. */
function viewOf(packet: unknown, version: 4 | 5 = 5): PacketView {
  const lifeline = { id: 'client a', kind: 'client', label: 'a', connections: [{}] };
  const moment = { index: 0, timeMs: 0 };
  const flight = {
    packet: packet as Packet,
    version,
    direction: 'toBroker',
    connection: { lifeline },
    sent: moment,
    received: moment,
    lost: undefined,
  };
  return packetView(flight as unknown as Flight);
}

const message = { topicName: 't', payload: { $text: '21.5' }, qos: 0, retain: false };
const publish = { type: 'PUBLISH', message, qos: 0, retain: false, dup: false, packetId: 0 };

describe('the packets of a record', () => {
  test('stand in order, sent and received, each once', () => {
    const { packets, packetsInAll } = packetCalls.packets({ run: takeover.run, n: 41 });
    expect(packets.map(({ type, way }) => `${type} ${way}`)).toEqual([
      'CONNECT "sensor" (c1.2) to the broker',
      'DISCONNECT the broker to "sensor" (c1.1)',
      'PUBLISH the broker to "heater"',
      'CONNACK the broker to "sensor" (c1.2)',
      'PUBLISH the broker to "sensor" (c1.2)',
    ]);
    expect(packetsInAll).toBe(5);
  });

  test('have fields, properties and bytes', () => {
    const { packets } = packetCalls.packets({ run: takeover.run, n: 41 });
    expect(packets.slice(0, 2).map(drawn).join('\n')).toMatchInlineSnapshot(`
      "CONNECT "sensor" (c1.2) to the broker. It takes 6 ms. MQTT 5.0, 57 bytes
        Protocol Version: 5 (5.0)
        Clean Start: 0
        Client Identifier: sensor
        Keep Alive: 60 s
        Will Topic Name: gone/sensor
        Will Payload: “connection lost” (15 bytes)
        Will QoS: 0
        Will Retain: 0
      Properties
        Session Expiry Interval: 300 s
        0000 10 37 00 04 4d 51 54 54 .7..MQTT
        0008 05 04 00 3c 05 11 00 00 ...<....
        0010 01 2c 00 06 73 65 6e 73 .,..sens
        0018 6f 72 00 00 0b 67 6f 6e or...gon
        0020 65 2f 73 65 6e 73 6f 72 e/sensor
        0028 00 0f 63 6f 6e 6e 65 63 ..connec
        0030 74 69 6f 6e 20 6c 6f 73 tion los
        0038 74                      t
      DISCONNECT the broker to "sensor" (c1.1). It is lost on the way. MQTT 5.0, 4 bytes
        Reason Code: Session taken over (0x8E)
      Properties
        0000 e0 02 8e 00             ...."
    `);
  });

  test('are none where none came or went', () => {
    const { packets } = packetCalls.packets({ run: takeover.run, n: 0 });
    expect(packets).toEqual([]);
  });
});

describe('a packet of a trace', () => {
  test('of 3.1.1 has no properties, and its words', () => {
    const connack = { type: 'CONNACK', sessionPresent: true, reasonCode: 5, properties: undefined };
    expect(drawn(viewOf(connack, 4))).toMatchInlineSnapshot(`
      "CONNACK "a" to the broker.  MQTT 3.1.1, 4 bytes
        Session Present: 1
        Connect Return code: 0x05 not authorized
      Properties
        0000 20 02 01 05              ..."
    `);
  });

  test('whose payload is not in the trace has no bytes made up', () => {
    const hashed = { ...message, payload: { $hashed: '9f86d081884c7d65', length: 4 } };
    const view = viewOf({ ...publish, message: hashed });
    expect(view.hex.map(({ bytes }) => bytes)).toEqual(['30 08 00 01 74 00 ·· ··', '·· ··']);
    expect(view.fields).toContainEqual({
      name: 'Payload',
      value: '4 bytes, in the trace as the hash 9f86d081… alone',
    });
    expect(view.notes).toEqual([
      '·· stands for bytes of a payload, which this trace does not keep.',
    ]);
    const omitted = viewOf({ ...publish, message: { ...message, payload: { $omitted: 1 } } });
    expect(omitted.fields).toContainEqual({ name: 'Payload', value: '1 byte, not in the trace' });
  });

  test('never shows a password, nor how long it is', () => {
    const connect = {
      type: 'CONNECT',
      protocolVersion: 5,
      cleanStart: true,
      clientId: 'a',
      keepAliveSeconds: 0,
      userName: 'u',
      password: { $secret: true },
      properties: {},
    };
    const view = viewOf(connect);
    expect(view.fields).toContainEqual({ name: 'Password', value: 'never in a trace' });
    expect(view.size).toBe('MQTT 5.0');
    expect(view.notes[0]).toContain('in no trace');
  });

  test('says which Topic Alias stands for its topic, and what its properties are', () => {
    const aliased = {
      ...publish,
      topicAlias: 3,
      isTopicOmitted: true,
      message: {
        ...message,
        properties: {
          userProperties: [
            ['a', 'b'],
            ['a', 'c'],
          ],
          messageExpiryInterval: 60,
        },
      },
    };
    const { fields, properties } = viewOf(aliased);
    expect(fields[0]).toEqual({ name: 'Topic Name', value: 'empty: the Topic Alias stands for t' });
    expect(properties.map(({ name, value }) => `${name}: ${value}`).sort()).toEqual([
      'Message Expiry Interval: 60 s',
      'Topic Alias: 3',
      'User Property: a: b',
      'User Property: a: c',
    ]);
  });

  test('that is long is shown by its beginning', () => {
    const long = viewOf({
      ...publish,
      message: { ...message, payload: { $text: 'x'.repeat(1_000) } },
    });
    expect(long.hex).toHaveLength(64);
    expect(long.notes).toEqual(['… and 495 bytes more.']);
  });
});

describe('all packets of a run', () => {
  test('are as long as the trace says that they were on the wire', () => {
    const lines: string[] = [];
    simulate(scenarioNamed('qos2-lost-pubcomp'), '1', (line) => lines.push(line));
    const is = { source: { kind: 'file', name: 'x' }, name: 'x', title: '', about: '' } as const;
    const { run } = addRun(lines, is);
    let checked = 0;
    for (const line of lines.slice(1)) {
      const { n, out = [] } = JSON.parse(line) as {
        n: number;
        out?: { type: string; bytes?: number }[];
      };
      const sizes = out.filter(({ type }) => type === 'transmit').map(({ bytes }) => bytes);
      const { packets } = packetCalls.packets({ run, n });
      const sent = packets.filter(({ way }) => way.startsWith('the broker to '));
      if (sizes.length === 0) continue;
      expect(sent.map(({ size }) => Number(/(\d+) byte/.exec(size)?.[1]))).toEqual(sizes);
      checked += sizes.length;
    }
    expect(checked).toBe(9);
  });
});
