/**
 * The recorder's half in the broker's thread. It stands around the core: each step goes through it. And it is told the
 * bytes on both ways, since only they say what a packet is on the wire.
 */
import type { Broker, ConnectionId, Effect, Input, Transmit } from '../../machines/index.ts';
import type { BlockWriter } from './blocks.ts';
import { NoteWriter } from './note-writer.ts';
import { Kind } from './notes.ts';
import { QuickNotes } from './quick-notes.ts';
import { StepNotes, type StepNotesParts } from './step-notes.ts';

/** Time in which what was noted goes to the other thread; a process that is killed loses that much. */
const SEAL_AFTER_MS = 50;
const WAIT_MS = 100;
const NOTHING: readonly Effect[] = [];

export interface RecorderParts extends StepNotesParts {
  readonly core: Pick<Broker, 'step'>;
  readonly blocks: BlockWriter;
  /** When all blocks are in use: hold the broker until one is free, or leave out steps and say so. */
  readonly whenFull: 'gap' | 'wait';
}

/** Who performs the effects, and tells the bytes. */
export interface Sender {
  /** Some of what the steps transmit has not been told yet. Soon it will be, and `endTurn` is called. */
  isToSend(): boolean;
  /** Tells it at once. Nothing will be sent any more. */
  tellAll(): void;
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #core: Pick<Broker, 'step'>;
  readonly #notes: NoteWriter;
  readonly #steps: StepNotes;
  readonly #quick: QuickNotes;
  #sender: Sender | undefined;
  /** The bytes that were noted last in this turn, if one note has them all. */
  #lastSent: Uint8Array | undefined;
  #lastConnection: ConnectionId = 0;
  /** Steps that are missing since there was no room. */
  #missing = 0;
  #isSealPlanned = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#core = parts.core;
    this.#notes = new NoteWriter(parts.blocks, () => this.#isToWait());
    this.#steps = new StepNotes(parts, this.#notes);
    this.#quick = new QuickNotes(this.#steps, this.#notes);
  }

  /** Before the first step. */
  listenTo(sender: Sender): void {
    this.#sender = sender;
  }

  /** Bytes that a connection is about to decode. */
  chunk(connection: ConnectionId, chunk: Uint8Array): void {
    this.#endIdleTurn();
    if (!this.#steps.chunk(connection, chunk)) this.#miss();
  }

  /** In the place of the core's own. */
  step(input: Input): readonly Effect[] {
    let effects = NOTHING;
    try {
      effects = this.#core.step(input);
    } catch (error) {
      this.#note(input, effects);
      this.#steps.threw(error);
      this.seal();
      throw error;
    }
    if (!this.#isSealPlanned) this.#planSeal();
    if (!this.#quick.note(input, effects)) this.#note(input, effects);
    return effects;
  }

  /**
   * The bytes of whole packets that were transmitted to a connection, in their order, before they are sent, or when it
   * is clear that they will not be.
   */
  sent(connection: ConnectionId, bytes: Uint8Array): void {
    if (!this.#hears(connection)) return;
    const isAgain = bytes === this.#lastSent;
    const hasRoom = isAgain
      ? this.#pair(Kind.sentAgain, connection)
      : this.#notes.chunk(Kind.sent, connection, bytes);
    this.#lastSent = this.#notes.isPiece(bytes) ? bytes : undefined;
    if (!hasRoom) this.#miss();
  }

  /** The payload of the PUBLISH whose other bytes were the last that were told for the connection. */
  sentPayload(connection: ConnectionId, payload: Uint8Array): void {
    if (!this.#hears(connection)) return;
    if (this.#pair(Kind.sentPayload, connection)) this.#notes.word(payload.length);
    else this.#miss();
  }

  /** A packet that was transmitted, and that nobody will encode because its connection has ended. */
  unsent(effect: Transmit): void {
    this.sent(effect.connection, this.#steps.bytesOf(effect));
  }

  /** All bytes have been told that the steps up to now transmit. */
  endTurn(): void {
    this.#endTurn();
    if (!this.#isSealPlanned) this.#planSeal();
  }

  /** Hands over everything up to now. */
  seal(): void {
    this.#endIdleTurn();
    this.#notes.seal();
  }

  /** The same, and nothing will come any more. */
  end(): void {
    this.#sender?.tellAll();
    this.#endTurn();
    this.#notes.seal();
  }

  #hears(connection: ConnectionId): boolean {
    return this.#missing === 0 && this.#steps.hears(connection);
  }

  #note(input: Input, effects: readonly Effect[]): void {
    this.#endIdleTurn();
    // A step may note what is sent, too.
    this.#lastSent = undefined;
    if (this.#missing > 0 && !this.#closeGap()) this.#missing += 1;
    else if (!this.#steps.step(input, effects)) this.#miss();
    if (input.type === 'opened') this.#lastConnection = input.connection;
  }

  /** Where nothing is sent nobody ends it; and the longer it is, the more is void when there is no room. */
  #endIdleTurn(): void {
    if (this.#sender?.isToSend() !== true) this.#endTurn();
  }

  #endTurn(): void {
    this.#lastSent = undefined;
    if (this.#missing === 0 && !this.#steps.endTurn()) this.#miss();
  }

  #pair(kind: number, connection: ConnectionId): boolean {
    if (!this.#notes.begin()) return false;
    this.#notes.word(kind);
    this.#notes.word(connection);
    return true;
  }

  #planSeal(): void {
    this.#isSealPlanned = true;
    setTimeout(() => {
      this.#isSealPlanned = false;
      this.seal();
    }, SEAL_AFTER_MS).unref();
  }

  // Gaps

  #isToWait(): boolean {
    const { blocks, whenFull } = this.#parts;
    if (whenFull === 'gap' || blocks.isStopped) return false;
    blocks.waitForFreed(WAIT_MS);
    return true;
  }

  /** What was noted since the last turn is void. */
  #miss(): void {
    this.#lastSent = undefined;
    this.#missing += this.#steps.abandon(this.#lastConnection);
  }

  #closeGap(): boolean {
    if (!this.#pair(Kind.gap, this.#missing)) return false;
    this.#notes.pad();
    this.#missing = 0;
    this.#steps.resume(this.#lastConnection);
    return true;
  }
}
