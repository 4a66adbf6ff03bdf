/**
 * A place in the bytes of a trace, and what may stand there. Whoever reads millions of lines cannot afford a string for
 * each: what is expected is held against the bytes themselves, four at a time.
 */

const WORD_BYTES = 4;
const LINE_END = 0x0a;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
/** So many digits make an integer of 32 bits, with which the machine is much faster. */
const SMALL_DIGITS = 9;
/** So many are exact in a number. */
const DIGITS_MAX = 15;
const ASCII_END = 0x80;

/** ASCII that a cursor can look for. */
export class Literal {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;

  constructor(text: string) {
    this.bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const view = new DataView(this.bytes.buffer);
    const words = Math.floor(text.length / WORD_BYTES);
    this.words = Int32Array.from({ length: words }, (_, index) =>
      view.getInt32(index * WORD_BYTES),
    );
  }
}

/** A place. What is found there is stepped over. */
export class ByteCursor {
  at = 0;
  bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.bytes.buffer);

  open({ buffer, byteOffset, length }: Uint8Array): void {
    // Not the caller's own object: a Buffer of Node's is slower, and its methods do other things.
    this.bytes = new Uint8Array(buffer, byteOffset, length);
    this.#view = new DataView(buffer, byteOffset, length);
    this.at = 0;
  }

  /** Whether it stands there. */
  skip({ bytes: expected, words }: Literal): boolean {
    const { at, bytes } = this;
    const { length } = expected;
    if (at + length > bytes.length) return false;
    const view = this.#view;
    let done = 0;
    for (let index = 0; index < words.length; index++, done += WORD_BYTES) {
      if (view.getInt32(at + done) !== words[index]) return false;
    }
    for (; done < length; done++) if (bytes[at + done] !== expected[done]) return false;
    this.at = at + length;
    return true;
  }

  /** Where the line that it is in ends. */
  lineEnd(at = this.at): number {
    const end = this.bytes.indexOf(LINE_END, at);
    return end < 0 ? this.bytes.length : end;
  }

  /** Moves to the beginning of a line, where it may be already. */
  endLine(): void {
    if (this.at > 0 && this.bytes[this.at - 1] !== LINE_END) this.at = this.lineEnd() + 1;
  }

  /** The same for a place further on in the line. */
  find(literal: Literal): boolean {
    const { bytes } = this;
    const first = literal.bytes[0];
    for (let at = this.at; at < bytes.length && bytes[at] !== LINE_END; at++) {
      if (bytes[at] !== first) continue;
      this.at = at;
      if (this.skip(literal)) return true;
    }
    return false;
  }

  /** Text that is all ASCII; of any other it says that it is not there. */
  skipText(text: string): boolean {
    const { at, bytes } = this;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code >= ASCII_END || bytes[at + index] !== code) return false;
    }
    this.at = at + text.length;
    return true;
  }

  /** The number as JSON has it; -1 for anything but a whole one from 0. */
  integer(): number {
    const { at, bytes } = this;
    let value = 0;
    let end = at;
    const middle = at + SMALL_DIGITS;
    for (; end < middle && isDigit(bytes[end]); end++) {
      value = value * 10 + (bytes[end] as number) - DIGIT_0;
    }
    if (end === middle) {
      for (; isDigit(bytes[end]); end++) value = value * 10 + (bytes[end] as number) - DIGIT_0;
    }
    const digits = end - at;
    if (digits === 0 || digits > DIGITS_MAX || (digits > 1 && bytes[at] === DIGIT_0)) return -1;
    this.at = end;
    return value;
  }

  skipInteger(value: number): boolean {
    return this.integer() === value;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9;
}
