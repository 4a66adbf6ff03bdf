/**
 * Reads the data representations of MQTT (5.0 section 1.5) from one packet's bytes.
 *
 * A decoder has one cursor and sets it on packet after packet, so that reading allocates only what it returns.
 * Every read throws MalformedError rather than pass the end.
 */
import { isUtf8 } from 'node:buffer';
import { type Clause, quoted } from '../../machines/index.ts';
import { MALFORMED, MalformedError } from './malformed.ts';
import type { TextField } from './text-fields.ts';

/** Up to here a loop over the bytes is faster than a call into Node's validator. */
const SHORT_TEXT_BYTES = 48;

export class Cursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  /** That the stream is in, once CONNECT has said; 0 before. */
  version = 0;

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
        if (byte === 0 && shift > 0) {
          throw new MalformedError('a variable byte integer takes more bytes than it needs', [
            'v5 MQTT-1.5.5-1',
          ]);
        }
        return value;
      }
    }
    throw new MalformedError('a variable byte integer of more than four bytes', [
      'v5 1.5.5 four bytes',
    ]);
  }

  /** Not a copy: the bytes are those of the network's buffer. */
  binary(): Buffer {
    const length = this.uint16();
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** UTF-8 Encoded String: no ill-formed UTF-8, no U+0000. `field` is what errors call it. */
  text(field: TextField): string {
    const length = this.uint16();
    const start = this.#take(length);
    return readText(this.bytes, start, start + length, field);
  }

  /** The rest of the packet; not a copy. */
  rest(): Buffer {
    const rest = this.bytes.subarray(this.at, this.end);
    this.at = this.end;
    return rest;
  }

  /** To be called when everything has been read that the packet should hold; `clauses` are broken if there is more. */
  expectEnd(clauses: readonly Clause[] = MALFORMED): void {
    if (this.at !== this.end) {
      throw new MalformedError(
        `the packet goes on for ${bytes(this.remaining)} behind its end`,
        clauses,
      );
    }
  }

  #take(count: number): number {
    const start = this.at;
    if (start + count > this.end) {
      const missing = bytes(start + count - this.end);
      throw new MalformedError(`the packet ends ${missing} too early`, MALFORMED);
    }
    this.at = start + count;
    return start;
  }
}

function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}

function readText(bytes: Buffer, start: number, end: number, field: TextField): string {
  if (end - start <= SHORT_TEXT_BYTES && isPlainAscii(bytes, start, end)) {
    return bytes.toString('latin1', start, end);
  }
  const text = bytes.subarray(start, end);
  if (!isUtf8(text)) {
    // Shown with replacement characters.
    const detail = `${field.title} ${quoted(text.toString('utf8'))} is ill-formed UTF-8`;
    throw new MalformedError(detail, field.illFormed);
  }
  if (text.includes(0)) {
    const detail = `${field.title} ${quoted(text.toString('utf8'))} has U+0000`;
    throw new MalformedError(detail, field.withNull);
  }
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
