/**
 * How nearly all steps are noted: a PUBLISH or an acknowledgement came from the connection that was heard last, and
 * what comes of it are its message passed on, acknowledgements and the keep alive. Such a step is noted at once, with
 * holes that the encoder fills. Anything else is left to StepNotes.
 */
import type { Effect, Input, Message, Transmit } from '../../machines/index.ts';
import { isPlain } from './followed.ts';
import type { NoteWriter } from './note-writer.ts';
import { ackNote, Kind, publishNote, Shape } from './notes.ts';
import type { RecordingEncoder } from './recording-encoder.ts';
import type { StepNotes } from './step-notes.ts';

const PUBLISH_WORDS = 4;
const ACK_WORDS = 5;
/** A packet's hole, from the beginning of its note. */
const HOLE_AT = 2;
/** It has no quick note. */
const NONE = 0;

export class QuickNotes {
  readonly #steps: StepNotes;
  readonly #notes: NoteWriter;
  readonly #encoder: RecordingEncoder;
  /** Where the effects of the last step begin. */
  #effectsAt = 0;

  constructor(steps: StepNotes, notes: NoteWriter, encoder: RecordingEncoder) {
    this.#steps = steps;
    this.#notes = notes;
    this.#encoder = encoder;
  }

  /** False when it is no such step: nothing is noted then. */
  note(input: Input, effects: readonly Effect[]): boolean {
    if (input.type !== 'received') return false;
    const steps = this.#steps;
    const { from } = steps;
    if (from?.connection !== input.connection || input.nowMs !== steps.lastMs) return false;
    const { packet } = input;
    const kind = from.kindOf(packet);
    const count = effects.length;
    if (kind === Kind.packet || !this.#notes.hasRoom(1 + ACK_WORDS * count)) return false;
    const message = packet.type === 'PUBLISH' ? packet.message : undefined;
    const { words } = this.#notes;
    let at = this.#notes.at;
    words[at++] = kind | (count << 8);
    const effectsAt = at;
    let firstHole = 0;
    let hole = 0;
    for (let index = 0; index < count; index++) {
      const effect = effects[index] as Effect;
      if (effect.type === 'transmit') {
        const end = notePacket(words, at, effect, message);
        if (end === NONE) return false;
        if (firstHole === 0) firstHole = at + HOLE_AT;
        else words[hole] = at + HOLE_AT;
        hole = at + HOLE_AT;
        words[hole] = 0;
        at = end;
      } else if (
        effect.type === 'setTimer' &&
        effect.delayMs === steps.lastDelayMs &&
        from.isKeepAlive(effect.timer)
      ) {
        words[at++] = Kind.keepAliveAgain;
      } else return false;
    }
    this.#notes.at = at;
    this.#effectsAt = effectsAt;
    // Rarely another; and to store an object costs more than to look at one.
    if (this.#encoder.words !== words) this.#encoder.words = words;
    this.#encoder.hole = firstHole;
    steps.noted(message);
    return true;
  }

  /** Some packets of the step, whose effects these are, have not been sent. All holes are filled anew. */
  mend(effects: readonly Effect[]): void {
    const { words } = this.#notes;
    let at = this.#effectsAt;
    for (const effect of effects) {
      if (effect.type === 'transmit') {
        words[at + HOLE_AT] = 0;
        this.#encoder.hole = at + HOLE_AT;
        this.#encoder.measure(effect.packet, effect.version);
        at += effect.packet.type === 'PUBLISH' ? PUBLISH_WORDS : ACK_WORDS;
      } else at += 1;
    }
  }
}

/** Returns where the note ends. */
function notePacket(
  words: Int32Array,
  at: number,
  { connection, version, packet }: Transmit,
  message: Message | undefined,
): number {
  switch (packet.type) {
    case 'PUBLISH':
      if (packet.message !== message || !isPlain(packet)) return NONE;
      words[at] = publishNote(packet, version, Shape.current);
      words[at + 1] = connection;
      return at + PUBLISH_WORDS;
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      if (packet.properties !== undefined) return NONE;
      words[at] = ackNote(packet, version);
      words[at + 1] = connection;
      words[at + 4] = packet.reasonCode;
      return at + ACK_WORDS;
    default:
      return NONE;
  }
}
