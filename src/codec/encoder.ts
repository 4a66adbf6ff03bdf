/**
 * MQTT Control Packets to bytes. What a broker sends most is written by hand, everything else by mqtt-packet.
 */
import type { Packet, ProtocolVersion } from '../../machines/index.ts';
import { PacketNumber } from './frame.ts';
import type { AckPacket } from './read-publish.ts';
import { generate } from './to-mqtt-packet.ts';
import { PublishWriter } from './write-publish.ts';

const PINGRESP = Buffer.from([PacketNumber.PINGRESP << 4, 0]);
const ACK_FIRST_BYTE = {
  PUBACK: PacketNumber.PUBACK << 4,
  PUBREC: PacketNumber.PUBREC << 4,
  PUBREL: (PacketNumber.PUBREL << 4) | 2,
  PUBCOMP: PacketNumber.PUBCOMP << 4,
} as const;

/** One for all connections, so that a message fanned out to many of them is written once. */
export class Encoder {
  readonly #publishes = new PublishWriter();

  /**
   * Appends the packet's bytes to `chunks` and returns how many they are. A chunk may be shared with other
   * connections and with the message, so nobody may write to it.
   */
  encode(packet: Packet, version: ProtocolVersion, chunks: Uint8Array[]): number {
    switch (packet.type) {
      case 'PUBLISH':
        return this.#publishes.write(packet, version, chunks);
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        return push(chunks, writeAck(packet, version));
      case 'PINGRESP':
        return push(chunks, PINGRESP);
      default:
        return push(chunks, generate(packet, version));
    }
  }
}

function push(chunks: Uint8Array[], chunk: Buffer): number {
  chunks.push(chunk);
  return chunk.length;
}

function writeAck(ack: AckPacket, version: ProtocolVersion): Buffer {
  if (version === 5 && ack.properties !== undefined) return generate(ack, version);
  const hasReason = version === 5 && ack.reasonCode !== 0;
  const bytes = Buffer.allocUnsafe(hasReason ? 5 : 4);
  bytes[0] = ACK_FIRST_BYTE[ack.type];
  bytes[1] = bytes.length - 2;
  bytes[2] = ack.packetId >> 8;
  bytes[3] = ack.packetId & 0xff;
  if (hasReason) bytes[4] = ack.reasonCode;
  return bytes;
}
