import { describe, expect, it, test } from 'vitest';
import { cutTrace } from '../../../sim/inspect/cut.ts';
import { statesAt } from '../../../sim/inspect/state-at.ts';
import { parseWhere } from '../../../sim/inspect/where.ts';
import { scenarios } from '../../../sim/scenarios/index.ts';
import { replay, simulated } from '../../trace/support.ts';

const linesOf = (name: string) => simulated(name).trimEnd().split('\n');
const at = (text: string | undefined) => (text === undefined ? undefined : parseWhere(text));
const cut = (lines: readonly string[], from?: string, upTo?: string) =>
  cutTrace(lines, { from: at(from), upTo: at(upTo) });

describe('a part of a trace', () => {
  test.each(scenarios.map(({ name }) => name))(
    'of %s replays as the whole does, to the byte, wherever it begins',
    (name) => {
      const lines = linesOf(name);
      const count = lines.length - 1;
      for (const from of [2, Math.ceil(count / 3), Math.ceil((2 * count) / 3)]) {
        const part = cut(lines, `${from}`);
        expect(part.length - 1).toBe(count - from + 2);
        expect(replay(`${part.join('\n')}\n`).differences).toEqual([]);
      }
    },
  );

  it('begins with what the broker held, and with the timers that were running', () => {
    const lines = linesOf('takeover');
    const part = cut(lines, '30', '40');
    expect(part).toHaveLength(1 + 1 + 11);
    const [own] = statesAt(part, [parseWhere('1')]);
    const [whole] = statesAt(lines, [parseWhere('29')]);
    expect(own?.view).toEqual(whole?.view);
    const timers = (state: typeof own) => state?.timers.map(({ timer, dueMs }) => [timer, dueMs]);
    expect(timers(own)).toEqual(timers(whole));
  });

  it('keeps causes that are in it, and no others', () => {
    const lines = linesOf('takeover');
    const causes = (all: readonly string[]) =>
      all.slice(1).map((line) => (JSON.parse(line) as { by?: string }).by);
    const part = causes(cut(lines, '20'));
    const expected = causes(lines)
      .slice(19)
      .map((by) => {
        const [n = 0, ...effect] = by?.split('.').map(Number) ?? [];
        return n < 20 ? undefined : [n - 18, ...effect].join('.');
      });
    expect(part.slice(1)).toEqual(expected);
    expect(part.filter(Boolean).length).toBeGreaterThan(10);
  });

  it('from the beginning is the trace as it stands', () => {
    const lines = linesOf('takeover');
    expect(cut(lines, undefined, '12')).toEqual(lines.slice(0, 13));
    expect(cut(lines, '1', '12').length).toBe(13);
  });

  it('says what is not there', () => {
    const lines = linesOf('takeover');
    expect(() => cut(lines, '9000')).toThrow(/there is no record 9000: the trace ends with record/);
    expect(() => cut(lines, '20', '10')).toThrow('there is no record between the two places');
  });
});
