/** The recorder's half in its own thread: notes in, lines of the trace out. */
import type { PayloadMode, PayloadText } from '../../machines/index.ts';
import { EffectLines } from './effect-lines.ts';
import { InputLines } from './input-lines.ts';
import { sourceOf } from './line-buffer.ts';
import type { NoteReader } from './note-reader.ts';
import { Kind, kindOf, moreOf } from './notes.ts';
import { ReceivedBytes } from './received-bytes.ts';
import { StepLines } from './step-lines.ts';
import { Turns } from './turns.ts';

const NONE = 0;

export class LineMaker {
  readonly #turns: Turns;
  readonly #notes: NoteReader;
  readonly #received: ReceivedBytes;
  readonly #lines: StepLines;
  readonly #inputs: InputLines;
  readonly #effects: EffectLines;
  /** The first parts of a text. */
  #parts: Buffer[] = [];
  /** The packet, as its note has it, whose text follows, and the connection. */
  #packet: number = NONE;
  #connection = 0;

  /** @param write is called with whole lines, which are to be taken at once */
  constructor(
    maximumPacketSizeBytes: number,
    mode: PayloadMode,
    payload: PayloadText,
    write: (lines: Buffer) => void,
  ) {
    this.#turns = new Turns((end) => this.#turn(end));
    this.#notes = this.#turns.notes;
    this.#received = new ReceivedBytes(maximumPacketSizeBytes);
    this.#lines = new StepLines(write);
    this.#inputs = new InputLines(this.#received, this.#lines, mode, payload);
    this.#effects = new EffectLines(this.#notes, this.#turns.sent, this.#lines);
  }

  /** Number and time of the last line. */
  get last(): { readonly n: number; readonly t: number } {
    return this.#lines.last;
  }

  /** Reads the notes of a block, and hands over all lines that have become whole. */
  read(block: Uint8Array): void {
    this.#turns.read(block);
    this.#lines.handOver();
  }

  #turn(end: number): void {
    const notes = this.#notes;
    this.#received.beginBlock(notes.source);
    while (notes.at < end) {
      const first = notes.word();
      if (!this.#step(first)) this.#note(first);
    }
    this.#received.endBlock();
  }

  /** A part of a step; false when it is none. */
  #step(first: number): boolean {
    const notes = this.#notes;
    switch (kindOf(first)) {
      case Kind.packet:
        this.#inputs.packet(moreOf(first));
        return true;
      case Kind.plainPublish:
        this.#inputs.publish(moreOf(first), false);
        return true;
      case Kind.plainPublish5:
        this.#inputs.publish(moreOf(first), true);
        return true;
      case Kind.plainAck:
        this.#inputs.ack(moreOf(first));
        return true;
      case Kind.input:
        this.#lines.begin();
        this.#text();
        this.#lines.endInput(moreOf(first));
        return true;
      case Kind.publish:
        this.#effects.publish(first);
        return true;
      case Kind.ack:
        this.#effects.ack(first);
        return true;
      case Kind.keepAlive:
        this.#effects.setKeepAlive(notes.word());
        this.#effects.keepAlive(this.#received.connection);
        return true;
      case Kind.keepAliveAgain:
        this.#effects.keepAlive(this.#received.connection);
        return true;
      case Kind.transmit:
      case Kind.unchecked:
        this.#packet = first;
        this.#connection = notes.word();
        return true;
      case Kind.effect:
        this.#effect();
        return true;
      default:
        return false;
    }
  }

  #note(first: number): void {
    const notes = this.#notes;
    switch (kindOf(first)) {
      case Kind.chunk: {
        const connection = notes.word();
        const length = notes.word();
        this.#received.chunk(connection, notes.chunk(length), length);
        break;
      }
      case Kind.time:
        this.#lines.setTime(notes.double());
        break;
      case Kind.from:
        this.#received.from(notes.word());
        break;
      case Kind.forget:
        this.#received.forget(notes.word());
        break;
      case Kind.part: {
        const length = notes.word();
        const start = notes.text(length);
        this.#parts.push(Buffer.from(notes.source.bytes.subarray(start, start + length)));
        break;
      }
      case Kind.note:
        this.#other('note', () => this.#text());
        break;
      case Kind.gap:
        this.#gap(notes.word());
        break;
      default:
        // What was sent has been read before.
        notes.skip(first);
    }
  }

  #effect(): void {
    this.#lines.beginEffect();
    this.#text();
    if (this.#packet !== NONE) this.#effects.check(this.#packet, this.#connection);
    this.#packet = NONE;
    this.#lines.endEffect();
  }

  /** The bytes of all connections are part of what is missing. */
  #gap(steps: number): void {
    this.#received.clear();
    const because = 'more happened than could be written, and all of the buffer was in use';
    this.#other('gap', () => this.#lines.line.text(JSON.stringify({ steps, because })));
  }

  /** A record that is no step. */
  #other(name: string, write: () => void): void {
    const { line, n, last } = this.#lines;
    line.text(`{"n":${n},"t":${last.t},"${name}":`);
    write();
    line.text('}');
    this.#lines.end();
  }

  /** A text that was noted, with the parts that came before it. */
  #text(): void {
    const { line } = this.#lines;
    for (const part of this.#parts) line.copy(sourceOf(part), 0, part.length);
    if (this.#parts.length > 0) this.#parts = [];
    const length = this.#notes.word();
    line.copy(this.#notes.source, this.#notes.text(length), length);
  }
}
