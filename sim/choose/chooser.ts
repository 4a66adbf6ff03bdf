/**
 * The one way in for whatever is not determined: which packet comes first, which timer, whether the network fails. A
 * run is a list of choices, so that whoever makes them decides what the run is: a seed, a recording, an explorer that
 * tries them all, or a person.
 *
 * A choice among one option is none: every chooser answers 0 at once, and no recording holds it.
 */

export type ChoiceKind = 'deliver' | 'timer' | 'fault' | 'client' | 'latency' | 'store' | 'value';

export interface Option {
  readonly label: string;
  /** How likely it is beside the others, a whole number from 0; 1 when not given. Only chance looks at it. */
  readonly weight?: number;
}

export interface Chooser {
  /**
   * Returns the index of one of the options, of which there is at least one.
   *
   * `label` says for people what is being chosen, `latency of c1.1 to broker`; options that stay the same are best made
   * once and handed over again and again.
   */
  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number;
}

/** What is being asked of a chooser, as data. */
export interface Question {
  readonly kind: ChoiceKind;
  readonly label: string;
  readonly options: readonly Option[];
}

/** True when there is nothing to choose. @throws Error when there is nothing at all. */
export function isForced(kind: ChoiceKind, label: string, options: readonly Option[]): boolean {
  if (options.length === 0) throw new Error(`no options to choose from: ${kind}, ${label}`);
  return options.length === 1;
}

/** Always the first option: what happens when nothing out of the way does. */
export const first: Chooser = {
  choose(kind, label, options) {
    isForced(kind, label, options);
    return 0;
  },
};
