import { describe, expect, it } from 'vitest';
import { scenarios } from '../../sim/scenarios/index.ts';
import { edited, invalidLines, replay, simulated } from './support.ts';

describe('a simulated trace', () => {
  it.each(scenarios.map(({ name }) => name))('%s replays with no difference', (name) => {
    const { events, differences, steps } = replay(simulated(name));
    expect(differences).toEqual([]);
    expect(events).toMatchObject([{ type: 'header', warning: undefined }]);
    expect(steps).toBeGreaterThan(0);
  });

  it.each(scenarios.map(({ name }) => name))('%s is valid under the schema', (name) => {
    expect(invalidLines(simulated(name))).toEqual([]);
  });
});

describe('the schema', () => {
  const trace = simulated((scenarios[0] as (typeof scenarios)[number]).name);
  const damages: [string, number, (line: string) => string][] = [
    ['a header of another version', 1, (line) => line.replace('"version":1', '"version":2')],
    ['a header without options', 1, (line) => line.replace('"options":', '"opinions":')],
    ['a record without a number', 3, (line) => line.replace('"n":', '"m":')],
    ['a time that is text', 3, (line) => line.replace(/"t":([\d.]+)/, '"t":"$1"')],
    ['a member that nobody knows', 3, (line) => line.replace('{"n":', '{"x":1,"n":')],
    ['an input that nobody knows', 0, (line) => line.replace('"in":{"type":"', '"in":{"type":"un')],
    [
      'an effect that nobody knows',
      0,
      (line) => line.replace('"out":[{"type":"', '"out":[{"type":"un'),
    ],
  ];

  it.each(damages)('refuses %s', (_, line, damage) => {
    const step = trace.split('\n').findIndex((text) => text.includes('"out":[{')) + 1;
    expect(invalidLines(edited(trace, line || step, damage))).toHaveLength(1);
  });
});
