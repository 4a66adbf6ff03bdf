/**
 * The heap below the virtual clock. Each timer knows its place, so that any of them can be moved or removed.
 *
 * A timer has two deadlines: the one that it is filed under, and the real one, never earlier. To put a timer off is
 * thereby one assignment; the heap catches up when the timer comes to its top.
 */
export interface Entry<Id> {
  readonly id: Id;
  deadlineMs: number;
  /** Counts up with every setting, and decides among equal deadlines. */
  order: number;
  filedMs: number;
  filedOrder: number;
  index: number;
}

/** True when the timer has been put off since it was filed. */
export function isStale({ order, filedOrder }: Entry<unknown>): boolean {
  return order !== filedOrder;
}

export class TimerHeap<Id> {
  entries: Entry<Id>[] = [];
  moves = 0;

  add(entry: Entry<Id>): void {
    this.entries.push(entry);
    this.#raise(entry, this.entries.length - 1);
  }

  /** Files a timer of this heap under its real deadline. */
  refile(entry: Entry<Id>): void {
    entry.filedMs = entry.deadlineMs;
    entry.filedOrder = entry.order;
    this.#move(entry, entry.index);
  }

  remove(entry: Entry<Id>): void {
    const last = this.entries.pop();
    if (last !== undefined && last !== entry) this.#move(last, entry.index);
  }

  /** The timers whose real deadlines come no later than that, in order. */
  until(byMs: number): Entry<Id>[] {
    const found: Entry<Id>[] = [];
    const stale: Entry<Id>[] = [];
    this.#gather(byMs, 0, found, stale);
    // Each setting is caught up with once, however often somebody looks.
    for (const entry of stale) this.refile(entry);
    if (found.length > 1) found.sort((a, b) => a.deadlineMs - b.deadlineMs || a.order - b.order);
    return found;
  }

  copy(): TimerHeap<Id> {
    const twin = new TimerHeap<Id>();
    twin.moves = this.moves;
    twin.entries = this.entries.map(copyEntry);
    return twin;
  }

  #gather(byMs: number, index: number, found: Entry<Id>[], stale: Entry<Id>[]): void {
    const entry = this.entries[index];
    if (entry === undefined || entry.filedMs > byMs) return;
    if (entry.deadlineMs <= byMs) found.push(entry);
    if (isStale(entry)) stale.push(entry);
    this.#gather(byMs, 2 * index + 1, found, stale);
    this.#gather(byMs, 2 * index + 2, found, stale);
  }

  #move(entry: Entry<Id>, index: number): void {
    this.#raise(entry, index);
    if (entry.index === index) this.#lower(entry, index);
  }

  #raise(entry: Entry<Id>, from: number): void {
    const { entries } = this;
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const upper = entries[above] as Entry<Id>;
      if (!isBefore(entry, upper)) break;
      entries[index] = upper;
      upper.index = index;
      index = above;
      this.moves++;
    }
    entries[index] = entry;
    entry.index = index;
  }

  #lower(entry: Entry<Id>, from: number): void {
    const { entries } = this;
    const { length } = entries;
    let index = from;
    for (let below = 2 * index + 1; below < length; below = 2 * index + 1) {
      const right = below + 1;
      if (right < length && isBefore(entries[right] as Entry<Id>, entries[below] as Entry<Id>)) {
        below = right;
      }
      const lower = entries[below] as Entry<Id>;
      if (!isBefore(lower, entry)) break;
      entries[index] = lower;
      lower.index = index;
      index = below;
      this.moves++;
    }
    entries[index] = entry;
    entry.index = index;
  }
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.filedMs < b.filedMs || (a.filedMs === b.filedMs && a.filedOrder < b.filedOrder);
}

function copyEntry<Id>(entry: Entry<Id>): Entry<Id> {
  const { id, deadlineMs, order, filedMs, filedOrder, index } = entry;
  return { id, deadlineMs, order, filedMs, filedOrder, index };
}
