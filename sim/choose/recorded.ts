import { type ChoiceKind, type Chooser, isForced, type Option } from './chooser.ts';

/** A list of choices that does not fit the run it is played in: the run, or the law, is not the one recorded. */
export class ChoiceMisfit extends Error {
  override readonly name = 'ChoiceMisfit';
  /** Which choice of the list, from 0. */
  readonly position: number;

  constructor(position: number, message: string) {
    super(`choice ${position}: ${message}`);
    this.position = position;
  }
}

/** Plays a list of choices: the indices that other choosers gave. */
export class Recorded implements Chooser {
  readonly #choices: readonly number[];
  readonly #then: Chooser | undefined;
  #position = 0;

  /** Who chooses `then`, when the list has ended. Without it, a run that goes on longer than the list is an error. */
  constructor(choices: readonly number[], then?: Chooser) {
    this.#choices = choices;
    this.#then = then;
  }

  /** How many of the list have been played. */
  get position(): number {
    return this.#position;
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (isForced(kind, label, options)) return 0;
    const index = this.#choices[this.#position];
    if (index === undefined) {
      if (this.#then !== undefined) return this.#then.choose(kind, label, options);
      throw new ChoiceMisfit(
        this.#position,
        `the list has ended, ${question(kind, label, options)}`,
      );
    }
    if (!Number.isInteger(index) || index < 0 || index >= options.length) {
      throw new ChoiceMisfit(this.#position, `${index} is none, ${question(kind, label, options)}`);
    }
    this.#position++;
    return index;
  }

  /** Says that the run is over. @throws ChoiceMisfit when some of the list has not been played. */
  end(): void {
    const left = this.#choices.length - this.#position;
    if (left > 0) throw new ChoiceMisfit(this.#position, `the run is over, and ${left} are left`);
  }

  /** An independent chooser at the same position. It shares the one that comes `then`. */
  fork(): Recorded {
    const twin = new Recorded(this.#choices, this.#then);
    twin.#position = this.#position;
    return twin;
  }
}

function question(kind: ChoiceKind, label: string, options: readonly Option[]): string {
  const labels = options.map((option, index) => `${index} ${option.label}`);
  return `asked for ${kind}, ${label}: ${labels.join(', ')}`;
}
