/**
 * Lines of a trace as bytes. What comes line after line does not go through strings: text is copied from fragments and
 * from packets, and numbers are written digit by digit.
 */
import { type Fragment, isLittleEndian, UNIT_BYTES } from './fragments.ts';
import { isPlainUtf8 } from './plain-text.ts';

const WORD_BYTES = 4;
/** There is always room for so much more than was reserved: for fragments and numbers, which are short. */
const SPARE_BYTES = 1_024;
/** From here on Node's own copy is faster. */
const LONG_COPY_BYTES = 256;
/** A character takes at most so many. */
const UTF8_BYTES = 3;
const UINT32_END = 2 ** 32;
const MILLION = 1_000_000;
const MILLION_DIGITS = 6;

const COMMA = 0x2c;
const LINE_END = 0x0a;
const ZERO = 0x30;
/** Three plain characters, for a byte that comes without others. */
const FILLING = 0x6161_6100;

/** Two digits each, as they stand in memory. */
const pairs = new Uint16Array(100);
for (let value = 0; value < pairs.length; value++) {
  pairs[value] = (0x30 + Math.floor(value / 10)) | ((0x30 + (value % 10)) << 8);
}

/** Where bytes are copied from. */
export interface Source {
  readonly bytes: Buffer;
  /** The same memory. */
  readonly view: DataView;
}

export function sourceOf(bytes: Buffer): Source {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Copies run over their end by a few bytes, into what will be written next. */
export class LineBuffer {
  bytes: Buffer;
  view: DataView;
  /** Where the next byte goes. */
  at = 0;
  readonly #startBytes: number;

  constructor(startBytes: number) {
    this.#startBytes = startBytes;
    ({ bytes: this.bytes, view: this.view } = sourceOf(Buffer.allocUnsafeSlow(startBytes)));
  }

  /** Makes room. What is as long as it likes does so itself; for the rest it is enough to have asked now and then. */
  reserve(bytes = 0): void {
    if (this.at + bytes + SPARE_BYTES > this.bytes.length) this.#grow(bytes);
  }

  /** The bytes before `end` have been taken. */
  shift(end: number): void {
    const { bytes, at } = this;
    // One line of a million subscribers is no reason to keep that much.
    const isTooLarge = bytes.length > this.#startBytes && at - end < this.#startBytes / 2;
    if (isTooLarge) this.#replace(this.#startBytes);
    bytes.copy(this.bytes, 0, end, at);
    this.at = at - end;
  }

  fragment({ units, start, length }: Fragment): void {
    const { view } = this;
    let to = this.at;
    const end = to + length;
    for (let unit = start; to < end; unit++) {
      view.setFloat64(to, units[unit] as number, isLittleEndian);
      to += UNIT_BYTES;
    }
    this.at = end;
  }

  /** A whole number from 0. */
  number(value: number): void {
    if (value < MILLION) this.#digits(value, digitsOf(value));
    else if (value >= UINT32_END) this.text(String(value));
    else {
      const millions = Math.floor(value / MILLION);
      this.#digits(millions, digitsOf(millions));
      this.#digits(value - millions * MILLION, MILLION_DIGITS);
    }
  }

  comma(): void {
    this.bytes[this.at++] = COMMA;
  }

  endLine(): void {
    this.bytes[this.at++] = LINE_END;
  }

  text(text: string): void {
    this.reserve(text.length * UTF8_BYTES);
    this.at += this.bytes.write(text, this.at);
  }

  copy({ bytes, view }: Source, from: number, length: number): void {
    this.reserve(length);
    if (length >= LONG_COPY_BYTES || from + length + WORD_BYTES > bytes.length) {
      this.bytes.set(bytes.subarray(from, from + length), this.at);
    } else {
      for (let at = 0; at < length; at += WORD_BYTES) {
        this.view.setInt32(this.at + at, view.getInt32(from + at, true), true);
      }
    }
    this.at += length;
  }

  /** What stands before, once more. It is ASCII. */
  again(from: number, length: number): void {
    this.reserve(length);
    const { view, at } = this;
    for (let done = 0; done < length; done += UNIT_BYTES) {
      view.setFloat64(at + done, view.getFloat64(from + done, true), true);
    }
    this.at = at + length;
  }

  /** UTF-8 within quotes. False when there are characters in it that JSON wants escaped; nothing is written then. */
  plainUtf8({ bytes, view }: Source, from: number, length: number): boolean {
    this.reserve(length);
    const { at } = this;
    let done = 0;
    for (; done + WORD_BYTES <= length; done += WORD_BYTES) {
      const four = view.getInt32(from + done, true);
      if (!isPlainUtf8(four)) return false;
      this.view.setInt32(at + done, four, true);
    }
    for (; done < length; done++) {
      const byte = bytes[from + done] as number;
      if (!isPlainUtf8(byte | FILLING)) return false;
      this.bytes[at + done] = byte;
    }
    this.at = at + length;
    return true;
  }

  /** `value` has at most so many digits, and zeros come before it. */
  #digits(value: number, count: number): void {
    let rest = value | 0;
    let to = this.at + count;
    const start = this.at;
    this.at = to;
    for (; to - start >= 2; to -= 2) {
      const hundreds = (rest / 100) | 0;
      this.view.setUint16(to - 2, pairs[rest - hundreds * 100] as number, true);
      rest = hundreds;
    }
    if (to > start) this.bytes[start] = ZERO + rest;
  }

  #grow(bytes: number): void {
    const old = this.bytes;
    this.#replace(Math.max(2 * old.length, this.at + bytes + SPARE_BYTES));
    old.copy(this.bytes, 0, 0, this.at);
  }

  #replace(length: number): void {
    ({ bytes: this.bytes, view: this.view } = sourceOf(Buffer.allocUnsafeSlow(length)));
  }
}

function digitsOf(value: number): number {
  if (value < 100) return value < 10 ? 1 : 2;
  if (value < 10_000) return value < 1_000 ? 3 : 4;
  return value < 100_000 ? 5 : MILLION_DIGITS;
}
