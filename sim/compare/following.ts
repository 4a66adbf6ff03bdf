/**
 * Chance for a run that is to keep in step with another: whenever it is asked what the other was asked, it gives the
 * same answer, in the same order. So a packet takes as long on its way as its counterpart did. Only what the other was
 * never asked is left to the seed.
 */
import type { ChoiceKind, Chooser, Option } from '../choose/chooser.ts';

/** Passes on what another chooser chooses, and keeps it for one that follows. */
export class Leading implements Chooser {
  /** Labels of the options that were chosen, by question. */
  readonly answers = new Map<string, string[]>();
  readonly #chooser: Chooser;

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    const index = this.#chooser.choose(kind, label, options);
    const answer = options[index]?.label ?? '';
    const key = keyOf(kind, label, options);
    const answers = this.answers.get(key);
    if (answers === undefined) this.answers.set(key, [answer]);
    else answers.push(answer);
    return index;
  }
}

export class Following implements Chooser {
  readonly #answers: ReadonlyMap<string, readonly string[]>;
  /** How often each question has been asked. */
  readonly #asked = new Map<string, number>();
  readonly #otherwise: Chooser;

  constructor({ answers }: Leading, otherwise: Chooser) {
    this.#answers = answers;
    this.#otherwise = otherwise;
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    const key = keyOf(kind, label, options);
    const times = this.#asked.get(key) ?? 0;
    this.#asked.set(key, times + 1);
    const wanted = this.#answers.get(key)?.[times];
    const index = options.findIndex((option) => option.label === wanted);
    return wanted === undefined || index < 0 ? this.#otherwise.choose(kind, label, options) : index;
  }
}

/** The same question has the same options, in whatever order. */
function keyOf(kind: ChoiceKind, label: string, options: readonly Option[]): string {
  const labels = options.map((option) => option.label).sort();
  return `${kind}\n${label}\n${labels.join('\n')}`;
}
