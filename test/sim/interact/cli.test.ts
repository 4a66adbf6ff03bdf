/** Scenarios of one's own and interventions on the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InteractiveRun } from '../../../sim/interact/run.ts';
import { printScenario } from '../../../sim/scenario/text/print.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { jsonLines, lifeline } from '../cli/command.ts';
import { begin } from './run-support.ts';

let folder: string;
const file = () => join(folder, 'own.scenario');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeline-scenario-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function result(...args: readonly string[]) {
  const { out, err } = await lifeline('simulate', ...args, '--json');
  expect(err).toBe('');
  return jsonLines(out).at(-1);
}

describe('lifeline simulate --file', () => {
  test('runs what --print has written as the scenario itself', async () => {
    const { out } = await lifeline('simulate', 'storm', '--print');
    expect(out).toBe(printScenario(scenarioNamed('storm')));
    writeFileSync(file(), out);
    expect(await result('--file', file(), '--seed', '7')).toEqual(
      await result('storm', '--seed', '7'),
    );
  });

  test('names every line that cannot be read, and what can be done about it', async () => {
    writeFileSync(file(), 'client c1\n  conect\nworld\n  cut c2\n');
    const { code, err } = await lifeline('simulate', '--file', file());
    expect(code).toBe(2);
    const [first, second] = err.split('\n');
    expect(first).toContain(`${file()}: line 2, column 3: 'conect' is not known here`);
    expect(first).toContain("did you mean 'connect'?");
    expect(second).toContain("line 4, column 7: no client 'c2': there is c1");
  });

  test('says what repeats a run that came to no good end', async () => {
    writeFileSync(file(), 'client c1\n  await received\n');
    const { code, err } = await lifeline('simulate', '--file', file(), '--seed', '3');
    expect(code).toBe(1);
    expect(err).toContain(`repeat: lifeline simulate --file ${file()} --seed 3`);
  });

  test('takes one scenario, which is there', async () => {
    expect((await lifeline('simulate', 'will', '--file', file())).err).toContain('leave it or');
    expect((await lifeline('simulate', '--file', join(folder, 'none'))).err).toContain('ENOENT');
  });
});

describe('lifeline simulate --do', () => {
  test('intervenes as the page does', async () => {
    const doings = '13 cut c1\n13+2s c2: connect';
    const run = begin('resume').fork(
      { at: 13 },
      { do: 'world', step: { do: 'cut', client: 'c1' } },
    );
    const other = run.fork(
      { at: run.boundary(14), afterMs: 2_000 },
      { do: 'client', client: 'c2', step: { do: 'connect' } },
    );
    expect(other).toBeInstanceOf(InteractiveRun);
    const out = join(folder, 'branch.jsonl');
    const found = await result('resume', '--do', doings, '--out', out);
    expect(found).toMatchObject({ records: other.count, steps: other.steps, problem: null });
  });

  test('says what cannot be read, and what cannot be done', async () => {
    expect((await lifeline('simulate', 'resume', '--do', 'cut')).err).toContain('is no place');
    const { code, err } = await lifeline('simulate', 'resume', '--do', '13 recover');
    expect(err).toContain('--do: after record 13: the broker is not down');
    expect(code).toBe(2);
    const { err: both } = await lifeline(
      'simulate',
      'resume',
      '--seeds',
      '1..2',
      '--do',
      '1 crash',
    );
    expect(both).toContain('--do is about one run');
  });
});
