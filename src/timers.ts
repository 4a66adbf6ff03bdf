/**
 * All timers of the core behind one timer of the platform. They fire by deadline, and among equals in the order in
 * which they were set.
 */
import type { TimerId } from '../machines/index.ts';
import type { Clock } from './clock.ts';
import { type Timer, TimerHeap } from './timer-heap.ts';

/** The longest that the platform's timers can count. A later deadline takes several of them. */
export const LONGEST_DELAY_MS = 2 ** 31 - 1;

export class Timers {
  readonly #clock: Clock;
  readonly #fire: (timer: TimerId, nowMs: number) => void;
  readonly #timers = new Map<TimerId, Timer>();
  readonly #heap = new TimerHeap();
  #order = 0;
  #isStopped = false;
  #wake: unknown;
  #wakeMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, fire: (timer: TimerId, nowMs: number) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** How many are running. */
  get size(): number {
    return this.#timers.size;
  }

  /** Those that are running, in the order in which they were set. */
  get all(): readonly Readonly<Timer>[] {
    return [...this.#timers.values()].sort((a, b) => a.order - b.order);
  }

  /** Starts a timer, in place of one of the same name. Constant time when that only puts a deadline off. */
  set(id: TimerId, deadlineMs: number): void {
    if (this.#isStopped) return;
    const order = ++this.#order;
    const timer = this.#timers.get(id);
    if (timer === undefined) {
      this.#add({ id, deadlineMs, order, filedMs: 0, filedOrder: 0, index: 0 });
      return;
    }
    timer.deadlineMs = deadlineMs;
    timer.order = order;
    if (deadlineMs >= timer.filedMs) return;
    this.#heap.refile(timer);
    this.#arm();
  }

  /** Nothing happens when there is no such timer. */
  clear(id: TimerId): void {
    const timer = this.#timers.get(id);
    if (timer === undefined) return;
    this.#timers.delete(id);
    this.#heap.remove(timer);
  }

  /** Clears all of them, for good: what is set from here on does not run. */
  stop(): void {
    this.#isStopped = true;
    this.#timers.clear();
    this.#heap.clear();
    this.#disarm();
  }

  #add(timer: Timer): void {
    this.#timers.set(timer.id, timer);
    this.#heap.add(timer);
    this.#arm();
  }

  /** Sees to it that the platform wakes us no later than the first deadline. Waking too early does no harm. */
  #arm(): void {
    const first = this.#heap.first;
    if (first === undefined || first.filedMs >= this.#wakeMs) return;
    this.#disarm();
    const delayMs = Math.max(0, first.filedMs - this.#clock.nowMs());
    this.#wakeMs = first.filedMs;
    this.#wake = this.#clock.schedule(Math.min(delayMs, LONGEST_DELAY_MS), () => this.#awake());
  }

  #disarm(): void {
    if (this.#wakeMs === Number.POSITIVE_INFINITY) return;
    this.#clock.cancel(this.#wake);
    this.#wakeMs = Number.POSITIVE_INFINITY;
  }

  #awake(): void {
    this.#wakeMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.nowMs();
    // One that is set from here on waits for the next time, or a timer of no delay that sets itself would hang us.
    const lastOrder = this.#order;
    for (let timer = this.#heap.first; timer !== undefined; timer = this.#heap.first) {
      if (timer.filedMs > nowMs) break;
      if (timer.filedOrder !== timer.order) {
        this.#heap.refile(timer);
        continue;
      }
      if (timer.order > lastOrder) break;
      this.clear(timer.id);
      this.#fire(timer.id, nowMs);
    }
    this.#arm();
  }
}
