/** What a run has chosen, for those that begin as it did and are to go on like it as far as they can. */
import type { ChoiceKind } from '../choose/chooser.ts';
import { WHAT_FIRST, WHICH_FAULT } from '../world/world.ts';

export interface Made {
  readonly kind: ChoiceKind;
  /** What was being chosen. */
  readonly label: string;
  readonly chosen: string;
  readonly nowMs: number;
  /** How often, at that time, it had been asked whether a fault strikes. */
  readonly asked: number;
}

export class Memory {
  readonly #made: Made[] = [];
  /** Virtual time at the end of the run. */
  endedAtMs = 0;

  get length(): number {
    return this.#made.length;
  }

  add(made: Made): void {
    this.#made.push(made);
  }

  /** What was chosen after the first so many choices. */
  after(count: number): Remembered {
    const made = this.#made.slice(count);
    const order = new Map<string, number[]>();
    const values = new Map<string, string[]>();
    for (const [place, { label, chosen }] of made.entries()) {
      if (label === WHAT_FIRST) listIn(order, chosen).push(place);
      else if (label !== WHICH_FAULT) listIn(values, label).push(chosen);
    }
    const strikes = made.filter(({ label }) => label === WHICH_FAULT);
    return { order, values, strikes, endedAtMs: this.endedAtMs };
  }
}

export interface Remembered {
  /** Of everything that happened, by its label: its places in the order of all that happened. */
  readonly order: ReadonlyMap<string, readonly number[]>;
  /** What else was chosen, by what was being chosen: latencies, and what the store did. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The faults that struck. */
  readonly strikes: readonly Made[];
  readonly endedAtMs: number;
}

function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
