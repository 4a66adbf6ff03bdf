/**
 * Where the bytes of payloads are put: short ones many to a piece of memory, because the machine takes several times as
 * long to find memory for each as to copy it. A piece stays as long as the last of its payloads.
 */

const PIECE_BYTES = 8_192;
/** Up to here the machine has a fast way of its own. */
const TINY_BYTES = 64;
/** From here on the copy is what takes time. */
const LARGE_BYTES = 2_048;

export class BytePool {
  #piece = new ArrayBuffer(PIECE_BYTES);
  #used = 0;

  /** Zeros or not, to be written over. */
  take(length: number): Uint8Array {
    if (length <= TINY_BYTES || length >= LARGE_BYTES) return new Uint8Array(length);
    if (this.#used + length > PIECE_BYTES) {
      this.#piece = new ArrayBuffer(PIECE_BYTES);
      this.#used = 0;
    }
    const bytes = new Uint8Array(this.#piece, this.#used, length);
    this.#used += length;
    return bytes;
  }

  /** Of the bytes from `start` to before `end`. */
  copy(bytes: Uint8Array, start: number, end: number): Uint8Array {
    const length = end - start;
    if (length <= TINY_BYTES || length >= LARGE_BYTES) return bytes.slice(start, end);
    const copy = this.take(length);
    for (let at = 0; at < length; at++) copy[at] = bytes[start + at] as number;
    return copy;
  }
}
