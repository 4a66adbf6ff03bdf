/**
 * The fixed header (5.0 section 2.1): where a packet ends in a stream of bytes, and whether it may begin so.
 */
import { ReasonCode } from '../../machines/index.ts';
import { MalformedError, protocolError } from './malformed.ts';

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
    if ((flags & 0x06) === 0x06) throw new MalformedError('PUBLISH with QoS 3');
    if ((flags & 0x0e) === DUP_FLAG && version !== 3) {
      throw new MalformedError('PUBLISH with DUP at QoS 0');
    }
    return;
  }
  if (number === 0 || (number === PacketNumber.AUTH && version !== 5)) {
    throw new MalformedError(`packet type ${number}`);
  }
  const isRepeated = version === 3 && flags === (2 | DUP_FLAG) && REPEATABLE_IN_3_1.has(number);
  if (flags !== REQUIRED_FLAGS[number] && !isRepeated) {
    throw new MalformedError(`flags ${flags} in packet type ${number}`);
  }
  const name = SENT_BY_SERVERS.get(number);
  if (name !== undefined) throw protocolError(`${name} from a client`);
}

/** Bytes of a packet in all, or undefined while the header is not complete. */
export interface Frame {
  /** Where the variable header begins, from the packet's first byte. */
  headerBytes: number;
  /** 0 while the fixed header is not complete. */
  totalBytes: number;
}

/** Reads the fixed header at `start` into `frame`, which is reused from packet to packet. */
export function readFrame(bytes: Buffer, start: number, end: number, frame: Frame): void {
  frame.totalBytes = 0;
  let length = 0;
  for (let index = 1; index < FIXED_HEADER_MAXIMUM_BYTES; index++) {
    if (start + index >= end) return;
    const byte = bytes[start + index] as number;
    length |= (byte & 0x7f) << (7 * (index - 1));
    if (byte < 0x80) {
      if (byte === 0 && index > 1) throw new MalformedError('remaining length too long');
      frame.headerBytes = index + 1;
      frame.totalBytes = length + index + 1;
      return;
    }
  }
  throw new MalformedError('remaining length of more than four bytes');
}

/** Throws when a packet is larger than we have said we accept. */
export function checkSize(frame: Frame, maximumBytes: number): void {
  if (frame.totalBytes <= maximumBytes) return;
  const detail = `packet of ${frame.totalBytes} bytes, and ${maximumBytes} are allowed`;
  throw new MalformedError(detail, ReasonCode.packetTooLarge);
}
