import { Random, type Seed } from '../random.ts';
import { type ChoiceKind, type Chooser, isForced, type Option } from './chooser.ts';

/** Chooses by chance from a seed, each option as often as its weight says. */
export class Seeded implements Chooser {
  readonly random: Random;

  constructor(seed: Seed | Random) {
    this.random = seed instanceof Random ? seed : new Random(seed);
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (isForced(kind, label, options)) return 0;
    let total = 0;
    for (const { weight = 1 } of options) {
      if (!(Number.isInteger(weight) && weight >= 0)) {
        throw new RangeError(`weight ${weight}: ${kind}, ${label}`);
      }
      total += weight;
    }
    if (total === 0) throw new RangeError(`no option has a weight: ${kind}, ${label}`);
    let left = this.random.below(total);
    for (let index = 0; ; index++) {
      left -= options[index]?.weight ?? 1;
      if (left < 0) return index;
    }
  }

  /** An independent chooser that goes on with the same choices. */
  fork(): Seeded {
    return new Seeded(this.random.fork());
  }
}
