/** What is wrong with a text, and where. */

export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Of what is wrong, in characters; at least 1. */
  readonly length: number;
  /** What was found, what was expected, and where it is known what was meant. */
  readonly message: string;
}

const SHOWN_CHARACTERS = 40;

/** A word as it is quoted: a file that is no scenario may be one long word. */
export function shown(word: string): string {
  return word.length > SHOWN_CHARACTERS ? `${word.slice(0, SHOWN_CHARACTERS)}…` : word;
}

/** A scenario, or what is to be done to a run, that cannot be read. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

export function problemText({ line, column, message }: Problem): string {
  return `line ${line}, column ${column}: ${message}`;
}
