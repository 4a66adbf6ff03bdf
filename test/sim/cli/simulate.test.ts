/** What `lifeline simulate` says of a run before it begins, and what has come of it. */
import { describe, expect, test } from 'vitest';
import { Odometer } from '../../../sim/choose/odometer.ts';
import { Seeded } from '../../../sim/choose/seeded.ts';
import type { Scenario } from '../../../sim/scenario/scenario.ts';
import { settled } from '../../../sim/scenario/settle.ts';
import { scenarioNamed, scenarios } from '../../../sim/scenarios/index.ts';
import { jsonLines, lifeline } from './command.ts';

const storm = scenarioNamed('storm');

describe('what a seed is dealt', () => {
  test('lies within what the scenario allows, and reaches its ends', () => {
    const dealt = Array.from({ length: 400 }, (_, seed) => settled(storm, new Seeded(`${seed}`)));
    const reached = (of: (scenario: Scenario) => number | undefined) => {
      const values = dealt.map((scenario) => of(scenario) ?? 0);
      return [Math.min(...values), Math.max(...values)];
    };
    expect(reached(({ faults }) => faults?.cut)).toEqual([0, storm.faults?.cut]);
    expect(reached(({ faults }) => faults?.halfOpen)).toEqual([0, storm.faults?.halfOpen]);
    expect(reached(({ faults }) => faults?.crash)).toEqual([0, storm.faults?.crash]);
    expect(reached(({ latencyMs }) => latencyMs?.min)).toEqual([1, 1]);
    expect(reached(({ latencyMs }) => latencyMs?.max)).toEqual([11, storm.latencyMs?.max]);
    expect(reached(({ store }) => store?.latencyMs?.max)).toEqual([8, storm.store?.latencyMs?.max]);
    expect(reached(({ store }) => store?.failurePercent)).toEqual([0, storm.store?.failurePercent]);
    expect(reached(({ faultsFromSeconds }) => faultsFromSeconds)).toEqual([2, 6]);
  });

  test('is drawn through the one way in for chance, so that all of it can be tried', () => {
    const odometer = new Odometer();
    const all = new Set<string>();
    do all.add(JSON.stringify(settled(storm, odometer)));
    while (odometer.next());
    expect(all.size).toBe(4 * 2 * 2 * 4 * 4 * 4 * 4);
  });

  test('is nothing where the scenario has no faults to be dealt', () => {
    const nobody = { choose: () => expect.unreachable('nothing is to be chosen') };
    const others = scenarios.filter(({ faults }) => faults === undefined);
    expect(others.length).toBe(scenarios.length - 1);
    for (const scenario of others) expect(settled(scenario, nobody)).toBe(scenario);
  });
});

describe('lifeline simulate', () => {
  test('prints what the seed has been dealt before anything happens', async () => {
    const { code, out } = await lifeline('simulate', 'storm', '--seed', '7');
    const [head = '', drawing = ''] = out.split('\n\n');
    expect(head.split('\n').map((line) => line.slice(0, 10).trim())).toEqual(
      'scenario seed clients network store faults ends'.split(' '),
    );
    const { latencyMs, faults } = settled(storm, new Seeded('7'));
    expect(head).toContain(`network   1 to ${latencyMs?.max} ms each way`);
    expect(head).toContain(`faults    up to ${faults?.cut} cuts`);
    expect(drawing).toContain('CONNECT');
    expect(code).toBe(0);
  });

  test('does so for each of many seeds', async () => {
    const { code, out } = await lifeline('simulate', 'storm', '--seeds', '1..5');
    const seeds = out.split('\n').filter((line) => line.startsWith('seed '));
    expect(seeds.length).toBe(5);
    for (const line of seeds) {
      expect(line).toMatch(/^seed \d: (no faults|up to ).*; network 1 to \d+ ms.*; store 1 to \d+/);
      expect(line).toMatch(/: \d+ steps of the world, .* struck; trace [0-9a-f]{8}$/);
    }
    expect(out).toMatch(/^5 of 5 seeds came to a good end$/m);
    expect(code).toBe(0);
  });

  test('does so for programs: a line of settings, and a line with what came of it', async () => {
    const { out } = await lifeline('simulate', 'storm', '--seeds', '1..2', '--json');
    const lines = jsonLines(out);
    expect(lines.map(({ type, seed }) => [type, seed])).toEqual([
      ['settings', '1'],
      ['result', '1'],
      ['settings', '2'],
      ['result', '2'],
    ]);
    const { faults, store, latencyMs } = settled(storm, new Seeded('2'));
    expect(lines[2]).toMatchObject({ scenario: 'storm', faults, store, latencyMs });
    expect(lines[3]).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{8}$/), problem: null });
    const one = jsonLines((await lifeline('simulate', 'storm', '--seed', '2', '--json')).out);
    expect(one).toEqual(lines.slice(2));
  });

  test('the same seed gives the same run', async () => {
    const run = () => lifeline('simulate', 'storm', '--seed', 'a word', '--no-timeline');
    expect(await run()).toEqual(await run());
  });

  test('names the scenarios, each on a line', async () => {
    const { out } = await lifeline('simulate', '--list');
    expect(out.trim().split('\n').length).toBe(scenarios.length);
    const json = jsonLines((await lifeline('simulate', '--list', '--json')).out);
    expect(json.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
  });
});
