/**
 * Reads the data representations of MQTT (5.0 section 1.5) from one packet's bytes.
 *
 * A decoder has one cursor and sets it on packet after packet, so that reading allocates only what it returns.
 * Every read throws MalformedError rather than pass the end.
 */
import { isUtf8 } from 'node:buffer';
import { MalformedError } from './malformed.ts';

/** Up to here a loop over the bytes is faster than a call into Node's validator. */
const SHORT_TEXT_BYTES = 48;

export class Cursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;

  /** Sets it on the bytes from `start` to before `end`. */
  set(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  byte(): number {
    return this.bytes[this.#take(1)] as number;
  }

  uint16(): number {
    const at = this.#take(2);
    return ((this.bytes[at] as number) << 8) | (this.bytes[at + 1] as number);
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.#take(4));
  }

  /** Variable Byte Integer: one to four bytes, and no more of them than the value needs. */
  variableByteInteger(): number {
    let value = 0;
    for (let shift = 0; shift <= 21; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (byte === 0 && shift > 0) throw new MalformedError('variable byte integer too long');
        return value;
      }
    }
    throw new MalformedError('variable byte integer of more than four bytes');
  }

  /** Not a copy: the bytes are those of the network's buffer. */
  binary(): Buffer {
    const length = this.uint16();
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** UTF-8 Encoded String: no ill-formed UTF-8, no U+0000. */
  text(): string {
    const length = this.uint16();
    const start = this.#take(length);
    return readText(this.bytes, start, start + length);
  }

  /** The rest of the packet; not a copy. */
  rest(): Buffer {
    const rest = this.bytes.subarray(this.at, this.end);
    this.at = this.end;
    return rest;
  }

  /** To be called when everything has been read that the packet should hold. */
  expectEnd(): void {
    if (this.at !== this.end) throw new MalformedError(`${this.remaining} bytes too many`);
  }

  #take(count: number): number {
    const start = this.at;
    if (start + count > this.end) throw new MalformedError('packet too short');
    this.at = start + count;
    return start;
  }
}

function readText(bytes: Buffer, start: number, end: number): string {
  if (end - start <= SHORT_TEXT_BYTES && isPlainAscii(bytes, start, end)) {
    return bytes.toString('latin1', start, end);
  }
  const text = bytes.subarray(start, end);
  if (!isUtf8(text)) throw new MalformedError('ill-formed UTF-8');
  if (text.includes(0)) throw new MalformedError('U+0000 in a string');
  return text.toString('utf8');
}

function isPlainAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    // One comparison for both ends: 0 wraps around to a large number.
    if (((byte - 1) & 0xff) > 0x7e) return false;
  }
  return true;
}
