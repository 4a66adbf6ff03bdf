/**
 * Virtual time: a clock that moves only when it is told to, and the timers that wait for it.
 *
 * Timers are in order of their deadlines, and among equals in the order in which they were set. `due` names all equals,
 * so that whoever drives the clock may choose among them. Between two deadlines there is nothing to see: the usual step
 * is to `advanceTo(nextDeadlineMs())` and to `take` one of those that are due.
 *
 * `fork` takes constant time: the twins share their timers until one of them changes its own, which then copies them
 * all, once.
 */
import { type Entry, isStale, TimerHeap } from './timer-heap.ts';

/** A timer that is running. */
export interface Timer<Id> {
  readonly id: Id;
  readonly deadlineMs: number;
}

/** Milliseconds from 0, whole or not. Ids are words or numbers, and never both `1` and `'1'` for one timer. */
export class Clock<Id extends string | number = string> {
  #nowMs: number;
  #heap = new TimerHeap<Id>();
  #timers = new Map<Id, Entry<Id>>();
  #lastOrder = 0;
  /** True while a twin may be looking at the same timers. */
  #isShared = false;

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many timers are running. */
  get size(): number {
    return this.#timers.size;
  }

  /** What the clock has done so far, in places by which timers were moved in the heap. Forks go on counting. */
  get moves(): number {
    return this.#heap.moves;
  }

  has(id: Id): boolean {
    return this.#timers.has(id);
  }

  /** The deadline of a timer, or undefined when it is not running. */
  deadlineMs(id: Id): number | undefined {
    return this.#timers.get(id)?.deadlineMs;
  }

  /**
   * Starts a timer, in place of one of the same id. Constant time when that only puts a deadline off, as every packet
   * does with Keep Alive. A deadline that has passed counts as now.
   */
  set(id: Id, deadlineMs: number): void {
    if (!Number.isFinite(deadlineMs)) throw new RangeError(`deadline ${deadlineMs} of ${id}`);
    this.#own();
    const atMs = Math.max(deadlineMs, this.#nowMs);
    const order = ++this.#lastOrder;
    const entry = this.#timers.get(id);
    if (entry === undefined) {
      const added = { id, deadlineMs: atMs, order, filedMs: atMs, filedOrder: order, index: 0 };
      this.#timers.set(id, added);
      this.#heap.add(added);
      return;
    }
    entry.deadlineMs = atMs;
    entry.order = order;
    if (atMs < entry.filedMs) this.#heap.refile(entry);
  }

  /** Returns whether the timer was running. */
  clear(id: Id): boolean {
    if (!this.#timers.has(id)) return false;
    this.#own();
    this.#heap.remove(this.#timers.get(id) as Entry<Id>);
    return this.#timers.delete(id);
  }

  /** The earliest deadline, or undefined when no timer is running. */
  nextDeadlineMs(): number | undefined {
    return this.#first()?.deadlineMs;
  }

  /** The timer that comes first: of the earliest deadline, the one that was set first. */
  first(): Id | undefined {
    return this.#first()?.id;
  }

  /**
   * The timers with the earliest deadline in the order in which they were set, or, given a time, all with deadlines up
   * to and with it, by deadline first. Whether that time has come is the caller's concern.
   */
  due(byMs: number | undefined = this.nextDeadlineMs()): Id[] {
    if (byMs === undefined) return [];
    return this.#heap.until(byMs).map(({ id }) => id);
  }

  /** Removes a timer because it fires. @throws Error when it is not running, or not due at this clock's time. */
  take(id: Id): void {
    const deadlineMs = this.#timers.get(id)?.deadlineMs;
    if (deadlineMs === undefined) throw new Error(`timer ${id} is not running`);
    if (deadlineMs > this.#nowMs) {
      throw new Error(`timer ${id} is due at ${deadlineMs} ms, and it is ${this.#nowMs} ms`);
    }
    this.clear(id);
  }

  /** Moves the time on, past deadlines too: timers may fire late. @throws RangeError for a time that has passed. */
  advanceTo(nowMs: number): void {
    if (!(nowMs >= this.#nowMs)) throw new RangeError(`time ${nowMs} after ${this.#nowMs} ms`);
    this.#nowMs = nowMs;
  }

  /**
   * Fires all timers up to a time, those included that are set meanwhile, each at its own deadline and equals in the
   * order in which they were set. The clock then stands at that time.
   */
  runTo(untilMs: number, fire: (id: Id, nowMs: number) => void): void {
    for (let next = this.#first(); next !== undefined; next = this.#first()) {
      if (next.deadlineMs > untilMs) break;
      // After a leap of `advanceTo` a deadline may lie in the past.
      if (next.deadlineMs > this.#nowMs) this.#nowMs = next.deadlineMs;
      this.clear(next.id);
      fire(next.id, this.#nowMs);
    }
    if (untilMs > this.#nowMs) this.#nowMs = untilMs;
  }

  /** All timers that are running, in the order in which they would fire. */
  timers(): Timer<Id>[] {
    const all = this.#heap.until(Number.POSITIVE_INFINITY);
    return all.map(({ id, deadlineMs }) => ({ id, deadlineMs }));
  }

  /** An independent clock with the same time and timers. */
  fork(): Clock<Id> {
    const twin = new Clock<Id>(this.#nowMs);
    twin.#heap = this.#heap;
    twin.#timers = this.#timers;
    twin.#lastOrder = this.#lastOrder;
    this.#isShared = true;
    twin.#isShared = true;
    return twin;
  }

  #own(): void {
    if (!this.#isShared) return;
    this.#isShared = false;
    this.#heap = this.#heap.copy();
    this.#timers = new Map();
    for (const entry of this.#heap.entries) this.#timers.set(entry.id, entry);
  }

  /** Brings what was put off to where it belongs. That changes nothing to be seen, so twins may do it to each other. */
  #first(): Entry<Id> | undefined {
    for (;;) {
      const entry = this.#heap.entries[0];
      if (entry === undefined || !isStale(entry)) return entry;
      this.#heap.refile(entry);
    }
  }
}
