/** Puts notes into blocks. When there is no block to be had, what was begun is void, and the caller is told. */
import { BLOCK_BYTES, type BlockWriter } from './blocks.ts';
import { CHUNK_WORDS, Kind, WORD_BYTES } from './notes.ts';

const BLOCK_WORDS = BLOCK_BYTES / WORD_BYTES;
/** Room that notes without text take at most, three of them. */
const NOTES_WORDS = 24;
/** And a chunk, or a text, beside its bytes. */
const HEAD_WORDS = 3 + CHUNK_WORDS;
const PIECE_BYTES = BLOCK_BYTES - HEAD_WORDS * WORD_BYTES;
/** A text goes in parts when it is longer: even if none of its characters were ASCII a part fits into a block. */
const PART_CHARACTERS = 262_144;
/** A character takes at most so many. */
const UTF8_BYTES = 3;
const NO_BLOCK = -1;

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

export class NoteWriter {
  readonly #blocks: BlockWriter;
  /** Called when all blocks are in use: true to try again. */
  readonly #isToWait: () => boolean;
  #block = NO_BLOCK;
  #bytes: Buffer = Buffer.alloc(0);
  /** Of the block that is being filled. */
  words: Int32Array = new Int32Array(0);
  /** Where the next word goes. */
  at = 0;
  /** Where the block ends; 0 when there is none. */
  #end = 0;

  constructor(blocks: BlockWriter, isToWait: () => boolean) {
    this.#blocks = blocks;
    this.#isToWait = isToWait;
  }

  /** Whether there is room for so many words where notes are being written. */
  hasRoom(words: number): boolean {
    return this.at + words <= this.#end;
  }

  /** Room for three notes without text. False when there is none: nothing is written then. */
  begin(): boolean {
    return this.hasRoom(NOTES_WORDS) || this.#nextBlock();
  }

  /** A word of the note that was begun. */
  word(value: number): void {
    this.words[this.at++] = value;
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

  /** To where the reader may be sent, or a chunk may begin. */
  pad(): void {
    this.at += this.at % CHUNK_WORDS;
  }

  /** Whether a chunk takes one note. */
  isPiece(chunk: Uint8Array): boolean {
    return chunk.length <= PIECE_BYTES;
  }

  /** A chunk, received or sent. It may be cut anywhere: the reader takes all of them for one stream. */
  chunk(kind: number, connection: number, chunk: Uint8Array): boolean {
    if (this.isPiece(chunk)) return this.#shortChunk(kind, connection, chunk);
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      const piece = chunk.subarray(from, from + PIECE_BYTES);
      if (!this.#shortChunk(kind, connection, piece)) return false;
    }
    return true;
  }

  /** Hands over what there is. */
  seal(): void {
    if (this.#block === NO_BLOCK) return;
    while (this.at % CHUNK_WORDS !== 0) this.word(Kind.padding);
    this.#blocks.seal(this.#block, this.at * WORD_BYTES);
    this.#block = NO_BLOCK;
    this.#end = 0;
  }

  #shortChunk(kind: number, connection: number, chunk: Uint8Array): boolean {
    const { length } = chunk;
    if (!this.#hasRoomFor(length) && !this.#nextBlock()) return false;
    this.word(kind);
    this.word(connection);
    this.word(length);
    this.pad();
    this.#bytes.set(chunk, this.at * WORD_BYTES);
    this.#skip(length);
    return true;
  }

  #shortText(firstWord: number, text: string): boolean {
    if (!this.#hasRoomFor(text.length * UTF8_BYTES) && !this.#nextBlock()) return false;
    this.word(firstWord);
    const lengthAt = this.at++;
    const length = this.#bytes.write(text, this.at * WORD_BYTES);
    this.words[lengthAt] = length;
    this.#skip(length);
    return true;
  }

  #skip(bytes: number): void {
    this.at += Math.ceil(bytes / WORD_BYTES);
  }

  #hasRoomFor(bytes: number): boolean {
    return this.hasRoom(HEAD_WORDS + Math.ceil(bytes / WORD_BYTES));
  }

  #nextBlock(): boolean {
    this.seal();
    let block = this.#blocks.acquire();
    while (block === undefined && this.#isToWait()) block = this.#blocks.acquire();
    if (block === undefined) return false;
    const { words, bytes } = this.#blocks.bytes(block);
    this.#block = block;
    this.words = words;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
    this.#end = BLOCK_WORDS;
    return true;
  }
}
