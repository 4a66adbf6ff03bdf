import { type ChoiceKind, type Chooser, isForced, type Option, type Question } from './chooser.ts';

/** Thrown out of a step that cannot go on without an answer. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly question: Question;

  constructor(question: Question) {
    super(`not yet chosen: ${question.kind}, ${question.label}`);
    this.question = question;
  }
}

/**
 * Leaves the choice to somebody else, a person for instance.
 *
 * Nothing here waits, so one who needs time to answer gives undefined: the step then ends by throwing `Unanswered`, and
 * has to be taken again in a fork of the world it began in, with the answers so far before this chooser:
 * `new Recorded(answers, new Asking(ask))`.
 */
export class Asking implements Chooser {
  readonly #ask: (question: Question) => number | undefined;

  constructor(ask: (question: Question) => number | undefined) {
    this.#ask = ask;
  }

  choose(kind: ChoiceKind, label: string, options: readonly Option[]): number {
    if (isForced(kind, label, options)) return 0;
    const question = { kind, label, options };
    const index = this.#ask(question);
    if (index === undefined) throw new Unanswered(question);
    if (options[index] === undefined) throw new RangeError(`answer ${index}: ${kind}, ${label}`);
    return index;
  }
}
