// `lifeline compare`: what it takes, what it prints, and how it ends.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lifeline } from '../cli/command.ts';
import { traceOf } from '../inspect/traces.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const takeover = written('takeover.jsonl', traceOf('takeover'));
const resume = written('resume.jsonl', traceOf('resume'));

describe('lifeline compare', () => {
  test('ends with 0 where the same things happen, whatever their times', async () => {
    const { code, out, err } = await lifeline('compare', takeover, 'takeover:2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('The same things happen in both: 65 records.');
  });

  test('ends with 1 where something differs, and says how much at the end', async () => {
    const { code, out, err } = await lifeline('compare', takeover, resume);
    expect(code).toBe(1);
    expect(out).toContain('only in A');
    expect(err).toMatch(/^not equal: \d+ differences$/);
  });

  test('times count where they are to', async () => {
    expect((await lifeline('compare', takeover, 'takeover:2', '--within', '1s')).code).toBe(0);
    const { code, err } = await lifeline('compare', takeover, 'takeover:2', '--within', '1ms');
    expect({ code, err }).toEqual({ code: 1, err: 'not equal: apart by up to 31 ms' });
  });

  test('compares to the byte where it is to', async () => {
    const same = await lifeline('compare', takeover, 'takeover:1', '--exact');
    expect(same).toEqual({ code: 0, out: 'The traces are equal to the byte.\n', err: '' });
    const { code, out } = await lifeline('compare', takeover, 'takeover:2', '--exact');
    expect(code).toBe(1);
    expect(out).toMatch(/^record 13 is the first that is not equal\n {2}A {2}\{"n":13,/);
  });

  test('writes JSON for programs', async () => {
    const { code, out } = await lifeline('compare', 'will-delay', 'will-delay-passes', '--json');
    const { isEqual, differences, rows, counts } = JSON.parse(out);
    expect({ code, isEqual }).toEqual({ code: 1, isEqual: false });
    expect(differences[0]).toMatchObject({
      kind: 'content',
      fields: [{ field: 'state', a: 'waiting', b: 'disconnected' }],
    });
    expect(rows.length).toBe(counts.same + counts.different + counts.onlyA + counts.onlyB);
  });

  test('tells a scenario in both versions', async () => {
    const { code, out, err } = await lifeline('compare', '--twin', 'takeover');
    expect(code).toBe(1);
    expect(out).toContain('DISCONNECT 0x8E (Session taken over)');
    expect(err).toBe('3.1.1 and 5.0 differ in 4 ways');
    const json = await lifeline('compare', '--twin', 'takeover:2', '--json');
    expect(JSON.parse(json.out).versionDifferences.length).toBe(4);
  });

  test.each([
    [['compare', 'takeover'], 'compare takes two traces; with --twin, one scenario'],
    [['compare', '-', '-'], 'standard input is one trace, not two'],
    [['compare', 'nope.jsonl', 'takeover'], 'there is no file or folder nope.jsonl'],
    [['compare', '--twin', 'nope'], "no scenario 'nope'"],
    [['compare', '--twin', 'takeover', 'resume'], '--twin takes one scenario'],
    [['compare', '--twin', 'takeover', '--exact'], 'leave --exact and --within away'],
    [['compare', 'takeover', 'resume', '--within', 'soon'], '--within takes a time (500ms'],
  ])('%j is refused with 2', async (args, message) => {
    const { code, err } = await lifeline(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  test('a damaged trace is named, with its line', async () => {
    const damaged = written('damaged.jsonl', traceOf('takeover').with(5, '{"n":5,'));
    const { code, err } = await lifeline('compare', takeover, damaged);
    expect(code).toBe(2);
    expect(err).toContain('damaged.jsonl: line 6');
  });

  test('what cannot be put into words is named, with its line, in whichever of the two it is', async () => {
    const lines = traceOf('takeover');
    const at = lines.findIndex((line) => line.includes('"reasonCodes":['));
    const odd = lines.with(
      at,
      (lines[at] as string).replace(/"reasonCodes":\[[^\]]*\]/g, '"reasonCodes":{}'),
    );
    const path = written('odd.jsonl', odd);
    for (const both of [
      [takeover, path],
      [path, takeover],
    ]) {
      const { code, err } = await lifeline('compare', ...both);
      expect(code).toBe(2);
      expect(err).toMatch(
        new RegExp(`odd\\.jsonl: line ${at + 1}: .*damaged.*\\n.*head -n ${at} \\S*odd`),
      );
    }
  });
});
