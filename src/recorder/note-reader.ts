/** Reads the notes of a block, word by word. */
import { type Source, sourceOf } from './line-buffer.ts';
import { CHUNK_WORDS, Kind, kindOf, Shape, shapeOf, WORD_BYTES } from './notes.ts';

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

export class NoteReader {
  /** The block. */
  source: Source = sourceOf(Buffer.alloc(0));
  #words: Int32Array = new Int32Array(0);
  /** The word that is read next. */
  at = 0;

  open({ buffer, byteOffset, length }: Uint8Array): void {
    this.source = sourceOf(Buffer.from(buffer, byteOffset, length));
    this.#words = new Int32Array(buffer, byteOffset, length / WORD_BYTES);
    this.at = 0;
  }

  get hasMore(): boolean {
    return this.at < this.#words.length;
  }

  word(): number {
    return this.#words[this.at++] as number;
  }

  double(): number {
    doubleWords[0] = this.word();
    doubleWords[1] = this.word();
    return double[0] as number;
  }

  /** Steps over a text of so many bytes, and returns where it begins. */
  text(bytes: number): number {
    const start = this.at * WORD_BYTES;
    this.at += Math.ceil(bytes / WORD_BYTES);
    return start;
  }

  /** The same for a chunk. */
  chunk(bytes: number): number {
    this.pad();
    return this.text(bytes);
  }

  pad(): void {
    this.at += this.at % CHUNK_WORDS;
  }

  /** Steps over what belongs to the first word of a note. */
  skip(first: number): void {
    switch (kindOf(first)) {
      case Kind.padding:
      case Kind.packet:
      case Kind.plainPublish:
      case Kind.plainPublish5:
      case Kind.plainAck:
      case Kind.keepAliveAgain:
        break;
      case Kind.from:
      case Kind.keepAlive:
      case Kind.forget:
      case Kind.transmit:
      case Kind.unchecked:
      case Kind.sentAgain:
        this.at += 1;
        break;
      case Kind.time:
      case Kind.ack:
      case Kind.sentPayload:
        this.at += 2;
        break;
      case Kind.publish:
        this.at += (shapeOf(first) & Shape.current) !== 0 ? 1 : 3;
        break;
      case Kind.input:
      case Kind.effect:
      case Kind.part:
      case Kind.note:
        this.text(this.word());
        break;
      case Kind.chunk:
      case Kind.sent:
        this.at += 1;
        this.chunk(this.word());
        break;
      case Kind.gap:
        this.at += 1;
        this.pad();
        break;
      case Kind.turn:
        this.pad();
        break;
      default:
        throw new Error(`no note of kind ${kindOf(first)}`);
    }
  }
}
