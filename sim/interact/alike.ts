/**
 * Chooses as an earlier run did, where the same question comes up: a packet on the same way takes as long, what came
 * first comes first, faults strike when they did. So two branches differ in what was done to them and what follows from
 * it, and not in their luck. Where there is nothing to go by, chance decides, by the seed and the question alone.
 */
import { type ChoiceKind, type Chooser, isForced, type Option } from '../choose/chooser.ts';
import { Random } from '../random.ts';
import { WHAT_FIRST, WHICH_FAULT } from '../world/world.ts';
import type { Remembered } from './memory.ts';

/** Asked how often at the present time. */
export interface Asked {
  readonly nowMs: number;
  readonly count: number;
}

export class Alike implements Chooser {
  readonly #seed: string;
  readonly #remembered: Remembered;
  readonly #asked: () => Asked;
  /** How much of each list in memory has been used. */
  readonly #used: Map<string, number>;
  #struck: number;

  /** @param from for `fork` only */
  constructor(seed: string, remembered: Remembered, asked: () => Asked, from?: Alike) {
    this.#seed = seed;
    this.#remembered = remembered;
    this.#asked = asked;
    this.#used = new Map(from === undefined ? [] : from.#used);
    this.#struck = from === undefined ? 0 : from.#struck;
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (label === WHICH_FAULT) return this.#strike(options);
    if (label === WHAT_FIRST) return this.#first(options);
    const nth = this.#use(label);
    const chosen = this.#remembered.values.get(label)?.[nth];
    const index = options.findIndex((option) => option.label === chosen);
    if (index >= 0 || isForced(kind, label, options)) return Math.max(index, 0);
    return this.#drawn(`${label} ${nth}`, options);
  }

  /** One of those that may happen first does, because somebody wants it so. */
  took(label: string): void {
    this.#use(`first ${label}`);
  }

  fork(asked: () => Asked): Alike {
    return new Alike(this.#seed, this.#remembered, asked, this);
  }

  /** What came before the others in the earlier run; and before those that it did not have. */
  #first(options: readonly Option[]): number {
    let index = 0;
    let least = Number.POSITIVE_INFINITY;
    let weight = -1;
    for (const [at, { label }] of options.entries()) {
      const places = this.#remembered.order.get(label);
      const place = places?.[this.#used.get(`first ${label}`) ?? 0] ?? Number.POSITIVE_INFINITY;
      const own = place < Number.POSITIVE_INFINITY ? 0 : this.#weightOf(label);
      if (place > least || (place === least && own <= weight)) continue;
      [index, least, weight] = [at, place, own];
    }
    this.took((options[index] as Option).label);
    return index;
  }

  /** The same for a label at a time, whatever stands beside it. */
  #weightOf(label: string): number {
    return new Random(`${this.#seed} ${this.#asked().nowMs} ${label}`).next();
  }

  #strike(options: readonly Option[]): number {
    const { nowMs, count } = this.#asked();
    const { strikes, endedAtMs } = this.#remembered;
    for (;;) {
      const next = strikes[this.#struck];
      if (next === undefined) break;
      if (next.nowMs > nowMs || (next.nowMs === nowMs && next.asked > count)) return 0;
      this.#struck += 1;
      const index = options.findIndex(({ label }) => label === next.chosen);
      if (index >= 0) return index;
    }
    return nowMs <= endedAtMs ? 0 : this.#drawn(`${WHICH_FAULT} ${nowMs} ${count}`, options);
  }

  #use(key: string): number {
    const nth = this.#used.get(key) ?? 0;
    this.#used.set(key, nth + 1);
    return nth;
  }

  #drawn(question: string, options: readonly Option[]): number {
    const random = new Random(`${this.#seed} ${question}`);
    const total = options.reduce((sum, { weight = 1 }) => sum + weight, 0);
    let left = random.below(total);
    return options.findIndex(({ weight = 1 }) => {
      left -= weight;
      return left < 0;
    });
  }
}
