// The drawings of the charts in ARCHITECTURE.md come from the definitions. Mermaid itself is not at hand, so its
// documented syntax is checked here line by line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { machines } from '../../../machines/index.ts';
import { chartMermaid } from '../../../sim/render/chart/mermaid.ts';
import { drawnCharts, drawnPage } from '../../../sim/render/chart/page.ts';
import { lampsMachine, teaMachine } from '../../engine/toys.ts';
import { root } from '../../support/source-tree.ts';

const charts: readonly (readonly [string, AnyStateMachine])[] = Object.entries(machines);
const toys = [
  ['tea', teaMachine],
  ['lamps', lampsMachine],
] as const;

const LINES = [
  /^\[\*\] --> \w+$/,
  /^\w+ --> \[\*\]$/,
  /^\w+ --> \w+(: [^:;"]+)?$/,
  /^\w+(: [\w.]+)?$/,
  /^state \w+ \{$/,
  /^\}$/,
  /^--$/,
  /^classDef active [\w#,:]+$/,
  /^class \w+(,\w+)* active$/,
];

describe.each([...charts, ...toys])('the drawing of the %s chart', (name, machine) => {
  const drawing = chartMermaid(machine);
  const lines = drawing.trimEnd().split('\n');

  test('is as it was', async () => {
    await expect(drawing).toMatchFileSnapshot(`${name}.mmd`);
  });

  test('keeps to the syntax of Mermaid', () => {
    expect(lines[0]).toBe('stateDiagram-v2');
    const strange = lines.slice(1).filter((line) => !LINES.some((form) => form.test(line.trim())));
    expect(strange).toEqual([]);
    expect(lines.filter((line) => line.endsWith('{')).length).toBe(
      lines.filter((line) => line.trim() === '}').length,
    );
  });

  test('declares each state once, and every state that a transition names', () => {
    const declared = lines
      .slice(1)
      .flatMap((line) => /^\s*(\w+)(: [\w.]+)?$/.exec(line)?.[1] ?? []);
    const composite = lines.flatMap((line) => /^\s*state (\w+) \{$/.exec(line)?.[1] ?? []);
    expect(new Set(declared).size).toBe(declared.length);
    const ends = lines.flatMap((line) => {
      const [, from, to] = /^\s*(\S+) --> (\S+?)(:|$)/.exec(line) ?? [];
      return [from, to].filter((end) => end !== undefined && end !== '[*]');
    });
    expect(ends.length).toBeGreaterThan(0);
    expect(ends.filter((end) => !new Set([...declared, ...composite]).has(end as string))).toEqual(
      [],
    );
  });
});

test('active states are set off', () => {
  const drawing = chartMermaid(machines.session, ['offline.expiring']);
  expect(drawing).toMatch(/\n {2}class expiring active\n$/);
  expect(chartMermaid(machines.session)).not.toContain('active');
});

test('what Mermaid would misread in a label is written as an entity', () => {
  const machine = setup({
    types: { events: {} as { type: 'a:b;c#d' } },
  }).createMachine({
    id: 'odd',
    initial: 'on',
    states: { on: { on: { 'a:b;c#d': 'off' } }, off: {} },
  });
  expect(chartMermaid(machine)).toContain('on --> off: a#58;b#59;c#35;d');
});

describe('ARCHITECTURE.md', () => {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

  test('has a drawing of every chart', () => {
    expect([...drawnCharts(page)].sort()).toEqual(Object.keys(machines).sort());
  });

  test('is up to date with the charts; else `npm run drawings`', () => {
    expect(drawnPage(page)).toBe(page);
  });

  test('cannot ask for a chart that there is not', () => {
    expect(() => drawnPage('<!-- chart soul -->\n<!-- /chart -->')).toThrow('soul');
  });
});
