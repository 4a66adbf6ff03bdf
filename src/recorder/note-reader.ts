/** Reads the notes of a block, word by word. */
import { type Source, sourceOf } from './line-buffer.ts';
import { CHUNK_WORDS } from './notes.ts';

const WORD_BYTES = 4;

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

export class NoteReader {
  /** The block. */
  source: Source = sourceOf(Buffer.alloc(0));
  #words: Int32Array = new Int32Array(0);
  #at = 0;

  open({ buffer, byteOffset, length }: Uint8Array): void {
    this.source = sourceOf(Buffer.from(buffer, byteOffset, length));
    this.#words = new Int32Array(buffer, byteOffset, length / WORD_BYTES);
    this.#at = 0;
  }

  get hasMore(): boolean {
    return this.#at < this.#words.length;
  }

  word(): number {
    return this.#words[this.#at++] as number;
  }

  double(): number {
    doubleWords[0] = this.word();
    doubleWords[1] = this.word();
    return double[0] as number;
  }

  /** Steps over a text of so many bytes, and returns where it begins. */
  text(bytes: number): number {
    const start = this.#at * WORD_BYTES;
    this.#at += Math.ceil(bytes / WORD_BYTES);
    return start;
  }

  /** The same for a chunk. */
  chunk(bytes: number): number {
    this.#at += this.#at % CHUNK_WORDS;
    return this.text(bytes);
  }
}
