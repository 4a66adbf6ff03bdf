import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashString, StringMap } from '../../machines/collections/string-map.ts';
import { checkAgainstModel, operations } from './map-model.ts';

/** Few hashes, so that nearly every key shares one. */
const poorHash = (key: string) => key.length % 3;

function byHashThenKey(hash: (key: string) => number): (a: string, b: string) => number {
  return (a, b) => hash(a) - hash(b) || (a < b ? -1 : Number(a > b));
}

const keys = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 4 }),
  fc.string({ maxLength: 20 }),
);

describe('StringMap', () => {
  test.each([
    ['its own hash', hashString],
    ['a poor hash', poorHash],
  ])('with %s is a map by hash, then key, and its forks are maps of their own', (_, hash) => {
    fc.assert(
      fc.property(operations(keys), (list) => {
        checkAgainstModel<string>(() => new StringMap<number>(hash), byHashThenKey(hash), list);
      }),
      { numRuns: 300 },
    );
  });

  test('iterates alike, in whatever order its entries came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(keys), (list) => {
        const forward = new StringMap<string>(poorHash);
        const backward = new StringMap<string>(poorHash);
        for (const key of list) forward.set(key, key);
        for (const key of list.toReversed()) backward.set(key, key);
        expect([...backward]).toEqual([...forward]);
      }),
    );
  });

  test('is the same without an entry as if it had never been', () => {
    const map = new StringMap<number>(poorHash).set('b', 1);
    const same = new StringMap<number>(poorHash).set('b', 1).set('a', 2).set('c', 3);
    same.delete('c');
    same.delete('a');
    expect(same).toEqual(map);
  });

  test('hashes client identifiers that differ in little far apart', () => {
    const hashes = Array.from({ length: 10_000 }, (_, i) => hashString(`client-${i}`));
    for (const hash of hashes) expect(hash).toBe(hash & 0x3fff_ffff);
    expect(new Set(hashes).size).toBeGreaterThan(9_990);
    // The root looks at the uppermost five bits: each of its 32 places should take its share of about 312.
    const places = new Array(32).fill(0);
    for (const hash of hashes) places[hash >>> 25]++;
    expect(Math.min(...places)).toBeGreaterThan(200);
    expect(Math.max(...places)).toBeLessThan(450);
  });

  test('knows keys that objects are born with only once they are set', () => {
    const map = new StringMap<number>();
    expect(map.get('constructor')).toBeUndefined();
    expect(map.has('__proto__')).toBe(false);
    expect(map.set('__proto__', 1).get('__proto__')).toBe(1);
  });
});
