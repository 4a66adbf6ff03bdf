/**
 * What can be said of bytes by their fixed header alone (sections 2.1 of both standards): which packet they begin, and
 * whether a decoder gives up there. What is in the body is a decoder's business, and the simulator has none.
 */
import { PACKET_TYPES } from '../../machines/packets.ts';

export interface Frame {
  /** `PUBLISH`; undefined for the type 0, which is reserved. */
  readonly type: string | undefined;
  /** Of the whole packet, its header included; undefined where the header is not complete, or wrong. */
  readonly length: number | undefined;
  /** Why it is no packet; undefined where the header has nothing wrong. */
  readonly problem: string | undefined;
}

const TYPES = [undefined, ...PACKET_TYPES];
const PUBLISH = 3;
/** Reserved flags are 0 but for PUBREL, SUBSCRIBE and UNSUBSCRIBE. */
const FLAGS: Readonly<Record<number, number>> = { 6: 2, 8: 2, 10: 2 };
const LENGTH_BYTES_MAXIMUM = 4;

/** @param bytes one at least */
export function frameOf(bytes: Uint8Array): Frame {
  const first = bytes[0] ?? 0;
  const number = first >> 4;
  const type = TYPES[number];
  const { length, problem } = remainingLength(bytes);
  return { type, length, problem: problemOf(number, first & 0x0f) ?? problem };
}

function problemOf(number: number, flags: number): string | undefined {
  if (number === 0) return 'packet type 0 is reserved';
  if (number !== PUBLISH) {
    const has = FLAGS[number] ?? 0;
    return flags === has ? undefined : `flags ${bits(flags)} of ${TYPES[number]}, not ${bits(has)}`;
  }
  const qos = (flags >> 1) & 3;
  if (qos === 3) return 'PUBLISH at QoS 3';
  return qos === 0 && (flags & 8) !== 0 ? 'PUBLISH at QoS 0 with DUP 1' : undefined;
}

function remainingLength(bytes: Uint8Array): Pick<Frame, 'length' | 'problem'> {
  let value = 0;
  for (let at = 1; at <= LENGTH_BYTES_MAXIMUM; at++) {
    const byte = bytes[at];
    if (byte === undefined) return { length: undefined, problem: undefined };
    value += (byte & 0x7f) * 128 ** (at - 1);
    if (byte < 0x80) return { length: 1 + at + value, problem: undefined };
  }
  return { length: undefined, problem: 'Remaining Length of more than four bytes' };
}

function bits(flags: number): string {
  return flags.toString(2).padStart(4, '0');
}
