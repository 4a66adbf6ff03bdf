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
import { SlotIndex } from './slot-index.ts';
import { NONE, TimerHeap } from './timer-heap.ts';

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
  /** The timers that run, and for a while those that do not: most that fire are set again. */
  #heap = new TimerHeap();
  #slots = new SlotIndex<Id>();
  #ids: Id[] = [];
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
    return this.#ids.length - this.#idle;
  }

  /** What the clock has done so far, in places by which timers were moved in the heap. Forks go on counting. */
  get moves(): number {
    return this.#heap.moves;
  }

  has(id: Id): boolean {
    return this.#running(id) !== NONE;
  }

  /** The deadline of a timer, or undefined when it is not running. */
  deadlineMs(id: Id): number | undefined {
    const slot = this.#running(id);
    return slot === NONE ? undefined : this.#heap.deadlineMs(slot);
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
    const slot = this.#slots.get(id);
    if (slot === undefined) {
      this.#slots.set(id, this.#heap.add(atMs, order));
      this.#ids.push(id);
      return;
    }
    if (!this.#heap.isRunning(slot)) this.#idle--;
    this.#heap.set(slot, atMs, order);
  }

  /** Returns whether the timer was running. */
  clear(id: Id): boolean {
    if (!this.has(id)) return false;
    this.#own();
    this.#stop(this.#running(id));
    return true;
  }

  /** The earliest deadline, or undefined when no timer is running. */
  nextDeadlineMs(): number | undefined {
    const slot = this.#heap.first();
    return slot === NONE ? undefined : this.#heap.deadlineMs(slot);
  }

  /** The timer that comes first: of the earliest deadline, the one that was set first. */
  first(): Id | undefined {
    const slot = this.#heap.first();
    return slot === NONE ? undefined : this.#ids[slot];
  }

  /**
   * The timers with the earliest deadline in the order in which they were set, or, given a time, all with deadlines up
   * to and with it, by deadline first. Whether that time has come is the caller's concern.
   */
  due(byMs: number | undefined = this.nextDeadlineMs()): Id[] {
    if (byMs === undefined) return [];
    return this.#heap.until(byMs).map((slot) => this.#ids[slot] as Id);
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
    for (let slot = this.#heap.first(); slot !== NONE; slot = this.#heap.first()) {
      const deadlineMs = this.#heap.deadlineMs(slot);
      if (deadlineMs > untilMs) break;
      // After a leap of `advanceTo` a deadline may lie in the past.
      if (deadlineMs > this.#nowMs) this.#nowMs = deadlineMs;
      const id = this.#ids[slot] as Id;
      if (this.#isShared) this.clear(id);
      else this.#stop(slot);
      fire(id, this.#nowMs);
    }
    if (untilMs > this.#nowMs) this.#nowMs = untilMs;
  }

  /** All timers that are running, in the order in which they would fire. */
  timers(): Timer<Id>[] {
    const all = this.#heap.until(Number.POSITIVE_INFINITY);
    return all.map((slot) => {
      return { id: this.#ids[slot] as Id, deadlineMs: this.#heap.deadlineMs(slot) };
    });
  }

  /** An independent clock with the same time and timers. */
  fork(): Clock<Id> {
    const twin = new Clock<Id>(this.#nowMs);
    twin.#heap = this.#heap;
    twin.#slots = this.#slots;
    twin.#ids = this.#ids;
    twin.#idle = this.#idle;
    twin.#lastOrder = this.#lastOrder;
    this.#isShared = true;
    twin.#isShared = true;
    return twin;
  }

  #running(id: Id): number {
    const slot = this.#slots.get(id);
    return slot !== undefined && this.#heap.isRunning(slot) ? slot : NONE;
  }

  #stop(slot: number): void {
    this.#heap.remove(slot);
    this.#idle++;
    if (this.#idle > IDLE_MIN && this.#idle * 2 > this.#ids.length) this.#renew();
  }

  #own(): void {
    if (!this.#isShared) return;
    this.#isShared = false;
    this.#renew();
  }

  /** Starts over with copies of the timers that run; the others are forgotten. */
  #renew(): void {
    const before = this.#heap;
    const ids = this.#ids;
    this.#heap = new TimerHeap(before.moves);
    this.#slots = new SlotIndex();
    this.#ids = [];
    this.#idle = 0;
    before.forEach((slot) => {
      const id = ids[slot] as Id;
      this.#slots.set(id, this.#heap.add(before.deadlineMs(slot), before.order(slot)));
      this.#ids.push(id);
    });
  }
}
