import fc from 'fast-check';
import { expect } from 'vitest';

/** What `IntMap` and `StringMap` have in common. */
export interface ForkableMap<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): unknown;
  delete(key: K): boolean;
  clear(): void;
  first(): K | undefined;
  fork(): ForkableMap<K, V>;
  forEach(visit: (value: V, key: K) => void): void;
  [Symbol.iterator](): Iterator<[K, V]>;
}

/** One operation on one of several maps that were forked from each other. */
type Operation<K> =
  | { readonly kind: 'set' | 'delete'; readonly map: number; readonly key: K }
  | { readonly kind: 'fork' | 'iterate' | 'clear'; readonly map: number };

export function operations<K>(keys: fc.Arbitrary<K>): fc.Arbitrary<Operation<K>[]> {
  const map = fc.nat();
  const operation = fc.oneof(
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('set' as const), map, key: keys }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('delete' as const), map, key: keys }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('fork' as const), map }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('iterate' as const), map }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), map }) },
  );
  return fc.array(operation, { maxLength: 120, size: 'max' });
}

/**
 * Runs operations on a family of forks and on plain maps that fork by copying, and compares them all at the end: what
 * any fork did must not show in another.
 */
export function checkAgainstModel<K>(
  create: () => ForkableMap<K, number>,
  order: (a: K, b: K) => number,
  operations: readonly Operation<K>[],
): void {
  const family = [{ map: create(), model: new Map<K, number>() }];
  for (const [serial, operation] of operations.entries()) {
    const member = family[operation.map % family.length];
    if (member === undefined) throw new Error('a family is never empty');
    const { map, model } = member;
    if (operation.kind === 'set') {
      map.set(operation.key, serial);
      model.set(operation.key, serial);
    } else if (operation.kind === 'delete') {
      expect(map.delete(operation.key)).toBe(model.delete(operation.key));
    } else if (operation.kind === 'fork') {
      family.push({ map: map.fork(), model: new Map(model) });
    } else if (operation.kind === 'clear') {
      map.clear();
      model.clear();
    } else {
      checkEqual(map, model, order);
    }
    expect(map.size).toBe(model.size);
  }
  for (const { map, model } of family) checkEqual(map, model, order);
}

function checkEqual<K>(
  map: ForkableMap<K, number>,
  model: ReadonlyMap<K, number>,
  order: (a: K, b: K) => number,
): void {
  const expected = [...model].sort(([a], [b]) => order(a, b));
  expect([...map]).toEqual(expected);
  const visited: [K, number][] = [];
  map.forEach((value, key) => {
    visited.push([key, value]);
  });
  expect(visited).toEqual(expected);
  expect(map.first()).toEqual(expected[0]?.[0]);
  for (const [key, value] of model) {
    expect(map.get(key)).toBe(value);
    expect(map.has(key)).toBe(true);
  }
}
