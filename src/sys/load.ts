/** How much there is in a minute, averaged over the last minutes: recent minutes count most, older ones ever less. */

/** `1min`, and so on, as mosquitto names them. */
export const LOAD_WINDOWS = [
  { name: '1min', seconds: 60 },
  { name: '5min', seconds: 300 },
  { name: '15min', seconds: 900 },
] as const;

const MINUTE_MS = 60_000;

export class Load {
  readonly #averages: number[] = LOAD_WINDOWS.map(() => 0);
  #last = 0;

  /** By window: in a minute. */
  get averages(): readonly number[] {
    return this.#averages;
  }

  /** `total` is since the start, and `elapsedMs` since it was told last. */
  update(total: number, elapsedMs: number): void {
    if (elapsedMs <= 0) return;
    const inMinute = ((total - this.#last) * MINUTE_MS) / elapsedMs;
    this.#last = total;
    for (const [index, { seconds }] of LOAD_WINDOWS.entries()) {
      const keep = Math.exp(-elapsedMs / (seconds * 1_000));
      this.#averages[index] = inMinute + keep * ((this.#averages[index] ?? 0) - inMinute);
    }
  }
}
