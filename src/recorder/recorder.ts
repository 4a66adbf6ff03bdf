/**
 * The recorder's half in the broker's thread. It stands around the core: each step goes through it, and each packet
 * that is sent goes through its encoder, because only then is it known what it is on the wire.
 */
import type { Broker, ConnectionId, Effect, Input } from '../../machines/index.ts';
import type { BlockWriter } from './blocks.ts';
import { NoteWriter } from './note-writer.ts';
import { Kind } from './notes.ts';
import { QuickNotes } from './quick-notes.ts';
import { RecordingEncoder } from './recording-encoder.ts';
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

export class Recorder {
  readonly encoder = new RecordingEncoder();
  readonly #parts: RecorderParts;
  readonly #core: Pick<Broker, 'step'>;
  readonly #notes: NoteWriter;
  readonly #steps: StepNotes;
  readonly #quick: QuickNotes;
  /** Of the last step. */
  #effects: readonly Effect[] = NOTHING;
  /** They are noted when the next thing happens; until then their packets are being sent. */
  #isToFinish = false;
  /** Steps that are missing since there was no room. */
  #missing = 0;
  #isSealPlanned = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#core = parts.core;
    this.#notes = new NoteWriter(parts.blocks, () => this.#isToWait());
    this.#steps = new StepNotes(parts, this.#notes, this.encoder);
    this.#quick = new QuickNotes(this.#steps, this.#notes, this.encoder);
  }

  /** Bytes that a connection is about to decode. */
  chunk(connection: ConnectionId, chunk: Uint8Array): void {
    this.#finish();
    if (!this.#steps.chunk(connection, chunk)) this.#miss(0);
  }

  /** In the place of the core's own. */
  step(input: Input): readonly Effect[] {
    this.#finish();
    let effects = NOTHING;
    try {
      effects = this.#core.step(input);
    } catch (error) {
      this.#begin(input, effects);
      this.#finish();
      this.#steps.threw(error);
      this.seal();
      throw error;
    }
    this.#effects = effects;
    if (!this.#isSealPlanned) this.#planSeal();
    if (!this.#quick.note(input, effects)) this.#begin(input, effects);
    return effects;
  }

  /** Hands over everything up to now. */
  seal(): void {
    this.#finish();
    this.#notes.seal();
  }

  #begin(input: Input, effects: readonly Effect[]): void {
    if (this.#missing > 0 && !this.#closeGap()) this.#missing += 1;
    else if (this.#steps.begin(input, effects.length)) this.#isToFinish = true;
    else this.#miss(1);
  }

  /** The packets of the last step have been sent, but for those whose connections had ended meanwhile. */
  #finish(): void {
    if (this.encoder.hole > 0) this.#quick.mend(this.#effects);
    if (!this.#isToFinish) return;
    this.#isToFinish = false;
    if (!this.#steps.finish(this.#effects)) this.#miss(1);
    this.encoder.forget();
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

  /** What was begun is void. The other thread cannot follow connections whose bytes it has not seen. */
  #miss(steps: number): void {
    this.#missing += steps;
    this.#steps.abandon(steps);
  }

  #closeGap(): boolean {
    if (!this.#notes.begin()) return false;
    this.#notes.word(Kind.gap);
    this.#notes.word(this.#missing);
    this.#missing = 0;
    this.#steps.resume();
    return true;
  }
}
