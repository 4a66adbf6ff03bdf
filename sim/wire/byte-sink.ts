/** Bytes as they are put together: grows by doubling, and is used again for the next packet. */

const INITIAL_BYTES = 256;
const SURROGATES = 0xd800;
const REPLACEMENT = 0xfffd;

export class ByteSink {
  bytes = new Uint8Array(INITIAL_BYTES);
  length = 0;

  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = value;
  }

  uint16(value: number): void {
    this.byte(value >> 8);
    this.byte(value & 0xff);
  }

  uint32(value: number): void {
    this.uint16(value >>> 16);
    this.uint16(value & 0xffff);
  }

  variableByteInteger(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  raw(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.#grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Two bytes of length, and the bytes. */
  binary(bytes: Uint8Array): void {
    this.uint16(bytes.length);
    this.raw(bytes);
  }

  /** Two bytes of length, and UTF-8. */
  text(text: string): void {
    const lengthAt = this.length;
    this.uint16(0);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 0x80) this.byte(code);
      else at += this.#character(text, at);
    }
    const length = this.length - lengthAt - 2;
    this.bytes[lengthAt] = length >> 8;
    this.bytes[lengthAt + 1] = length & 0xff;
  }

  /** @returns 1 when the character took two places of the string */
  #character(text: string, at: number): 0 | 1 {
    let code = text.codePointAt(at) as number;
    const isPair = code > 0xffff;
    if (!isPair && code >> 11 === SURROGATES >> 11) code = REPLACEMENT;
    if (code < 0x800) {
      this.byte(0xc0 | (code >> 6));
    } else {
      if (isPair) {
        this.byte(0xf0 | (code >> 18));
        this.byte(0x80 | ((code >> 12) & 0x3f));
      } else this.byte(0xe0 | (code >> 12));
      this.byte(0x80 | ((code >> 6) & 0x3f));
    }
    this.byte(0x80 | (code & 0x3f));
    return isPair ? 1 : 0;
  }

  #grow(by: number): void {
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + by));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** How many bytes a Variable Byte Integer takes. */
export function integerBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}
