/** The packets that brokers read and write most, in mqtt-packet's words and in ours. */
import type { Packet as Wire } from 'mqtt-packet';
import type { Packet } from '../machines/packets.ts';

export interface CodecCase {
  readonly name: string;
  readonly version: 4 | 5;
  /** What a client sends; undefined for what only brokers send. */
  readonly decoded?: Wire;
  readonly encoded?: { readonly ours: Packet; readonly wire: Wire };
  /** The first packet of a stream. */
  readonly isFirst: boolean;
  /** The same message over and over, to one subscriber after the other. */
  readonly isFannedOut: boolean;
}

const topic = 'bench/floor/1/temperature';
const payload = Buffer.alloc(32, 'x');
const plain = { isFirst: false, isFannedOut: false };

const publish0: Wire = { cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false };
const publish1: Wire = { ...publish0, qos: 1, messageId: 7 };
const publish5: Wire = {
  ...publish1,
  properties: { contentType: 'text/plain', userProperties: { unit: 'celsius' } },
};

function ours(qos: 0 | 1, properties?: object): Packet {
  const message = { topicName: topic, payload, qos, retain: false, properties };
  return { type: 'PUBLISH', message, qos, retain: false, dup: false, packetId: qos === 0 ? 0 : 7 };
}

export const codecCases: readonly CodecCase[] = [
  {
    ...plain,
    name: 'CONNECT 3.1.1 with a will',
    version: 4,
    isFirst: true,
    decoded: {
      cmd: 'connect',
      protocolVersion: 4,
      clientId: 'sensor-1',
      clean: false,
      keepalive: 60,
      username: 'sensor',
      password: Buffer.from('secret'),
      will: { topic: 'bench/gone', payload, qos: 1, retain: false },
    },
  },
  {
    ...plain,
    name: 'PUBLISH QoS 0',
    version: 4,
    decoded: publish0,
    encoded: { ours: ours(0), wire: publish0 },
  },
  {
    ...plain,
    name: 'PUBLISH QoS 1',
    version: 4,
    decoded: publish1,
    encoded: { ours: ours(1), wire: publish1 },
  },
  {
    ...plain,
    name: 'PUBLISH QoS 1, to one more subscriber',
    version: 4,
    isFannedOut: true,
    encoded: { ours: ours(1), wire: publish1 },
  },
  {
    ...plain,
    name: 'PUBLISH 5.0 with properties',
    version: 5,
    decoded: publish5,
    encoded: {
      ours: ours(1, { contentType: 'text/plain', userProperties: [['unit', 'celsius']] }),
      wire: publish5,
    },
  },
  {
    ...plain,
    name: 'PUBACK',
    version: 4,
    decoded: { cmd: 'puback', messageId: 7 },
    encoded: {
      ours: { type: 'PUBACK', packetId: 7, reasonCode: 0 },
      wire: { cmd: 'puback', messageId: 7 },
    },
  },
  {
    ...plain,
    name: 'SUBSCRIBE 5.0',
    version: 5,
    decoded: {
      cmd: 'subscribe',
      messageId: 7,
      subscriptions: [{ topic: 'bench/+/1/#', qos: 1, nl: false, rap: false, rh: 0 }],
    },
  },
  {
    ...plain,
    name: 'CONNACK 3.1.1',
    version: 4,
    encoded: {
      ours: { type: 'CONNACK', sessionPresent: true, reasonCode: 0, properties: undefined },
      wire: { cmd: 'connack', sessionPresent: true, returnCode: 0 },
    },
  },
];
