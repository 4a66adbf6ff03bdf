/** Who chooses in a run with interventions: the seed, as in any run, until somebody intervenes; then, likeness. */
import type { ChoiceKind, Chooser, Option } from '../choose/chooser.ts';
import { Seeded } from '../choose/seeded.ts';
import { WHAT_FIRST, WHICH_FAULT } from '../world/world.ts';
import { Alike, type Asked } from './alike.ts';
import type { Memory } from './memory.ts';

/** What a chance takes over from the one that it is forked from. */
interface State {
  readonly seeded: Seeded;
  readonly alike: Alike | undefined;
  readonly made: number;
  readonly asked: Asked;
}

export class Chance implements Chooser {
  /** What was taken last, by its label. */
  taken = '';
  readonly #seed: string;
  readonly #memory: Memory;
  readonly #isFirst: boolean;
  readonly #nowMs: () => number;
  readonly #seeded: Seeded;
  #alike: Alike | undefined;
  /** Choices of the seed's so far, in the numbers of the memory. */
  #made: number;
  #asked: Asked;
  #wish: string | undefined;

  /**
   * @param memory of the run without interventions
   * @param isFirst that run is this one, and the memory is to be written
   */
  constructor(seed: string, memory: Memory, isFirst: boolean, nowMs: () => number, from?: State) {
    this.#seed = seed;
    this.#memory = memory;
    this.#isFirst = isFirst;
    this.#nowMs = nowMs;
    this.#seeded = from?.seeded ?? new Seeded(seed);
    this.#alike = from?.alike?.fork(() => this.#asked);
    this.#made = from?.made ?? 0;
    this.#asked = from?.asked ?? { nowMs: 0, count: 0 };
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    const nowMs = this.#nowMs();
    const asked = nowMs === this.#asked.nowMs ? this.#asked.count : 0;
    this.#asked = { nowMs, count: label === WHICH_FAULT ? asked + 1 : asked };
    const index = this.#answer(kind, label, options);
    const chosen = (options[index] as Option).label;
    if (label === WHAT_FIRST) this.taken = chosen;
    if (this.#alike === undefined && (label !== WHICH_FAULT || index > 0)) {
      if (this.#isFirst) this.#memory.add({ kind, label, chosen, nowMs, asked: this.#asked.count });
      this.#made += 1;
    }
    return index;
  }

  /** From here on nothing is as the seed has it: what can be stays as it would have been. */
  intervene(): void {
    this.#alike ??= new Alike(this.#seed, this.#memory.after(this.#made), () => this.#asked);
  }

  /** What the next step of the world is to take. */
  insist(label: string): void {
    this.#wish = label;
  }

  /** An independent chance that goes on alike. */
  fork(nowMs: () => number): Chance {
    const state = {
      seeded: this.#seeded.fork(),
      alike: this.#alike,
      made: this.#made,
      asked: this.#asked,
    };
    return new Chance(this.#seed, this.#memory, false, nowMs, state);
  }

  #answer(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (this.#wish !== undefined) {
      // Nothing strikes in between.
      if (label === WHICH_FAULT) return 0;
      if (label === WHAT_FIRST) return this.#granted(options);
    }
    return (this.#alike ?? this.#seeded).choose(kind, label, options);
  }

  #granted(options: readonly Option[]): number {
    const wish = this.#wish as string;
    const index = options.findIndex(({ label }) => label === wish);
    if (index < 0) throw new Error(`'${wish}' was to happen, and is not among what can`);
    this.#wish = undefined;
    this.#alike?.took(wish);
    return index;
  }
}
