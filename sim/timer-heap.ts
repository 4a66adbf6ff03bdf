/**
 * The heap below the virtual clock, made for timers that are put off again and again and seldom fire.
 *
 * A timer has two deadlines: the one that it is filed under, and the real one, never earlier. To put a timer off is
 * thereby two assignments, and to clear it another; the heap catches up when its place is reached.
 *
 * With many timers nearly all time is spent on fetching them from memory, so as little as can be is laid close together.
 * A timer is a slot: four numbers in one array. What orders the places stands in arrays of its own, four children side
 * by side. And timers of later seconds wait unsorted in one bucket for each second.
 */

// What a slot holds.
const DEADLINE = 0;
/** Counts up from 1 with every setting, and decides among equal deadlines. */
const ORDER = 1;
const FILED = 2;
/** The order that its place has; 0 when the timer is not running. A place of any other order is void. */
const FILED_ORDER = 3;
const SLOT_NUMBERS = 4;
const INITIAL_SLOTS = 16;

/** Timers that fall due in one and the same stretch of time, in no order, and the orders of their places. */
interface Bucket {
  readonly slots: number[];
  readonly orders: number[];
}

const CHILDREN = 4;
const BUCKET_MS = 1_000;
/** A heap of so few places needs no buckets. */
const HEAP_MIN = 512;
/** The order of a bucket's place: before all timers of its time. */
const BUCKET = 0;
/** So many void places are no reason to clean up. */
const VOID_MIN = 64;
/** In place of a slot. */
export const NONE = -1;

export class TimerHeap {
  #numbers = new Float64Array(INITIAL_SLOTS * SLOT_NUMBERS);
  #slotCount = 0;
  #deadlinesMs: number[] = [];
  #orders: number[] = [];
  #slots: number[] = [];
  /** By their starts; each has a place in the heap. */
  #buckets = new Map<number, Bucket>();
  /** What is due before that goes to the heap: buckets up to there have been emptied into it. */
  #emptiedMs = Number.NEGATIVE_INFINITY;
  /** Places of timers, in the heap and in buckets, and how many of them are void. */
  #places = 0;
  #void = 0;
  /** How often a timer has been moved from place to place. */
  moves: number;

  constructor(moves = 0) {
    this.moves = moves;
  }

  isRunning(slot: number): boolean {
    return this.#number(slot, FILED_ORDER) !== 0;
  }

  deadlineMs(slot: number): number {
    return this.#number(slot, DEADLINE);
  }

  order(slot: number): number {
    return this.#number(slot, ORDER);
  }

  /** Starts a new timer. @returns its slot: they count up from 0 */
  add(deadlineMs: number, order: number): number {
    const slot = this.#slotCount;
    this.#slotCount += 1;
    if (this.#slotCount * SLOT_NUMBERS > this.#numbers.length) this.#grow();
    this.set(slot, deadlineMs, order);
    return slot;
  }

  /** Starts a timer anew. */
  set(slot: number, deadlineMs: number, order: number): void {
    const numbers = this.#numbers;
    const at = slot * SLOT_NUMBERS;
    numbers[at + DEADLINE] = deadlineMs;
    numbers[at + ORDER] = order;
    const isFiled = numbers[at + FILED_ORDER] !== 0;
    if (!isFiled || deadlineMs < (numbers[at + FILED] as number)) this.#file(slot);
  }

  remove(slot: number): void {
    this.#numbers[slot * SLOT_NUMBERS + FILED_ORDER] = 0;
    this.#void++;
  }

  /** The timer that comes first, or none. */
  first(): number {
    for (;;) {
      const slot = this.#slots[0];
      if (slot === undefined) return NONE;
      const order = this.#orders[0];
      if (order === BUCKET) {
        this.#empty(this.#deadlinesMs[0] as number);
        continue;
      }
      const at = slot * SLOT_NUMBERS;
      if (this.#numbers[at + ORDER] === order && this.#numbers[at + FILED_ORDER] === order) {
        return slot;
      }
      this.#dropFirst();
      this.#places--;
      if (this.#numbers[at + FILED_ORDER] === order) this.#place(slot);
      else this.#void--;
    }
  }

  /** The timers whose real deadlines come no later than that, in order. */
  until(byMs: number): number[] {
    const found: number[] = [];
    const stale: number[] = [];
    this.#gather(byMs, 0, found, stale);
    // Each setting is caught up with once, however often somebody looks.
    for (const slot of stale) this.#file(slot);
    if (found.length > 1) found.sort((a, b) => this.#compare(a, b));
    return found;
  }

  /** Visits the timers that are running, in no order. */
  forEach(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.#slotCount; slot++) if (this.isRunning(slot)) visit(slot);
  }

  #gather(byMs: number, place: number, found: number[], stale: number[]): void {
    const filedMs = this.#deadlinesMs[place];
    if (filedMs === undefined || filedMs > byMs) return;
    const slot = this.#slots[place] as number;
    const order = this.#orders[place] as number;
    if (order === BUCKET) {
      const { slots, orders } = this.#buckets.get(filedMs) as Bucket;
      for (let index = 0; index < slots.length; index++) {
        const waiting = slots[index] as number;
        if (this.#number(waiting, FILED_ORDER) !== orders[index]) continue;
        if (this.deadlineMs(waiting) <= byMs) found.push(waiting);
      }
    } else if (this.#number(slot, FILED_ORDER) === order) {
      if (this.deadlineMs(slot) <= byMs) found.push(slot);
      if (this.order(slot) !== order) stale.push(slot);
    }
    const firstChild = CHILDREN * place + 1;
    for (let i = 0; i < CHILDREN; i++) this.#gather(byMs, firstChild + i, found, stale);
  }

  /** Gives a timer a place under its real deadline. The place that it may have had is void. */
  #file(slot: number): void {
    if (this.isRunning(slot)) this.#void++;
    this.#place(slot);
    if (this.#void > VOID_MIN && this.#void * 2 > this.#places) this.#cleanUp();
  }

  #place(slot: number): void {
    const numbers = this.#numbers;
    const at = slot * SLOT_NUMBERS;
    const deadlineMs = numbers[at + DEADLINE] as number;
    const order = numbers[at + ORDER] as number;
    numbers[at + FILED] = deadlineMs;
    numbers[at + FILED_ORDER] = order;
    this.#places++;
    if (deadlineMs < this.#emptiedMs || this.#slots.length < HEAP_MIN) {
      this.#raise(deadlineMs, order, slot);
      return;
    }
    const startMs = Math.floor(deadlineMs / BUCKET_MS) * BUCKET_MS;
    const bucket = this.#buckets.get(startMs) ?? this.#addBucket(startMs, slot);
    bucket.slots.push(slot);
    bucket.orders.push(order);
  }

  /** The place of a bucket holds a timer too, which nobody looks at. */
  #addBucket(startMs: number, anySlot: number): Bucket {
    const bucket: Bucket = { slots: [], orders: [] };
    this.#buckets.set(startMs, bucket);
    this.#raise(startMs, BUCKET, anySlot);
    return bucket;
  }

  /** Files what waits in the bucket at the top of the heap. */
  #empty(startMs: number): void {
    const { slots, orders } = this.#buckets.get(startMs) as Bucket;
    this.#buckets.delete(startMs);
    this.#dropFirst();
    this.#emptiedMs = Math.max(this.#emptiedMs, startMs + BUCKET_MS);
    this.#places -= slots.length;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index] as number;
      if (this.#number(slot, FILED_ORDER) === orders[index]) this.#place(slot);
      else this.#void--;
    }
  }

