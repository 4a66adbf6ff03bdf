/**
 * The fixed header (5.0 section 2.1): where a packet ends in a stream of bytes, and whether it may begin so.
 */
import { type Clause, ReasonCode } from '../../machines/index.ts';
import { hex, MALFORMED, MalformedError, protocolError } from './malformed.ts';

/** MQTT Control Packet types by their number. */
export const PacketNumber = {
  CONNECT: 1,
  CONNACK: 2,
  PUBLISH: 3,
  PUBACK: 4,
  PUBREC: 5,
  PUBREL: 6,
  PUBCOMP: 7,
  SUBSCRIBE: 8,
  SUBACK: 9,
  UNSUBSCRIBE: 10,
  UNSUBACK: 11,
  PINGREQ: 12,
  PINGRESP: 13,
  DISCONNECT: 14,
  AUTH: 15,
} as const;

/** A fixed header: one byte and a Remaining Length of at most four. */
export const FIXED_HEADER_MAXIMUM_BYTES = 5;

const REQUIRED_FLAGS: readonly number[] = [0, 0, 0, 0, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0];
/** The statements about the flags of one packet type. */
const FLAGS_OF: Readonly<Record<number, readonly Clause[]>> = {
  [PacketNumber.PUBREL]: ['v3 MQTT-3.6.1-1', 'v5 MQTT-3.6.1-1'],
  [PacketNumber.SUBSCRIBE]: ['v3 MQTT-3.8.1-1', 'v5 MQTT-3.8.1-1'],
  [PacketNumber.UNSUBSCRIBE]: ['v3 MQTT-3.10.1-1', 'v5 MQTT-3.10.1-1'],
  [PacketNumber.DISCONNECT]: ['v3 MQTT-3.14.1-1', 'v5 MQTT-3.14.1-1'],
  [PacketNumber.AUTH]: ['v5 MQTT-3.15.1-1'],
};
const NAMES: readonly string[] = ['', ...Object.keys(PacketNumber)];
const DUP_FLAG = 0x08;
/** What 3.1 sends at QoS 1, and may send again with DUP set. */
const REPEATABLE_IN_3_1: ReadonlySet<number> = new Set([
  PacketNumber.PUBREL,
  PacketNumber.SUBSCRIBE,
  PacketNumber.UNSUBSCRIBE,
]);
const SENT_BY_SERVERS: ReadonlyMap<number, string> = new Map([
  [PacketNumber.CONNACK, 'CONNACK'],
  [PacketNumber.SUBACK, 'SUBACK'],
  [PacketNumber.UNSUBACK, 'UNSUBACK'],
  [PacketNumber.PINGRESP, 'PINGRESP'],
]);

/** Checks packet type and flags. Throws MalformedError; a stranger's first byte usually ends here. */
export function checkFirstByte(first: number, version: number): void {
  const number = first >> 4;
  const flags = first & 0x0f;
  if (number === PacketNumber.PUBLISH) {
    if ((flags & 0x06) === 0x06) {
      throw new MalformedError('QoS of PUBLISH is 3', ['v3 MQTT-3.3.1-4', 'v5 MQTT-3.3.1-4']);
    }
    if ((flags & 0x0e) === DUP_FLAG && version !== 3) {
      throw new MalformedError('DUP of PUBLISH is 1 at QoS 0', [
        'v3 MQTT-3.3.1-2',
        'v5 MQTT-3.3.1-2',
      ]);
    }
    return;
  }
  if (number === 0 || (number === PacketNumber.AUTH && version !== 5)) {
    throw new MalformedError(`packet type ${number}`, [...MALFORMED, 'v5 2.1.2 packet type 0']);
  }
  const isRepeated = version === 3 && flags === (2 | DUP_FLAG) && REPEATABLE_IN_3_1.has(number);
  if (flags !== REQUIRED_FLAGS[number] && !isRepeated) {
    throw new MalformedError(`flags ${hex(flags)} of ${NAMES[number]}`, [
      'v3 MQTT-2.2.2-2',
      'v5 MQTT-2.1.3-1',
      ...(FLAGS_OF[number] ?? []),
    ]);
  }
  const name = SENT_BY_SERVERS.get(number);
  if (name !== undefined) {
    throw protocolError(
      `${name}, which only a server sends`,
      'v3 MQTT-4.8.0-1',
      'v5 4.13.1 protocol error',
    );
  }
}

/** Bytes of a packet in all, or undefined while the header is not complete. */
export interface Frame {
  /** Where the variable header begins, from the packet's first byte. */
  headerBytes: number;
  /** 0 while the fixed header is not complete. */
  totalBytes: number;
}

/** Reads the fixed header at `start` into `frame`, which is reused from packet to packet. */
export function readFrame(bytes: Uint8Array, start: number, end: number, frame: Frame): void {
  frame.totalBytes = 0;
  let length = 0;
  for (let index = 1; index < FIXED_HEADER_MAXIMUM_BYTES; index++) {
    if (start + index >= end) return;
    const byte = bytes[start + index] as number;
    length |= (byte & 0x7f) << (7 * (index - 1));
    if (byte < 0x80) {
      if (byte === 0 && index > 1) {
        throw new MalformedError('Remaining Length takes more bytes than it needs', [
          'v3 MQTT-4.8.0-1',
          'v5 MQTT-1.5.5-1',
        ]);
      }
      frame.headerBytes = index + 1;
      frame.totalBytes = length + index + 1;
      return;
    }
  }
  throw new MalformedError('Remaining Length of more than four bytes', [
    'v3 MQTT-4.8.0-1',
    'v5 1.5.5 four bytes',
  ]);
}

/** Throws when a packet is larger than we have said we accept. */
export function checkSize(frame: Frame, maximumBytes: number): void {
  if (frame.totalBytes <= maximumBytes) return;
  const detail = `packet of ${frame.totalBytes} bytes, and ${maximumBytes} are allowed`;
  // A limit of ours, which only 5.0 clients are told.
  const clauses = ['v5 MQTT-3.2.2-15', 'v5 3.2.2.3.6 packet too large'] as const;
  throw new MalformedError(detail, clauses, ReasonCode.packetTooLarge);
}
