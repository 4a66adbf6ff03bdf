/**
 * The heap below the virtual clock, made for timers that are put off again and again and seldom fire.
 *
 * A timer has two deadlines: the one that it is filed under, and the real one, never earlier. To put a timer off is
 * thereby one assignment, and to clear it another; the heap catches up when its place is reached. What orders the places
 * stands in arrays of its own, four children side by side, and where timers are many, those of later seconds wait
 * unsorted in one bucket for each second: nearly all the time would else be spent on fetching timers from memory.
 */
export interface Entry<Id> {
  readonly id: Id;
  deadlineMs: number;
  /** Counts up from 1 with every setting, and decides among equal deadlines. */
  order: number;
  filedMs: number;
  /** The order that its place in the heap has; 0 when the timer is not running. A place of any other order is void. */
  filedOrder: number;
}

/** Timers that fall due in one and the same stretch of time, in no order, and the orders of their places. */
interface Bucket<Id> {
  readonly startMs: number;
  readonly entries: Entry<Id>[];
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

export class TimerHeap<Id> {
  #deadlinesMs: number[] = [];
  #orders: number[] = [];
  #entries: Entry<Id>[] = [];
  /** By their starts; each has a place in the heap. */
  #buckets = new Map<number, Bucket<Id>>();
  /** What is due before that goes to the heap: buckets up to there have been emptied into it. */
  #emptiedMs = Number.NEGATIVE_INFINITY;
  /** Places of timers, in the heap and in buckets, and how many of them are void. */
  #places = 0;
  #void = 0;
  moves = 0;

  /** Gives a timer a place under its real deadline. The place that it may have had is void. */
  file(entry: Entry<Id>): void {
    if (entry.filedOrder !== 0) this.#void++;
    this.#place(entry);
    if (this.#void > VOID_MIN && this.#void * 2 > this.#places) this.#cleanUp();
  }

  remove(entry: Entry<Id>): void {
    entry.filedOrder = 0;
    this.#void++;
  }

  /** The timer that comes first. */
  first(): Entry<Id> | undefined {
    for (;;) {
      const entry = this.#entries[0];
      if (entry === undefined) return undefined;
      const order = this.#orders[0];
      if (order === BUCKET) {
        this.#empty(this.#deadlinesMs[0] as number);
      } else if (entry.filedOrder !== order) {
        this.#void--;
        this.#places--;
        this.#dropFirst();
      } else if (entry.order !== order) {
        this.#places--;
        this.#dropFirst();
        this.#place(entry);
      } else {
        return entry;
      }
    }
  }

  /** The timers whose real deadlines come no later than that, in order. */
  until(byMs: number): Entry<Id>[] {
    const found: Entry<Id>[] = [];
    const stale: Entry<Id>[] = [];
    this.#gather(byMs, 0, found, stale);
    // Each setting is caught up with once, however often somebody looks.
    for (const entry of stale) this.file(entry);
    if (found.length > 1) found.sort((a, b) => a.deadlineMs - b.deadlineMs || a.order - b.order);
    return found;
  }

  /** A heap with the same timers, each of them copied. */
  copy(): TimerHeap<Id> {
    const twin = new TimerHeap<Id>();
    twin.moves = this.moves;
    this.forEach(({ id, deadlineMs, order }) => {
      twin.#place({ id, deadlineMs, order, filedMs: deadlineMs, filedOrder: 0 });
    });
    return twin;
  }

  /** Visits the timers in no order. */
  forEach(visit: (entry: Entry<Id>) => void): void {
    visitRunning(this.#entries, this.#orders, visit);
    for (const { entries, orders } of this.#buckets.values()) visitRunning(entries, orders, visit);
  }

  #gather(byMs: number, place: number, found: Entry<Id>[], stale: Entry<Id>[]): void {
    const filedMs = this.#deadlinesMs[place];
    if (filedMs === undefined || filedMs > byMs) return;
    const entry = this.#entries[place] as Entry<Id>;
    if (this.#orders[place] === BUCKET) {
      const { entries, orders } = this.#buckets.get(filedMs) as Bucket<Id>;
      visitRunning(entries, orders, (waiting) => {
        if (waiting.deadlineMs <= byMs) found.push(waiting);
      });
    } else if (entry.filedOrder === this.#orders[place]) {
      if (entry.deadlineMs <= byMs) found.push(entry);
      if (entry.order !== entry.filedOrder) stale.push(entry);
    }
    const firstChild = CHILDREN * place + 1;
    for (let i = 0; i < CHILDREN; i++) this.#gather(byMs, firstChild + i, found, stale);
  }

  #place(entry: Entry<Id>): void {
    const { deadlineMs, order } = entry;
    entry.filedMs = deadlineMs;
    entry.filedOrder = order;
    this.#places++;
    if (deadlineMs < this.#emptiedMs || this.#entries.length < HEAP_MIN) {
      this.#raise(deadlineMs, order, entry);
      return;
    }
    const startMs = Math.floor(deadlineMs / BUCKET_MS) * BUCKET_MS;
    const bucket = this.#buckets.get(startMs) ?? this.#addBucket(startMs, entry);
    bucket.entries.push(entry);
    bucket.orders.push(order);
  }

  /** The place of a bucket holds a timer too, which nobody looks at. */
  #addBucket(startMs: number, anyEntry: Entry<Id>): Bucket<Id> {
    const bucket: Bucket<Id> = { startMs, entries: [], orders: [] };
    this.#buckets.set(startMs, bucket);
    this.#raise(startMs, BUCKET, anyEntry);
    return bucket;
  }

