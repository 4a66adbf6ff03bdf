/** Where packets end in a stream of bytes, by nothing but the fixed header. Independent of the broker's decoder. */
export class Framing {
  #rest: Buffer = Buffer.alloc(0);

  /** True when a packet may begin with the next byte. */
  get isBetweenPackets(): boolean {
    return this.#rest.length === 0;
  }

  push(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let size = this.#frameSize(); size <= this.#rest.length; size = this.#frameSize()) {
      this.#rest = this.#rest.subarray(size);
    }
  }

  /** Bytes of the packet that begins it; infinite while they are not known. */
  #frameSize(): number {
    let length = 0;
    for (let index = 1; index < Math.min(5, this.#rest.length); index++) {
      const byte = this.#rest[index] as number;
      length += (byte & 0x7f) * 128 ** (index - 1);
      if (byte < 0x80) return 1 + index + length;
    }
    return Number.POSITIVE_INFINITY;
  }
}
