import { IntMap } from './int-map.ts';

const POSITION_MASK = 0x7fff_ffff;
/** Where an empty queue begins: with room before it, so that `pushFront` seldom goes round to the highest positions. */
const START = 1 << 20;

/**
 * A first-in, first-out queue with `fork` in constant time. Positions are the keys of an `IntMap` and go round after
 * 2³¹, so a queue may live for ever but holds less than 2³¹ values.
 */
export class Queue<V> {
  /** Undefined until something is pushed: most queues of most sessions never hold anything. */
  private values: IntMap<V> | undefined;
  private head = START;

  /** `values` is for `fork` only. */
  constructor(values?: IntMap<V>) {
    this.values = values;
  }

  get length(): number {
    return this.values === undefined ? 0 : this.values.size;
  }

  push(value: V): void {
    this.values ??= new IntMap();
    this.values.set(this.position(this.values.size), value);
  }

  /** Puts a value back where `shift` took it from. */
  pushFront(value: V): void {
    this.values ??= new IntMap();
    this.head = this.position(-1);
    this.values.set(this.head, value);
  }

  /** The value that `shift` would take, or undefined when the queue is empty. */
  peek(): V | undefined {
    return this.values?.get(this.head);
  }

  shift(): V | undefined {
    const { values } = this;
    if (values === undefined) return undefined;
    const value = values.get(this.head);
    if (!values.delete(this.head)) return undefined;
    // Two queues that have been emptied are the same again.
    if (values.size === 0) this.clear();
    else this.head = this.position(1);
    return value;
  }

  clear(): void {
    this.values = undefined;
    this.head = START;
  }

  /** An independent queue with the same values. Both go on sharing what neither of them changes. */
  fork(): Queue<V> {
    const twin = new Queue<V>(this.values?.fork());
    twin.head = this.head;
    return twin;
  }

  /** Visits the values that are in the queue now, first to last. The visitor may change the queue. */
  forEach(visit: (value: V) => void): void {
    for (const value of this) visit(value);
  }

  /** The values that are in the queue now, first to last. The queue may be changed meanwhile. */
  *[Symbol.iterator](): Generator<V, void, undefined> {
    const { head, length } = this;
    const values = this.values?.fork();
    for (let i = 0; i < length; i++) yield values?.get((head + i) & POSITION_MASK) as V;
  }

  private position(offset: number): number {
    return (this.head + offset) & POSITION_MASK;
  }
}
