/** Puts notes into blocks. When there is no block to be had, what was begun is void, and the caller is told. */
import { BLOCK_BYTES, type BlockWriter } from './blocks.ts';
import { Kind } from './notes.ts';

const WORD_BYTES = 4;
/** Room that a note without text takes at most. */
const NOTE_WORDS = 8;
/** A text goes in parts when it is longer: even if none of its characters were ASCII a part fits into a block. */
const PART_CHARACTERS = 262_144;

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

export class NoteWriter {
  readonly #blocks: BlockWriter;
  /** Called when all blocks are in use: true to try again. */
  readonly #isToWait: () => boolean;
  #block: number | undefined;
  #words: Int32Array = new Int32Array(0);
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(blocks: BlockWriter, isToWait: () => boolean) {
    this.#blocks = blocks;
    this.#isToWait = isToWait;
  }

  /** Room for a note of a few words. False when there is none: nothing is written then. */
  begin(): boolean {
    return this.#hasRoom(NOTE_WORDS * WORD_BYTES) || this.#nextBlock();
  }

  /** A word of the note that was begun. */
  word(value: number): void {
    this.#words[this.#at++] = value;
  }

  double(value: number): void {
    double[0] = value;
    this.word(doubleWords[0] as number);
    this.word(doubleWords[1] as number);
  }

  text(firstWord: number, text: string): boolean {
    let from = 0;
    for (; text.length - from > PART_CHARACTERS; from += PART_CHARACTERS) {
      // Not between the halves of a character.
      const last = text.charCodeAt(from + PART_CHARACTERS - 1);
      if (last >= 0xd800 && last < 0xdc00) from -= 1;
      if (!this.#shortText(Kind.part, text.slice(from, from + PART_CHARACTERS))) return false;
    }
    return this.#shortText(firstWord, from === 0 ? text : text.slice(from));
  }

  /** Chunks may be cut anywhere: their reader takes them for one stream. */
  chunk(connection: number, chunk: Uint8Array): boolean {
    for (let from = 0; from < chunk.length; ) {
      if (!this.begin()) return false;
      const room = BLOCK_BYTES - (this.#at + 3) * WORD_BYTES;
      const piece = chunk.subarray(from, from + room);
      this.word(Kind.chunk);
      this.word(connection);
      this.word(piece.length);
      this.#bytes.set(piece, this.#at * WORD_BYTES);
      this.#skip(piece.length);
      from += piece.length;
    }
    return true;
  }

  /** Hands over what there is. */
  seal(): void {
    if (this.#block === undefined) return;
    this.#blocks.seal(this.#block, this.#at * WORD_BYTES);
    this.#block = undefined;
  }

  #shortText(firstWord: number, text: string): boolean {
    const most = text.length * 3 + 2 * WORD_BYTES;
    if (!this.#hasRoom(most + WORD_BYTES) && !this.#nextBlock()) return false;
    this.word(firstWord);
    const lengthAt = this.#at++;
    const length = this.#bytes.write(text, this.#at * WORD_BYTES);
    this.#words[lengthAt] = length;
    this.#skip(length);
    return true;
  }

  #skip(bytes: number): void {
    this.#at += Math.ceil(bytes / WORD_BYTES);
  }

  #hasRoom(bytes: number): boolean {
    return this.#block !== undefined && this.#at * WORD_BYTES + bytes <= BLOCK_BYTES;
  }

  #nextBlock(): boolean {
    this.seal();
    let block = this.#blocks.acquire();
    while (block === undefined && this.#isToWait()) block = this.#blocks.acquire();
    if (block === undefined) return false;
    const { words, bytes } = this.#blocks.bytes(block);
    this.#block = block;
    this.#words = words;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#at = 0;
    return true;
  }
}
