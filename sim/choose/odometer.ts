import { type ChoiceKind, type Chooser, isForced, type Option } from './chooser.ts';

/**
 * Makes all choices, one list of them after another: `do { run(odometer) } while (odometer.next())` runs each possible
 * run once, those whose first choices differ last. Weights do not count, and 0 of them is a possibility too.
 */
export class Odometer implements Chooser {
  readonly #indices: number[] = [];
  readonly #counts: number[] = [];
  #position = 0;

  /** The choices of this run so far. */
  get indices(): number[] {
    return this.#indices.slice(0, this.#position);
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (isForced(kind, label, options)) return 0;
    const position = this.#position++;
    const index = this.#indices[position] ?? 0;
    if (position === this.#indices.length) {
      this.#indices.push(0);
      this.#counts.push(options.length);
    } else if (this.#counts[position] !== options.length) {
      throw new Error(
        `choice ${position} had ${this.#counts[position]} options: ${kind}, ${label}`,
      );
    }
    return index;
  }

  /** Turns to the next list of choices. False when there is none. */
  next(): boolean {
    // Those that this run did not come to belong to no run that is still to come.
    this.#indices.length = this.#position;
    this.#counts.length = this.#position;
    this.#position = 0;
    for (let last = this.#indices.length - 1; last >= 0; last--) {
      const index = (this.#indices[last] as number) + 1;
      if (index < (this.#counts[last] as number)) {
        this.#indices[last] = index;
        return true;
      }
      this.#indices.length = last;
      this.#counts.length = last;
    }
    return false;
  }
}
