/** What a client of ours writes and reads: bytes of 3.1.1 and 5.0, as far as a soak needs them. */
import type { Connect, Packet, ProtocolVersion, QoS } from '../../machines/packets.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';

export type Incoming =
  | { readonly type: 'CONNACK'; readonly sessionPresent: boolean; readonly reasonCode: number }
  | {
      readonly type: 'PUBLISH';
      readonly qos: QoS;
      readonly dup: boolean;
      readonly packetId: number;
      readonly payload: Buffer;
    }
  | {
      readonly type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP' | 'SUBACK';
      readonly packetId: number;
      /** Of SUBACK the first. */
      readonly reasonCode: number;
    }
  | { readonly type: 'PINGRESP' }
  | { readonly type: 'DISCONNECT'; readonly reasonCode: number }
  | { readonly type: 'unknown'; readonly firstByte: number };

const ACKS: readonly (Incoming['type'] & ('PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP'))[] = [
  'PUBACK',
  'PUBREC',
  'PUBREL',
  'PUBCOMP',
];
const PUBACK_NUMBER = 4;

const encoder = new WireEncoder();

export function encode(packet: Packet, version: ProtocolVersion): Uint8Array {
  return encoder.encode(packet, version);
}

export function connectPacket(
  about: Pick<Connect, 'clientId' | 'cleanStart' | 'keepAliveSeconds' | 'protocolVersion'> &
    Partial<Connect>,
): Connect {
  const nothing = { userName: undefined, password: undefined, will: undefined, properties: {} };
  return { type: 'CONNECT', ...nothing, ...about };
}

export function subscribePacket(topicFilter: string, qos: QoS): Packet {
  const options = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  const subscriptions = [{ topicFilter, qos, ...options }];
  return { type: 'SUBSCRIBE', packetId: 1, subscriptions, subscriptionIdentifier: undefined };
}

export function publishPacket(
  topicName: string,
  text: string,
  about: { qos: QoS; packetId: number; retain?: boolean; dup?: boolean },
): Packet {
  const { qos, packetId, retain = false, dup = false } = about;
  const message = { topicName, payload: Buffer.from(text), qos, retain, properties: undefined };
  return { type: 'PUBLISH', message, qos, retain, dup, packetId };
}

export function ackPacket(
  type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP',
  packetId: number,
  reasonCode = 0,
): Packet {
  return { type, packetId, reasonCode };
}

/** The packet in `bytes` from `start` to `end`, which is whole. */
export function decode(
  bytes: Buffer,
  start: number,
  end: number,
  version: ProtocolVersion,
): Incoming {
  const first = bytes[start] as number;
  const body = bodyAt(bytes, start);
  const number = first >> 4;
  const ack = ACKS[number - PUBACK_NUMBER];
  if (ack !== undefined) {
    const reasonCode = end - body > 2 ? (bytes[body + 2] as number) : 0;
    return { type: ack, packetId: bytes.readUInt16BE(body), reasonCode };
  }
  switch (number) {
    case 2: {
      const sessionPresent = bytes[body] === 1;
      return { type: 'CONNACK', sessionPresent, reasonCode: bytes[body + 1] as number };
    }
    case 3:
      return decodePublish(bytes, first, body, end, version);
    case 9:
      // The reason codes are last, and there is one.
      return {
        type: 'SUBACK',
        packetId: bytes.readUInt16BE(body),
        reasonCode: bytes[end - 1] as number,
      };
    case 13:
      return { type: 'PINGRESP' };
    case 14:
      return { type: 'DISCONNECT', reasonCode: end > body ? (bytes[body] as number) : 0 };
    default:
      return { type: 'unknown', firstByte: first };
  }
}

function decodePublish(
  bytes: Buffer,
  first: number,
  body: number,
  end: number,
  version: ProtocolVersion,
): Incoming {
  const qos = ((first >> 1) & 3) as QoS;
  let at = body + 2 + bytes.readUInt16BE(body);
  const packetId = qos > 0 ? bytes.readUInt16BE(at) : 0;
  if (qos > 0) at += 2;
  // Fewer than 128 bytes of properties: the length is a single byte, since all that is ours has none.
  if (version === 5) at += 1 + (bytes[at] as number);
  // Copied, for the buffer is that of the next read too.
  const payload = Buffer.from(bytes.subarray(at, end));
  return { type: 'PUBLISH', qos, dup: (first & 8) !== 0, packetId, payload };
}

/** Behind the fixed header. */
function bodyAt(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while ((bytes[at] as number) >= 0x80) at++;
  return at + 1;
}