  #dropFirst(): void {
    const deadlineMs = this.#deadlinesMs.pop() as number;
    const order = this.#orders.pop() as number;
    const slot = this.#slots.pop() as number;
    if (this.#slots.length > 0) this.#lower(deadlineMs, order, slot);
  }

  /** Moves a free place up from the end to where the timer belongs. */
  #raise(deadlineMs: number, order: number, slot: number): void {
    const deadlinesMs = this.#deadlinesMs;
    let place = deadlinesMs.length;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const aboveMs = deadlinesMs[above] as number;
      if (aboveMs < deadlineMs) break;
      if (aboveMs === deadlineMs && (this.#orders[above] as number) < order) break;
      this.#shift(above, place);
      place = above;
    }
    this.#put(place, deadlineMs, order, slot);
  }

  /** Moves a free place down from the top to where the timer belongs. */
  #lower(deadlineMs: number, order: number, slot: number): void {
    const deadlinesMs = this.#deadlinesMs;
    const orders = this.#orders;
    const { length } = deadlinesMs;
    let place = 0;
    for (let child = 1; child < length; child = CHILDREN * place + 1) {
      let best = child;
      let bestMs = deadlinesMs[child] as number;
      const end = Math.min(child + CHILDREN, length);
      for (let other = child + 1; other < end; other++) {
        const otherMs = deadlinesMs[other] as number;
        if (otherMs > bestMs) continue;
        if (otherMs === bestMs && (orders[other] as number) > (orders[best] as number)) continue;
        best = other;
        bestMs = otherMs;
      }
      if (bestMs > deadlineMs) break;
      if (bestMs === deadlineMs && (orders[best] as number) > order) break;
      this.#shift(best, place);
      place = best;
    }
    this.#put(place, deadlineMs, order, slot);
  }

  #shift(from: number, to: number): void {
    this.#put(
      to,
      this.#deadlinesMs[from] as number,
      this.#orders[from] as number,
      this.#slots[from] as number,
    );
    this.moves++;
  }

  #put(place: number, deadlineMs: number, order: number, slot: number): void {
    this.#deadlinesMs[place] = deadlineMs;
    this.#orders[place] = order;
    this.#slots[place] = slot;
  }

  /** Gives the timers that are running new places, and forgets all void ones. */
  #cleanUp(): void {
    this.#deadlinesMs = [];
    this.#orders = [];
    this.#slots = [];
    this.#buckets = new Map();
    this.#places = 0;
    this.#void = 0;
    this.forEach((slot) => {
      this.#place(slot);
    });
  }

  #compare(a: number, b: number): number {
    return this.deadlineMs(a) - this.deadlineMs(b) || this.order(a) - this.order(b);
  }

  #number(slot: number, which: number): number {
    return this.#numbers[slot * SLOT_NUMBERS + which] as number;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#numbers.length);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
