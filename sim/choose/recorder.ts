import { type ChoiceKind, type Chooser, isForced, type Option } from './chooser.ts';

/** A choice that was made. */
export interface Choice {
  readonly kind: ChoiceKind;
  /** What was being chosen. */
  readonly label: string;
  readonly index: number;
  /** How many options there were, two at least. */
  readonly count: number;
  /** The label of the option that was chosen. */
  readonly chosen: string;
}

/** Notes down what another chooser chooses. */
export class Recorder implements Chooser {
  readonly #chooser: Chooser;
  #choices: Choice[] = [];

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  /** All choices so far, in order. */
  get choices(): readonly Choice[] {
    return this.#choices;
  }

  /** The choices alone, as `Recorded` plays them. */
  get indices(): number[] {
    return this.#choices.map(({ index }) => index);
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (isForced(kind, label, options)) return 0;
    const index = this.#chooser.choose(kind, label, options);
    const option = options[index];
    if (option === undefined) throw new RangeError(`choice ${index}: ${kind}, ${label}`);
    const count = options.length;
    this.#choices.push({ kind, label, index, count, chosen: option.label });
    return index;
  }

  /** An independent recorder with the same choices, which goes on with another chooser. */
  fork(chooser: Chooser): Recorder {
    const twin = new Recorder(chooser);
    twin.#choices = [...this.#choices];
    return twin;
  }
}
