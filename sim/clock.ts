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
import { type Entry, TimerHeap } from './timer-heap.ts';

/** So many timers that do not run are no reason to clean up. */
const IDLE_MIN = 64;

/** A timer that is running. */
export interface Timer<Id> {
  readonly id: Id;
  readonly deadlineMs: number;
}

/** Milliseconds from 0, whole or not. Ids are words or numbers, and never both `1` and `'1'` for one timer. */
export class Clock<Id extends string | number = string> {
  #nowMs: number;
  #heap = new TimerHeap<Id>();
  /** The timers that run, and for a while those that do not: most that fire are set again. */
  #timers = new Map<Id, Entry<Id>>();
  #idle = 0;
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
    return this.#timers.size - this.#idle;
  }

  /** What the clock has done so far, in places by which timers were moved in the heap. Forks go on counting. */
  get moves(): number {
    return this.#heap.moves;
  }

  has(id: Id): boolean {
    return this.#running(id) !== undefined;
  }

  /** The deadline of a timer, or undefined when it is not running. */
  deadlineMs(id: Id): number | undefined {
    return this.#running(id)?.deadlineMs;
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
      const added = { id, deadlineMs: atMs, order, filedMs: atMs, filedOrder: 0 };
      this.#timers.set(id, added);
      this.#heap.file(added);
      return;
    }
    entry.deadlineMs = atMs;
    entry.order = order;
    if (entry.filedOrder === 0) this.#idle--;
    else if (atMs >= entry.filedMs) return;
    this.#heap.file(entry);
  }

  /** Returns whether the timer was running. */
  clear(id: Id): boolean {
    if (this.#running(id) === undefined) return false;
    this.#own();
    this.#stop(this.#timers.get(id) as Entry<Id>);
    return true;
  }

  /** The earliest deadline, or undefined when no timer is running. */
  nextDeadlineMs(): number | undefined {
    return this.#heap.first()?.deadlineMs;
  }

  /** The timer that comes first: of the earliest deadline, the one that was set first. */
  first(): Id | undefined {
    return this.#heap.first()?.id;
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
    const deadlineMs = this.deadlineMs(id);
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
    for (let next = this.#heap.first(); next !== undefined; next = this.#heap.first()) {
      if (next.deadlineMs > untilMs) break;
      // After a leap of `advanceTo` a deadline may lie in the past.
      if (next.deadlineMs > this.#nowMs) this.#nowMs = next.deadlineMs;
      if (this.#isShared) this.clear(next.id);
      else this.#stop(next);
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
    twin.#idle = this.#idle;
    twin.#lastOrder = this.#lastOrder;
    this.#isShared = true;
    twin.#isShared = true;
    return twin;
  }

  #running(id: Id): Entry<Id> | undefined {
    const entry = this.#timers.get(id);
    return entry === undefined || entry.filedOrder === 0 ? undefined : entry;
  }

  #stop(entry: Entry<Id>): void {
    this.#heap.remove(entry);
    this.#idle++;
    if (this.#idle > IDLE_MIN && this.#idle * 2 > this.#timers.size) this.#index();
  }

  /** Forgets the timers that do not run. */
  #index(): void {
    const timers = new Map<Id, Entry<Id>>();
    this.#heap.forEach((entry) => {
      timers.set(entry.id, entry);
    });
    this.#timers = timers;
    this.#idle = 0;
  }

  #own(): void {
    if (!this.#isShared) return;
    this.#isShared = false;
    this.#heap = this.#heap.copy();
    this.#index();
  }
}
