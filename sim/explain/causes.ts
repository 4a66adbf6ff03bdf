/**
 * What has led to each record. A simulated trace says so itself; in one of a real broker it is found again: a timer
 * was set by the effect before it, an answer was asked for.
 */
import type { Effect, Input } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { Played } from '../inspect/playback.ts';

/** The trace's word for nothing in particular. */
const NOBODY = '0';

export class Causes {
  readonly #ofRecord: (CauseId | undefined)[] = [];
  /** The last effect of each kind that an input can be the answer to. */
  readonly #asked = new Map<string, CauseId>();
  /** Transmissions that have waited for the store, by the effect with which they left: the record that made them. */
  readonly #heldSince = new Map<CauseId, number>();
  #madeIn = new WeakMap<Effect, number>();

  note({ n, by, input, effects, timerSetBy }: Played): void {
    const known = by === undefined || by === NOBODY ? undefined : by;
    this.#ofRecord[n] = known ?? timerSetBy ?? (input && this.#find(input));
    for (const [index, effect] of effects.entries()) {
      const id = `${n}.${index + 1}`;
      const question = questionOf(effect);
      if (question !== undefined) this.#asked.set(question, id);
      const madeIn = this.#madeIn.get(effect);
      if (madeIn !== undefined && madeIn !== n) this.#heldSince.set(id, madeIn);
    }
  }

  /** An effect has been made in the course of a record; it may leave later. */
  made(effect: Effect, n: number): void {
    this.#madeIn.set(effect, n);
  }

  ofRecord(n: number): CauseId | undefined {
    return this.#ofRecord[n];
  }

  /** The record whose step has made the effect: mostly that in which it left. */
  madeIn(id: CauseId): number {
    return this.#heldSince.get(id) ?? Number.parseInt(id, 10);
  }

  #find(input: Input): CauseId | undefined {
    switch (input.type) {
      case 'closed':
        return this.#asked.get(`close ${input.connection}`);
      case 'authenticated':
        return this.#asked.get(`authenticate ${input.connection}`);
      case 'authorized':
        return this.#asked.get(`authorize ${input.connection}`);
      case 'stored':
        return this.#asked.get(`store ${input.id}`);
      default:
        return undefined;
    }
  }
}

function questionOf(effect: Effect): string | undefined {
  switch (effect.type) {
    case 'close':
    case 'authenticate':
    case 'authorize':
      return `${effect.type} ${effect.connection}`;
    case 'store':
      return `store ${effect.id}`;
    default:
      return undefined;
  }
}
