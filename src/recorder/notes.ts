/**
 * The recorder's shorthand between the two threads: notes of 32-bit words. The first word of a note is its kind in the
 * lowest byte, and above it what the kind says. Texts and chunks follow their note, padded to whole words.
 */

export const Kind = {
  /** [kind, connection, length] and bytes that came from the network. */
  chunk: 1,
  /** [kind, t as a double in two words] for all that follows. */
  time: 2,
  /** [kind | effects << 8, connection]: a step whose input is the next thing in the connection's chunks. */
  nextPacket: 3,
  /** [kind | effects << 8, length] and the input's text. */
  input: 4,
  /** [kind, length] and an effect's text. */
  effect: 5,
  /** [kind, length] and the first part of a text that does not fit; the rest follows. */
  part: 6,
  /** [kind, delayMs]: the keep alive of the connection that the packet came from is set. */
  keepAlive: 7,
  /** [kind | shape << 8, connection, packetId, bytes, crc], then the message's number in two words if not current. */
  publish: 8,
  /** [kind | type << 8 | version << 16, connection, packetId | reasonCode << 16, bytes, crc]. */
  ack: 9,
  /** [kind, length] and a note's text, without number and time. */
  note: 10,
  /** [kind, steps] that are missing. */
  gap: 11,
} as const;

export const ACKS = ['PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'] as const;

/** The bits of `shape` of a PUBLISH: qos in two, then these, then the version. `current`: the step's own message. */
export const Shape = { retain: 1 << 2, dup: 1 << 3, current: 1 << 4, versionShift: 5 } as const;

export function keepAliveTimer(connection: number): string {
  return `connection ${connection} keepAlive`;
}