  /** Files what waits in the bucket at the top of the heap. */
  #empty(startMs: number): void {
    const { entries, orders } = this.#buckets.get(startMs) as Bucket<Id>;
    this.#buckets.delete(startMs);
    this.#dropFirst();
    this.#emptiedMs = Math.max(this.#emptiedMs, startMs + BUCKET_MS);
    this.#places -= entries.length;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry<Id>;
      if (entry.filedOrder === orders[i]) this.#place(entry);
      else this.#void--;
    }
  }

  #dropFirst(): void {
    const deadlineMs = this.#deadlinesMs.pop() as number;
    const order = this.#orders.pop() as number;
    const entry = this.#entries.pop() as Entry<Id>;
    if (this.#entries.length > 0) this.#lower(deadlineMs, order, entry);
  }

  /** Moves a free place up from the end to where the timer belongs. */
  #raise(deadlineMs: number, order: number, entry: Entry<Id>): void {
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
    this.#put(place, deadlineMs, order, entry);
  }

  /** Moves a free place down from the top to where the timer belongs. */
  #lower(deadlineMs: number, order: number, entry: Entry<Id>): void {
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
    this.#put(place, deadlineMs, order, entry);
  }

  #shift(from: number, to: number): void {
    this.#put(
      to,
      this.#deadlinesMs[from] as number,
      this.#orders[from] as number,
      this.#entries[from] as Entry<Id>,
    );
    this.moves++;
  }

  #put(place: number, deadlineMs: number, order: number, entry: Entry<Id>): void {
    this.#deadlinesMs[place] = deadlineMs;
    this.#orders[place] = order;
    this.#entries[place] = entry;
  }

  /** Gives the timers that are running new places, and forgets all void ones. */
  #cleanUp(): void {
    const running: Entry<Id>[] = [];
    this.forEach((entry) => {
      running.push(entry);
    });
    this.#deadlinesMs = [];
    this.#orders = [];
    this.#entries = [];
    this.#buckets = new Map();
    this.#places = 0;
    this.#void = 0;
    for (const entry of running) this.#place(entry);
  }
}

/** Visits the timers of places that are not void. */
function visitRunning<Id>(
  entries: readonly Entry<Id>[],
  orders: readonly number[],
  visit: (entry: Entry<Id>) => void,
): void {
  for (let place = 0; place < entries.length; place++) {
    const entry = entries[place] as Entry<Id>;
    if (entry.filedOrder === orders[place] && orders[place] !== BUCKET) visit(entry);
  }
}
