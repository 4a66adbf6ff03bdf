// Which states a trace has come to: replayed, not taken from anybody's word.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChartName } from '../../../machines/index.ts';
import { parseWhere } from '../../../sim/inspect/where.ts';
import { type ActiveQuery, ActiveStates } from '../../../sim/render/chart/svg-active.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';
import { root } from '../../support/source-tree.ts';

function traceOf(scenario: string): readonly string[] {
  const lines: string[] = [];
  simulate(scenarioNamed(scenario), '1', (line) => lines.push(line));
  return lines;
}

function ask(trace: readonly string[], query: ActiveQuery) {
  const states = new ActiveStates(query);
  for (const line of trace) states.line(line);
  return states.result();
}

const takeover = traceOf('takeover');

/** The number of the record that matches. */
function record(pattern: RegExp, from = 1): number {
  const at = takeover.findIndex((line, i) => i >= from && pattern.test(line));
  expect(at, String(pattern)).toBeGreaterThan(0);
  return at;
}

const opened = record(/"in":\{"type":"opened","connection":1,/);
const came = record(/"type":"opened","connection":3,/);
const claimed = record(/"in":\{"type":"received","connection":3,"packet":\{"type":"CONNECT"/);

const at = (n: number) => parseWhere(`${n}`);

const names = (chart: ChartName, n: number, more: Partial<ActiveQuery> = {}) =>
  ask(takeover, { chart, at: at(n), ...more }).states.join(' | ');

describe('a record is about', () => {
  test('the connection that its input came on', () => {
    expect(ask(takeover, { chart: 'connection', at: at(opened) })).toEqual({
      states: ['awaitingConnect'],
      of: 'connection 1',
    });
    expect(names('connection', claimed)).toMatch(/^connected\.traffic\.open & /);
  });

  test('the session and the claim of the client on it', () => {
    expect(names('session', claimed)).toBe('online');
    expect(names('takeover', claimed)).toBe('settled');
    expect(ask(takeover, { chart: 'session', at: at(claimed) }).of).toBe('session of sensor');
  });

  test('the client that notes it', () => {
    const connecting = record(/"kind":"state","state":"awaitingConnack"/);
    expect(names('client', connecting)).toBe('awaitingConnack');
  });
});

describe('one may ask about', () => {
  test('another connection: the existing one is closed when the incoming one takes over', () => {
    expect(names('connection', came, { connection: 1 })).toMatch(/^connected\./);
    expect(names('connection', claimed, { connection: 1 })).toBe('disconnecting');
    expect(names('connection', takeover.length - 1, { connection: 1 })).toBe('closed');
  });

  test('another client, by its Client Identifier or its name in the scenario', () => {
    expect(names('session', claimed, { clientId: 'heater' })).toBe('online');
    expect(names('client', claimed, { clientId: 'heater' })).toBe('connected');
    expect(names('client', claimed, { clientId: 'c2' })).toBe('connected');
  });
});

test('exchanges that are in progress are shown together', () => {
  const trace = traceOf('storm');
  const states = trace.map((_, n) => {
    try {
      return ask(trace.slice(0, n + 1), { chart: 'sender', at: at(n) }).states;
    } catch {
      return [];
    }
  });
  expect(states.some((each) => each.length > 0)).toBe(true);
}, 60_000);

test('what is not there is told in a sentence', () => {
  expect(() => ask(takeover, { chart: 'session', at: at(opened) })).toThrow(
    `at record ${opened} no session of connection 1 is known`,
  );
  expect(() => ask(takeover, { chart: 'session', at: at(9_999) })).toThrow(
    `there is no record 9999: the trace ends with record ${takeover.length - 1}, 15.051 s`,
  );
});

describe('lifeline chart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-chart-'));
  const trace = join(folder, 'trace.jsonl');
  beforeAll(() => writeFileSync(trace, `${takeover.join('\n')}\n`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function chart(...args: readonly string[]) {
    const command = [join(root, 'scripts/lifeline.mjs'), 'chart', ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  }

  test('lists the charts', () => {
    const { code, out } = chart();
    expect(code).toBe(0);
    expect(out).toMatch(/^session +absent, online, offline, ended$/m);
  });

  test('draws in both forms', () => {
    expect(chart('will').out).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(chart('will', '--to', 'mermaid').out).toMatch(/^stateDiagram-v2\n/);
  });

  test('draws a place in a trace into a file', () => {
    const out = join(folder, 'session.svg');
    const place = ['--trace', trace, '--at', String(claimed), '--out', out];
    expect(chart('session', ...place)).toEqual({
      code: 0,
      out: '',
      err: 'lifeline: session of sensor: online\n',
    });
    const svg = readFileSync(out, 'utf8');
    expect(svg).toContain(`The session chart: session of sensor at record ${claimed}</title>`);
    expect(svg).toMatch(/class="state active"[^>]*data-state="online"/);
  });

  test.each([
    [['soul'], /there is no chart 'soul'; there are connection, session, takeover, will/],
    [['session', '--at', '3'], /--at is about a trace/],
    [['session', '--client', 'c1'], /--client is about a trace/],
    [
      ['session', '--trace', trace, '--at', 'noon'],
      /--at: 'noon' is no place in a trace: write a record/,
    ],
    [['session', '--trace', `${trace}.none`, '--at', '1'], /there is no .*\.none/],
    [['session', '--to', 'png'], /svg, mermaid/],
  ] as const)('%j is the user’s to repair', (args, message) => {
    const { code, out, err } = chart(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
