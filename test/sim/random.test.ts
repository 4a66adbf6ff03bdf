import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random, type RandomState } from '../../sim/random.ts';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe('Random', () => {
  // No snapshots, which rewrite themselves: whoever changes these numbers makes every seed that was ever written down mean another run.
  test('gives for a seed what it has always given', () => {
    expect(draw(new Random(1), 6)).toEqual([
      2870382104, 147418005, 2718506252, 3339561111, 2250700397, 1283978792,
    ]);
    expect(draw(new Random('takeover'), 4)).toEqual([2496174797, 363272650, 3921631251, 169953187]);
    expect(draw(new Random(''), 4)).toEqual([2040553127, 2671230994, 3535833209, 446703493]);
    const random = new Random(0);
    expect(Array.from({ length: 20 }, () => random.below(10))).toEqual([
      8, 1, 3, 6, 5, 8, 4, 9, 8, 1, 7, 6, 1, 4, 2, 2, 9, 3, 2, 6,
    ]);
  });

  test('is xoshiro128**: the reference gives these numbers from the state 1, 2, 3, 4', () => {
    const random = new Random(0);
    random.state = [1, 2, 3, 4];
    expect(draw(random, 4)).toEqual([11520, 0, 5927040, 70819200]);
  });

  test('takes a number for its digits', () => {
    expect(new Random(7).state).toEqual(new Random('7').state);
    expect(new Random(7).state).not.toEqual(new Random(8).state);
    expect(new Random('ab').state).not.toEqual(new Random('ba').state);
  });

  test('goes on from a state, and a fork goes on with the same numbers', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (seed, drawn) => {
        const random = new Random(seed);
        draw(random, drawn);
        const state = JSON.parse(JSON.stringify(random.state)) as RandomState;
        const twin = random.fork();
        const again = new Random('another');
        again.state = state;
        const numbers = draw(random, 10);
        expect(draw(twin, 10)).toEqual(numbers);
        expect(draw(again, 10)).toEqual(numbers);
      }),
    );
    expect(() => {
      new Random(0).state = [0, 0, 0, 0];
    }).toThrow(RangeError);
  });

  test('stays below, and comes to each number about as often as to the others', () => {
    const random = new Random('even');
    for (const count of [1, 2, 3, 7, 10, 1_000, 0x8000_0001, 2 ** 32]) {
      const values = Array.from({ length: 100 }, () => random.below(count));
      expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < count)).toBe(
        true,
      );
    }
    // Taken modulo, the lower half of 3 · 2³⁰ would come twice as often as the upper.
    const lower = Array.from({ length: 30_000 }, () => random.below(3 * 2 ** 30)).filter(
      (value) => value < 2 ** 30,
    ).length;
    expect(lower / 30_000).toBeCloseTo(1 / 3, 1);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) {
      const value = random.below(6);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    for (const count of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
      expect(() => random.below(count)).toThrow(RangeError);
    }
  });
});
