/**
 * The recorder's shorthand between the two threads: notes of 32-bit words. The first word of a note is its kind in the
 * lowest byte, and above it what the kind says. Texts and chunks follow their note, padded to whole words.
 */
import type { Packet, Publish } from '../../machines/index.ts';

export const Kind = {
  /** [kind]: nothing, at the end of a block, so that its length is a multiple of CHUNK_WORDS. */
  padding: 0,
  /** [kind, connection, length] and bytes that came from the network. They begin at a multiple of CHUNK_WORDS. */
  chunk: 1,
  /** [kind, t as a double in two words] for all that follows. */
  time: 2,
  /** [kind, connection]: where the packets of the following steps come from. A chunk says so too. */
  from: 3,
  /** [kind | effects << 8]: a step whose input is the next packet in the connection's chunks. */
  packet: 4,
  /** The same, of a PUBLISH that has no properties, in 3.x and in 5.0. */
  plainPublish: 5,
  plainPublish5: 6,
  /** The same, of an acknowledgement that has no properties. */
  plainAck: 7,
  /** [kind | effects << 8, length] and the input's text. */
  input: 8,
  /** [kind, length] and an effect's text. */
  effect: 9,
  /** [kind, length] and the first part of a text that does not fit; the rest follows. */
  part: 10,
  /** [kind, delayMs]: the keep alive of the connection that the packet came from is set. */
  keepAlive: 11,
  /** [kind]: the same, with the delay of the last one. */
  keepAliveAgain: 12,
  /** [kind | shape << 8 | packetId << 16, connection], then the message's number in two words if not current. */
  publish: 13,
  /** [kind | shape << 8 | packetId << 16, connection, reasonCode]. */
  ack: 14,
  /** [kind, length] and a note's text, without number and time. */
  note: 15,
  /** [kind, connection]: nothing will come from it any more. */
  forget: 16,
  /** [kind, steps] that are missing, and padding as before a chunk. A turn begins anew. */
  gap: 17,
  /** [kind | version << 8, connection]: the effect that follows is any other packet, up to its check. */
  transmit: 18,
  /** The same, and the packet is not checked. */
  unchecked: 19,
  /** [kind, connection, length] and bytes of packets that were transmitted. They begin as those of a chunk do. */
  sent: 20,
  /** [kind, connection]: the bytes of the `sent` before, once more. */
  sentAgain: 21,
  /** [kind, connection, length] of a payload that followed what was sent. Nobody asks for its bytes. */
  sentPayload: 22,
  /** [kind], and padding as before a chunk: all has been sent that the steps up to here transmit. */
  turn: 23,
} as const;

/** Memory that both threads see is copied eight times as fast from one multiple of eight bytes to another. */
export const CHUNK_WORDS = 2;
export const WORD_BYTES = 4;

export const ACKS = ['PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'] as const;

/**
 * The bits of a PUBLISH's `shape`: qos in two, then these, then the version from 3. `current`: the step's own message.
 * An acknowledgement's are its place in ACKS in two, and then the version.
 */
export const Shape = {
  retain: 1 << 2,
  dup: 1 << 3,
  current: 1 << 4,
  versionShift: 5,
  ackVersionShift: 2,
} as const;

export const FIRST_VERSION = 3;

const KIND_BITS = 0xff;
const SHAPE_SHIFT = 8;
const SHAPE_BITS = 0xff;
const PACKET_ID_SHIFT = 16;

export type AckPacket = Extract<Packet, { readonly type: (typeof ACKS)[number] }>;

/** The first word of a PUBLISH's note. `current` is 0 or that bit. */
export function publishNote(packet: Publish, version: number, current: number): number {
  const { qos, retain, dup, packetId } = packet;
  const flags = qos | (retain ? Shape.retain : 0) | (dup ? Shape.dup : 0) | current;
  const shape = flags | ((version - FIRST_VERSION) << Shape.versionShift);
  return Kind.publish | (shape << SHAPE_SHIFT) | (packetId << PACKET_ID_SHIFT);
}

/** The first word of an acknowledgement's note. */
export function ackNote({ type, packetId }: AckPacket, version: number): number {
  const shape = ACKS.indexOf(type) | ((version - FIRST_VERSION) << Shape.ackVersionShift);
  return Kind.ack | (shape << SHAPE_SHIFT) | (packetId << PACKET_ID_SHIFT);
}

/** The first word of a note about any other packet. */
export function packetNote(version: number, isChecked: boolean): number {
  return (isChecked ? Kind.transmit : Kind.unchecked) | (version << SHAPE_SHIFT);
}

export function kindOf(first: number): number {
  return first & KIND_BITS;
}

/** What a first word has above its kind: effects that follow, or a version. */
export function moreOf(first: number): number {
  return first >>> SHAPE_SHIFT;
}

export function shapeOf(first: number): number {
  return (first >>> SHAPE_SHIFT) & SHAPE_BITS;
}

export function packetIdOf(first: number): number {
  return first >>> PACKET_ID_SHIFT;
}

export function keepAliveTimer(connection: number): string {
  return `connection ${connection} keepAlive`;
}
