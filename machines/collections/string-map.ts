/**
 * A map from strings that costs nothing to fork: an `IntMap` over a 30-bit hash, each hash with the entries that have
 * it. Two maps with the same entries iterate alike, whatever happened to them before: in ascending order of hash, and
 * of keys (by code unit) where hashes are equal.
 */
import { IntMap } from './int-map.ts';

/** Entries are immutable, so that forks can share them without asking who owns what. */
interface Entry<V> {
  readonly key: string;
  readonly value: V;
}

/** One entry, or two and more that share a hash, in ascending order of keys. */
type Bucket<V> = Entry<V> | readonly Entry<V>[];

export type StringHash = (key: string) => number;

/** The hash that a `StringMap` uses unless told otherwise: FNV-1a over code units, stirred, 30 bits. */
export function hashString(key: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x0100_0193);
  // FNV leaves its upper bits, which choose the way from the root, almost untouched by the last characters.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 2;
}

/** Where the key stands in the list, or else where it would, as its complement. */
function search<V>(list: readonly Entry<V>[], key: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = (list[middle] as Entry<V>).key;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle;
  }
  return ~low;
}

function asList<V>(bucket: Bucket<V>): readonly Entry<V>[] {
  return 'key' in bucket ? [bucket] : bucket;
}

/** A mutable map from strings with a fixed order of iteration and `fork` in constant time. */
export class StringMap<V> {
  /** Undefined up to one entry: there are many maps of one, such as the subscriptions of a session. */
  private buckets: IntMap<Bucket<V>> | undefined;
  /** The key of a map of one. */
  private onlyKey: string | undefined = undefined;
  private onlyValue: V | undefined = undefined;
  private count = 0;
  private readonly hash: StringHash;

  /**
   * The hash gives a non-negative 31-bit integer. Where strangers choose the keys, one keyed by a secret keeps them
   * from piling up entries under one hash. `buckets` is for `fork` only.
   */
  constructor(hash: StringHash = hashString, buckets?: IntMap<Bucket<V>>) {
    this.hash = hash;
    this.buckets = buckets;
  }

  get size(): number {
    return this.count;
  }

  get(key: string): V | undefined {
    if (this.buckets !== undefined) return this.find(this.buckets, key)?.value;
    return this.onlyKey === key ? this.onlyValue : undefined;
  }

  has(key: string): boolean {
    if (this.buckets !== undefined) return this.find(this.buckets, key) !== undefined;
    return this.onlyKey === key;
  }

  set(key: string, value: V): this {
    if (this.buckets !== undefined) {
      this.put(this.buckets, { key, value });
    } else if (this.onlyKey === undefined || this.onlyKey === key) {
      this.onlyKey = key;
      this.onlyValue = value;
      this.count = 1;
    } else {
      const only = { key: this.onlyKey, value: this.onlyValue as V };
      this.buckets = new IntMap();
      this.buckets.set(this.hash(only.key), only);
      this.onlyKey = undefined;
      this.onlyValue = undefined;
      this.put(this.buckets, { key, value });
    }
    return this;
  }

  private put(buckets: IntMap<Bucket<V>>, entry: Entry<V>): void {
    const { key } = entry;
    const hash = this.hash(key);
    const bucket = buckets.get(hash);
    if (bucket === undefined || ('key' in bucket && bucket.key === key)) {
      if (bucket === undefined) this.count++;
      buckets.set(hash, entry);
      return;
    }
    const list = [...asList(bucket)];
    const index = search(list, key);
    if (index >= 0) {
      list[index] = entry;
    } else {
      list.splice(~index, 0, entry);
      this.count++;
    }
    buckets.set(hash, list);
  }

  /** Returns whether the key was there. */
  delete(key: string): boolean {
    if (this.buckets === undefined) {
      if (this.onlyKey !== key) return false;
      this.clear();
      return true;
    }
    const hash = this.hash(key);
    const bucket = this.buckets.get(hash);
    if (bucket === undefined) return false;
    const list = asList(bucket);
    const index = search(list, key);
    if (index < 0) return false;
    const rest = list.toSpliced(index, 1);
    const only = rest[0];
    if (only === undefined) this.buckets.delete(hash);
    else this.buckets.set(hash, rest.length === 1 ? only : rest);
    this.count--;
    if (this.count === 1) this.keepOnly(this.buckets);
    return true;
  }

  /** The last entry is kept as if there had never been another. */
  private keepOnly(buckets: IntMap<Bucket<V>>): void {
    const [only] = asList(buckets.get(buckets.first() as number) as Bucket<V>);
    this.onlyKey = only?.key;
    this.onlyValue = only?.value;
    this.buckets = undefined;
  }

  clear(): void {
    this.buckets = undefined;
    this.onlyKey = undefined;
    this.onlyValue = undefined;
    this.count = 0;
  }

  /** The key that iteration starts with, or undefined when the map is empty. */
  first(): string | undefined {
    const hash = this.buckets?.first();
    if (hash === undefined) return this.onlyKey;
    return asList(this.buckets?.get(hash) as Bucket<V>)[0]?.key;
  }

  /** An independent map with the same entries. Both maps go on sharing what neither of them changes. */
  fork(): StringMap<V> {
    const twin = new StringMap<V>(this.hash, this.buckets?.fork());
    twin.onlyKey = this.onlyKey;
    twin.onlyValue = this.onlyValue;
    twin.count = this.count;
    return twin;
  }

  /** Visits the entries that are there now. The visitor may write to the map. */
  forEach(visit: (value: V, key: string) => void): void {
    if (this.onlyKey !== undefined) {
      visit(this.onlyValue as V, this.onlyKey);
      return;
    }
    this.buckets?.forEach((bucket) => {
      if ('key' in bucket) visit(bucket.value, bucket.key);
      else for (const entry of bucket) visit(entry.value, entry.key);
    });
  }

  /** The entries that are there now. The map may be written to meanwhile. */
  *[Symbol.iterator](): Generator<[key: string, value: V], void, undefined> {
    if (this.onlyKey !== undefined) yield [this.onlyKey, this.onlyValue as V];
    else if (this.buckets !== undefined) yield* this.all(this.buckets);
  }

  private *all(buckets: IntMap<Bucket<V>>): Generator<[key: string, value: V], void, undefined> {
    for (const [, bucket] of buckets) {
      for (const entry of asList(bucket)) yield [entry.key, entry.value];
    }
  }

  private find(buckets: IntMap<Bucket<V>>, key: string): Entry<V> | undefined {
    const bucket = buckets.get(this.hash(key));
    if (bucket === undefined) return undefined;
    if ('key' in bucket) return bucket.key === key ? bucket : undefined;
    return bucket[search(bucket, key)];
  }
}
