/** How much may be told in a second: a bucket that fills up over time, and holds what two seconds bring. */

const BURST_SECONDS = 2;

export class Pace {
  readonly #perSecond: number;
  #left: number;
  #filledAtMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond * BURST_SECONDS;
    this.#filledAtMs = nowMs;
  }

  /** Nothing is left for now. */
  isSpent(nowMs: number): boolean {
    const filled = this.#left + ((nowMs - this.#filledAtMs) / 1_000) * this.#perSecond;
    this.#left = Math.min(filled, this.#perSecond * BURST_SECONDS);
    this.#filledAtMs = nowMs;
    return this.#left <= 0;
  }

  spend(amount: number): void {
    this.#left -= amount;
  }
}
