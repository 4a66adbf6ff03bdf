// Alignment is where a comparison can go wrong without anybody noticing, so it is held against the slow, plain way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align, longestRising } from '../../../sim/compare/align.ts';

const lists = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 24 });

/** Length of a longest common subsequence, from the textbook. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const [above, here] = [rows[i - 1] as number[], rows[i] as number[]];
      here[j] =
        a[i - 1] === b[j - 1]
          ? (above[j - 1] as number) + 1
          : Math.max(above[j] as number, here[j - 1] as number);
    }
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function rises(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value > (values[at - 1] as number));
}

describe('align', () => {
  test('finds a longest common subsequence of short lists', () => {
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        const matches = align(a, b);
        expect(matches.every(([atA, atB]) => a[atA] === b[atB])).toBe(true);
        expect(rises(matches.map(([atA]) => atA))).toBe(true);
        expect(rises(matches.map(([, atB]) => atB))).toBe(true);
        expect(matches.length).toBe(longestCommon(a, b));
      }),
    );
  });

  test('of lists that have little in common it finds what stands beyond the difference', () => {
    const a = [...Array.from({ length: 3_000 }, (_, at) => `a${at}`), 'end'];
    const b = [...Array.from({ length: 3_000 }, (_, at) => `b${at}`), 'end'];
    expect(align(a, b)).toEqual([[3_000, 3_000]]);
  });

  test('of long lists that are alike it finds all but what was inserted', () => {
    const a = Array.from({ length: 20_000 }, (_, at) => `${at}`);
    const b = a.toSpliced(7_000, 0, 'new').toSpliced(15_000, 3);
    expect(align(a, b).length).toBe(a.length - 3);
  });
});

describe('longestRising', () => {
  test('rises, and is as long as the common subsequence with the sorted values', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60), { maxLength: 30 }), (values) => {
        const rising = longestRising(values);
        expect(rises(rising)).toBe(true);
        expect(rises(rising.map((at) => values[at] as number))).toBe(true);
        const sorted = values.toSorted((a, b) => a - b).map(String);
        expect(rising.length).toBe(longestCommon(values.map(String), sorted));
      }),
    );
  });
});
