/**
 * A binary heap of timers that knows where each one is, so that any of them can be moved or removed.
 *
 * A timer has two deadlines: the one it stands under in the heap (`filedMs`) and the real one, never earlier. Putting
 * the deadline off, as every received packet does with Keep Alive, is thereby one assignment; the heap catches up when
 * the timer comes to its top.
 */
export interface Timer {
  readonly id: string;
  deadlineMs: number;
  /** Order of setting, by which timers of one deadline fire. */
  order: number;
  filedMs: number;
  filedOrder: number;
  index: number;
}

export class TimerHeap {
  readonly #timers: Timer[] = [];

  /** The timer that is filed first, stale or not. */
  get first(): Timer | undefined {
    return this.#timers[0];
  }

  /** Files a timer that is not in the heap, under its deadline. */
  add(timer: Timer): void {
    timer.index = this.#timers.push(timer) - 1;
    this.refile(timer);
  }

  /** Moves a timer to where its deadline puts it. */
  refile(timer: Timer): void {
    timer.filedMs = timer.deadlineMs;
    timer.filedOrder = timer.order;
    this.#down(this.#up(timer));
  }

  remove(timer: Timer): void {
    const last = this.#timers.pop();
    if (last === undefined || last === timer) return;
    this.#put(last, timer.index);
    this.#down(this.#up(last));
  }

  clear(): void {
    this.#timers.length = 0;
  }

  #put(timer: Timer, index: number): void {
    this.#timers[index] = timer;
    timer.index = index;
  }

  #up(timer: Timer): Timer {
    while (timer.index > 0) {
      const index = timer.index;
      const above = this.#timers[(index - 1) >> 1] as Timer;
      if (!isBefore(timer, above)) break;
      this.#put(timer, above.index);
      this.#put(above, index);
    }
    return timer;
  }

  #down(timer: Timer): void {
    for (;;) {
      const index = timer.index;
      const left = this.#timers[2 * index + 1];
      const right = this.#timers[2 * index + 2];
      if (left === undefined) return;
      const below = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(below, timer)) return;
      this.#put(timer, below.index);
      this.#put(below, index);
    }
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.filedMs < b.filedMs || (a.filedMs === b.filedMs && a.filedOrder < b.filedOrder);
}
