/** What went wrong, counted by kind; the first few of them in words. */

const WORDED_MAXIMUM = 20;

export class Faults {
  readonly byKind: Record<string, number> = {};
  readonly worded: string[] = [];
  readonly #say: (line: string) => void;
  #count = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  get count(): number {
    return this.#count;
  }

  add(kind: string, about: string): void {
    this.#count += 1;
    this.byKind[kind] = (this.byKind[kind] ?? 0) + 1;
    if (this.worded.length >= WORDED_MAXIMUM) return;
    this.worded.push(`${kind}: ${about}`);
    this.#say(`FAULT ${kind}: ${about}`);
  }
}
