// What is exported is what the renderers draw, of what was chosen; and the commands show the same in a terminal.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../sim/compare/compare.ts';
import { type Run, runOf } from '../../sim/compare/run.ts';
import { twinOf } from '../../sim/compare/twin.ts';
import { parseInterventions } from '../../sim/interact/notation.ts';
import { InteractiveRun } from '../../sim/interact/run.ts';
import { renderSvg } from '../../sim/render/svg/svg.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { exportedBoth } from '../../viz/export/both.ts';
import { compareCommand } from '../../viz/export/both-formats.ts';
import { commandsFor, inspectCommand, quoted } from '../../viz/export/command.ts';
import { exported } from '../../viz/export/exported.ts';
import { FORMAT_NAMES, FORMATS } from '../../viz/export/formats.ts';
import type { Exported, ExportSelection } from '../../viz/export/selection.ts';
import { traceOf } from '../sim/inspect/traces.ts';
import { root } from '../support/source-tree.ts';

function runNamed(name: string): Exported {
  const lines = traceOf(name);
  const { timeline, last } = runOf(lines);
  const { title, about } = scenarioNamed(name);
  const source = { kind: 'scenario', scenario: name, seed: '1' } as const;
  return { source, name, title, about, count: last, timeline, lines };
}

function linesOf(scenario: Scenario, seed: string): readonly string[] {
  const lines: string[] = [];
  simulate(scenario, seed, (line) => lines.push(line));
  return lines;
}

const takeover = runNamed('takeover');
const all: ExportSelection = { from: 1, to: takeover.count, clientIds: [], isDetailed: false };
const part: ExportSelection = { ...all, from: 27, to: 45, clientIds: ['sensor'] };

describe('an export', () => {
  test.each(FORMAT_NAMES)('to %s has a name, a type and something in it', (format) => {
    const { name, type, content } = exported(takeover, format, all);
    expect(name).toBe(`takeover.${FORMATS[format].ending}`);
    expect(type).toBe(FORMATS[format].type);
    expect(content.length).toBeGreaterThan(400);
  });

  test.each(FORMAT_NAMES)(
    'to %s of a part is a part, unless only the whole makes sense',
    (format) => {
      const whole = exported(takeover, format, all);
      const { name, content } = exported(takeover, format, part);
      if ('isWhole' in FORMATS[format]) {
        expect({ name, content }).toEqual({ name: whole.name, content: whole.content });
        return;
      }
      expect(name).toBe(`takeover-27-45-sensor.${FORMATS[format].ending}`);
      expect(content.length).toBeLessThan(whole.content.length);
      const text = typeof content === 'string' ? content : String.fromCharCode(...content);
      // Records, states and tracks are whole, whomever else they concern.
      const isOfEvents = ['svg', 'markdown', 'mermaid', 'text', 'shiviz', 'pcap'].includes(format);
      if (isOfEvents) expect(text).not.toContain('heater');
    },
  );

  test('to JSON has the records of the trace, as they stand in it', () => {
    const { content } = exported(takeover, 'json', part);
    const { header, records } = JSON.parse(content as string);
    expect(header.scenario).toBe('takeover');
    expect(records[0].n).toBe(27);
    for (const record of records) {
      expect(record).toEqual(JSON.parse(takeover.lines[record.n] as string));
    }
  });

  test('to Markdown can be read as it is', async () => {
    const { content } = exported(takeover, 'markdown', part);
    await expect(content as string).toMatchFileSnapshot('golden/takeover-part.txt');
  });

  test('to Markdown keeps what a client calls itself from becoming anything else', () => {
    const title = '# <b>bold</b> | [link](x)\n- `code`';
    const { content } = exported({ ...takeover, title }, 'markdown', part);
    expect((content as string).split('\n')[0]).toBe(
      '## \\# \\<b\\>bold\\</b\\> \\| \\[link\\](x) - \\`code\\`',
    );
  });

  test('says what there is not', () => {
    expect(() => exported(takeover, 'svg', { ...all, from: 99, to: 120 })).toThrow(
      `no records from 99 to 120: the run has ${takeover.count}`,
    );
    expect(() => exported(takeover, 'gif' as 'svg', all)).toThrow("there is no form 'gif'");
  });
});

