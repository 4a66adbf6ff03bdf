/** Counts the interesting situations that a run came across. */
export class Sightings {
  readonly #counts = new Map<string, number>();

  saw(situation: string): void {
    this.#counts.set(situation, (this.#counts.get(situation) ?? 0) + 1);
  }

  count(situation: string): number {
    return this.#counts.get(situation) ?? 0;
  }

  /** The most frequent first. */
  get all(): readonly (readonly [situation: string, count: number])[] {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }
}
