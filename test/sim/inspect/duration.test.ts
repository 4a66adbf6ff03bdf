/** Times are written in one way, and what is printed can be given back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationMs, timeMs } from '../../../sim/inspect/duration.ts';
import { isBefore, isUpTo, parseWhere } from '../../../sim/inspect/where.ts';
import { clock, duration } from '../../../sim/render/sentences/words.ts';

const LONGEST_MS = 100 * 86_400_000;

describe('a time', () => {
  test.each([
    ['200ms', 200],
    ['1.5s', 1_500],
    ['2min', 120_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1 h 30 min', 5_400_000],
    ['1h30min', 5_400_000],
    ['28.501 s', 28_501],
    ['1.001s', 1_001],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  test.each(['', '5', 's', '1.s', '-1s', '1 parsec', '1s!', 's1', '1e3ms', '1:00'])(
    'none is %j',
    (text) => {
      expect(durationMs(text)).toBeUndefined();
    },
  );

  test('that is printed as a moment is read as the same moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST_MS }), (ms) => {
        expect(timeMs(clock(ms))).toBe(ms);
      }),
    );
  });

  test('that is printed as a duration is read as what was printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST_MS }), (ms) => {
        const printed = duration(ms);
        expect(duration(durationMs(printed) as number)).toBe(printed);
      }),
    );
  });
});

describe('a place', () => {
  test('is a record, an effect of one, or a time', () => {
    expect(parseWhere('12')).toEqual({ kind: 'record', n: 12, effect: undefined });
    expect(parseWhere('12.3')).toEqual({ kind: 'record', n: 12, effect: 3 });
    expect(parseWhere('1:02.003')).toEqual({ kind: 'time', ms: 62_003 });
    expect(() => parseWhere('12.3.4')).toThrow("'12.3.4' is no place in a trace: write a record");
  });

  test('has records before it, and records that belong to it', () => {
    const [record, time] = [parseWhere('12'), parseWhere('1.5s')];
    const at = { n: 12, t: 1_500 };
    expect([isBefore(record, at), isUpTo(record, at)]).toEqual([false, true]);
    expect([isBefore(time, at), isUpTo(time, at)]).toEqual([false, true]);
    expect([isBefore(record, { n: 11, t: 0 }), isUpTo(record, { n: 13, t: 0 })]).toEqual([
      true,
      false,
    ]);
    expect([isBefore(time, { n: 1, t: 1_499 }), isUpTo(time, { n: 1, t: 1_501 })]).toEqual([
      true,
      false,
    ]);
  });
});
