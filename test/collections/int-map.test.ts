import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntMap } from '../../machines/collections/int-map.ts';
import { checkAgainstModel, operations } from './map-model.ts';

const KEY_MAX = 0x7fff_ffff;

/** Keys that are few, that fill leaves, that part at every level, and any at all. */
const keys = fc.oneof(
  fc.nat(5),
  fc.nat(70),
  fc.tuple(fc.nat(30), fc.nat(3)).map(([bit, low]) => ((1 << bit) | low) & KEY_MAX),
  fc.nat(KEY_MAX),
);

describe('IntMap', () => {
  test('is a map in ascending order, and its forks are maps of their own', () => {
    fc.assert(
      fc.property(operations(keys), (list) => {
        checkAgainstModel<number>(
          () => new IntMap<number>(),
          (a, b) => a - b,
          list,
        );
      }),
      { numRuns: 500 },
    );
  });

  test('finds each of many keys, and holds no node when all are gone', () => {
    const map = new IntMap<number>();
    for (let i = 0; i < 40_000; i++) map.set((i * 2_654_435_761) & KEY_MAX, i);
    expect(map.size).toBe(40_000);
    for (let i = 0; i < 40_000; i++) expect(map.get((i * 2_654_435_761) & KEY_MAX)).toBe(i);
    for (let i = 0; i < 40_000; i++) map.delete((i * 2_654_435_761) & KEY_MAX);
    expect(map.size).toBe(0);
    expect(map.first()).toBeUndefined();
    expect(map).toEqual(Object.assign(new IntMap<number>(), { owner: expect.anything() }));
  });

  test.each([3, 4, 90, 1 << 20, KEY_MAX])(
    'keeps an entry as if %i had never been beside it',
    (key) => {
      const map = new IntMap<string>().set(2, 'two').set(key, 'gone');
      const twin = map.fork();
      map.delete(key);
      // A fork has no owner yet, which is all that sets the maps apart.
      expect(map.fork()).toEqual(new IntMap<string>().set(2, 'two'));
      expect(twin.get(key)).toBe('gone');
    },
  );

  test('takes the keys from 0 to 2³¹ − 1 and refuses others', () => {
    const map = new IntMap<string>().set(0, 'least').set(KEY_MAX, 'greatest');
    expect([...map]).toEqual([
      [0, 'least'],
      [KEY_MAX, 'greatest'],
    ]);
    for (const key of [-1, 0.5, 2 ** 31, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => map.set(key, 'wrong')).toThrow(RangeError);
      expect(map.get(key)).toBeUndefined();
      expect(map.has(key)).toBe(false);
      expect(map.delete(key)).toBe(false);
    }
  });

  test('tells a key with the value undefined from a missing one', () => {
    const map = new IntMap<undefined>().set(7, undefined);
    expect(map.has(7)).toBe(true);
    expect(map.has(8)).toBe(false);
    expect(map.size).toBe(1);
  });

  test.each([
    [
      'forEach',
      (map: IntMap<number>, visit: (value: number, key: number) => void) => {
        map.forEach(visit);
      },
    ],
    [
      'its iterator',
      (map: IntMap<number>, visit: (value: number, key: number) => void) => {
        for (const [key, value] of map) visit(value, key);
      },
    ],
  ])('may be written to while %s walks it, and the walk goes on as it began', (_, walk) => {
    const map = new IntMap<number>();
    for (let i = 0; i < 100; i++) map.set(i, i);
    const visited: number[] = [];
    walk(map, (value, key) => {
      visited.push(value);
      map.delete(key);
      map.set(99 - key, -1);
    });
    expect(visited).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...map]).toEqual(Array.from({ length: 50 }, (_, i) => [i, -1]));
  });

  test('shares with its fork what neither has changed', () => {
    const map = new IntMap<number>();
    for (let i = 0; i < 100_000; i++) map.set(i, i);
    // A fork that copied would take minutes here.
    let last = map;
    for (let i = 0; i < 100_000; i++) last = last.fork().set(i, -i);
    expect(last.get(5)).toBe(-5);
    expect(map.get(5)).toBe(5);
  });
});