describe('the commands', () => {
  const selections: readonly ExportSelection[] = [
    all,
    part,
    { ...all, to: 30, isDetailed: true },
    { ...all, clientIds: ['sensor', 'heater'] },
  ];

  test.each(selections)('draw the same in a terminal: %o', (selection) => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-export-'));
    try {
      let out = '';
      for (const command of commandsFor(takeover, selection, 'svg')) {
        const script = command.replace(/^lifeline/, `'${join(root, 'scripts/lifeline.mjs')}'`);
        const { stdout, stderr, status } = spawnSync('sh', ['-c', script], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
        out = stdout;
      }
      expect(out).toBe(exported(takeover, 'svg', selection).content);
      expect(out).toBe(renderSvg(takeover.timeline, { ...rendered(selection) }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  function rendered({ from, to, clientIds, isDetailed }: ExportSelection) {
    return {
      title: takeover.title,
      from: { kind: 'record' as const, n: from, effect: undefined },
      upTo: { kind: 'record' as const, n: to, effect: undefined },
      clients: clientIds,
      details: isDetailed,
    };
  }

  test('make a run with interventions again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-export-'));
    try {
      const doings = '20 cut c1\n24 kick heater';
      const source = { kind: 'scenario', scenario: 'takeover', seed: '7', doings } as const;
      const [simulate = ''] = commandsFor({ ...takeover, source, name: 'mine' }, all);
      const script = simulate.replace(/^lifeline/, `'${join(root, 'scripts/lifeline.mjs')}'`);
      const ran = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      expect(ran).toMatchObject({ stderr: '', status: 0 });
      const run = InteractiveRun.of({
        scenario: scenarioNamed('takeover'),
        seed: '7',
        interventions: parseInterventions(doings),
      });
      expect(readFileSync(join(folder, 'mine.jsonl'), 'utf8').split('\n').slice(0, -1)).toEqual(
        run.lines,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([true, false])('of two runs tell the same as the file, a twin: %s', (isTwin) => {
    const scenario = scenarioNamed('will-delay');
    const twin = isTwin ? twinOf(scenario, '7') : undefined;
    const source = { kind: 'scenario', scenario: scenario.name, seed: '7' } as const;
    const told = { kind: 'file', name: 'told.jsonl' } as const;
    const { name, title, about } = scenario;
    const opened = { name, title, about, run: 1, count: 1, start: 1, clientIds: [], clientId: '' };
    const a = { ...opened, source: isTwin ? told : { ...source, seed: '1' } };
    const b = { ...opened, source };
    const runs = ['1', '7'].map((seed) => runOf(linesOf(scenario, seed)));
    const comparison = twin?.comparison ?? compareRuns(runs[0] as Run, runs[1] as Run);
    const both = { a, b, comparison, twin };
    const command = compareCommand({ a, b, isTwin });
    expect(command).toBe(`lifeline compare ${isTwin ? '--twin' : 'will-delay:1'} will-delay:7`);
    const [, ...args] = command?.split(' ') ?? [];
    const lifeline = join(root, 'scripts/lifeline.mjs');
    const run = (...more: string[]) =>
      spawnSync(process.execPath, [lifeline, ...args, ...more], { encoding: 'utf8' }).stdout;
    expect(exportedBoth(both, 'text').content).toBe(run());
    expect(exportedBoth(both, 'json').content).toBe(run('--json'));
    const edited = { ...b, source: { ...source, doings: '5 crash' } };
    expect(compareCommand({ a: edited, b: edited, isTwin })).toBeUndefined();
  });

  test("of a scenario of one's own say that its run has to be saved first", () => {
    const source = {
      kind: 'scenario',
      scenario: 'mine',
      seed: 'a b',
      text: 'scenario mine',
    } as const;
    expect(commandsFor({ ...takeover, source, name: 'mine' }, all)).toEqual([
      '# mine.jsonl: save this run as a trace first',
      'lifeline render mine.jsonl',
    ]);
    const file = { kind: 'file', name: "day's trace.jsonl" } as const;
    expect(inspectCommand({ source: file, name: 'day' }, 12, 'a b')).toBe(
      "lifeline inspect 'day'\\''s trace.jsonl' --at 12 --client 'a b'",
    );
  });

  test('are safe in a shell', () => {
    expect(quoted('sensor-7')).toBe('sensor-7');
    expect(quoted('$(rm -rf ~)')).toBe("'$(rm -rf ~)'");
    expect(quoted('')).toBe("''");
  });
});
