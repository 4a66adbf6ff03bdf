/** What clients send, as bytes made beforehand. MQTT 3.1.1, which all three brokers speak. */
import { generate } from 'mqtt-packet';
import type { QoS } from '../../machines/packets.ts';

export const PACKET = {
  CONNACK: 2,
  PUBLISH: 3,
  PUBACK: 4,
  PUBREC: 5,
  PUBREL: 6,
  PUBCOMP: 7,
  SUBACK: 9,
} as const;

/** A reading of a sensor, about. */
const PAYLOAD = Buffer.alloc(32, 'x');

export const DISCONNECT = generate({ cmd: 'disconnect' });

/** Without Keep Alive: nothing but the load is to move. */
export function connectBytes(clientId: string, clean: boolean): Buffer {
  return generate({ cmd: 'connect', protocolVersion: 4, clientId, clean, keepalive: 0 });
}

export function subscribeBytes(topic: string, qos: QoS): Buffer {
  return generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] });
}

/** As many PUBLISH packets in a row, with Packet Identifiers from `firstId` on. */
export function publishBurst(topic: string, qos: QoS, firstId: number, count: number): Buffer {
  const about = { cmd: 'publish' as const, topic, qos, retain: false, dup: false };
  const packets = Array.from({ length: count }, (_, i) =>
    generate({ ...about, payload: PAYLOAD, ...(qos > 0 && { messageId: firstId + i }) }),
  );
  return Buffer.concat(packets);
}
