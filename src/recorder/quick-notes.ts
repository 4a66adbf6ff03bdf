/**
 * How nearly all steps are noted: a PUBLISH or an acknowledgement came from the connection that was heard last, and
 * what comes of it are its message passed on, acknowledgements and the keep alive. Anything else is left to StepNotes.
 */
import type { Effect, Input, Message, Transmit } from '../../machines/index.ts';
import { isPlain } from './followed.ts';
import type { NoteWriter } from './note-writer.ts';
import { ackNote, Kind, publishNote, Shape } from './notes.ts';
import type { StepNotes } from './step-notes.ts';

/** An effect takes at most so many. */
const EFFECT_WORDS = 3;
/** It has no quick note. */
const NONE = 0;

export class QuickNotes {
  readonly #steps: StepNotes;
  readonly #notes: NoteWriter;

  constructor(steps: StepNotes, notes: NoteWriter) {
    this.#steps = steps;
    this.#notes = notes;
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
    if (kind === Kind.packet || !this.#notes.hasRoom(1 + EFFECT_WORDS * count)) return false;
    const message = packet.type === 'PUBLISH' ? packet.message : undefined;
    const { words } = this.#notes;
    let at = this.#notes.at;
    words[at++] = kind | (count << 8);
    for (let index = 0; index < count; index++) {
      const effect = effects[index] as Effect;
      if (effect.type === 'transmit') {
        if (!steps.hears(effect.connection)) return false;
        at = notePacket(words, at, effect, message);
        if (at === NONE) return false;
      } else if (
        effect.type === 'setTimer' &&
        effect.delayMs === steps.lastDelayMs &&
        from.isKeepAlive(effect.timer)
      ) {
        words[at++] = Kind.keepAliveAgain;
      } else return false;
    }
    this.#notes.at = at;
    steps.noted(message);
    return true;
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
      return at + 2;
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      if (packet.properties !== undefined) return NONE;
      words[at] = ackNote(packet, version);
      words[at + 1] = connection;
      words[at + 2] = packet.reasonCode;
      return at + 3;
    default:
      return NONE;
  }
}
