/** What the commands print for programs. */
import { afterAll, describe, expect, test } from 'vitest';
import { machines } from '../../../machines/index.ts';
import { jsonLines, lifeline } from './command.ts';
import { different, LINE, removeFolder, takeover, unreadable, whole } from './traces.ts';

afterAll(removeFolder);

const LAST = takeover.length - 1;

describe('lifeline replay --json', () => {
  async function replayed(...args: readonly string[]) {
    const { code, out } = await lifeline('replay', ...args, '--json');
    return { code, lines: jsonLines(out) };
  }

  test('begins with the header, and ends with a summary', async () => {
    const { code, lines } = await replayed(whole);
    expect(lines).toMatchObject([
      { type: 'header', header: { scenario: 'takeover' }, warning: null },
      { type: 'summary', result: 'equal', n: LAST, t: 15_051, exitCode: 0, error: null },
    ]);
    expect(code).toBe(0);
  });

  test('tells a difference with its file and line', async () => {
    const { code, lines } = await replayed(different);
    expect(lines.slice(1)).toMatchObject([
      {
        type: 'difference',
        file: different,
        line: LINE,
        n: LINE - 1,
        input: { type: expect.stringMatching(/\w/) },
        recorded: { typo: expect.anything() },
        replayed: { type: expect.anything() },
      },
      { type: 'summary', result: 'different', exitCode: 1 },
    ]);
    expect(code).toBe(1);
  });

  test('tells the record that was waited for, and when there is none', async () => {
    const { lines } = await replayed(whole, '--until', 'kind:PUBACK');
    const n = takeover.findIndex((line) => line.includes('"type":"PUBACK"'));
    expect(lines.slice(1)).toMatchObject([
      { type: 'found', record: { n, in: expect.anything(), out: expect.anything() } },
      { type: 'summary', result: 'found', exitCode: 0 },
    ]);
    const none = await replayed(whole, '--until', 'kind:NOTHING');
    expect(none.lines.at(-1)).toMatchObject({ result: 'notFound', exitCode: 1 });
  });

  test('tells each record that would have been different', async () => {
    const n = takeover.findIndex((line) => line.includes('"in":{"type":"received"'));
    const { code, lines } = await replayed(whole, '--what-if', `${n} drop`);
    const changes = lines.filter(({ type }) => type === 'change');
    expect(changes[0]).toMatchObject({ n, gone: expect.anything(), added: [] });
    expect(lines.at(-1)).toMatchObject({ result: 'changed', changes: changes.length });
    expect(code).toBe(0);
  });

  test.each(unreadable)('has a summary of %s too', async (_, path, message) => {
    const { code, lines } = await replayed(path);
    const summary = lines.at(-1);
    expect(summary).toMatchObject({ type: 'summary', result: 'failed', exitCode: 2 });
    expect(summary?.['error']).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('lifeline chart --json', () => {
  test('describes every chart: states, transitions, clauses and layout', async () => {
    for (const name of Object.keys(machines)) {
      const { out } = await lifeline('chart', name, '--json');
      const chart = JSON.parse(out);
      const paths = chart.states.map(({ path }: { path: string }) => path);
      const laidOut = chart.layout.states.map(({ path }: { path: string }) => path);
      expect(laidOut.toSorted()).toEqual(paths.toSorted());
      for (const { state, targets } of chart.transitions) {
        for (const path of [state, ...targets]) expect(paths, name).toContain(path);
      }
      expect(chart.active).toBeNull();
    }
  });

  test('has guards, actions and clauses of a transition', async () => {
    const { out } = await lifeline('chart', 'takeover', '--json');
    const claimed = JSON.parse(out).transitions[0];
    expect(claimed).toMatchObject({
      state: 'idle',
      event: 'session.claimed',
      guard: 'hasExisting',
      targets: ['disconnectingExisting'],
    });
    expect(claimed.clauses).toContain('v5 MQTT-3.1.4-3');
  });

  test('says what is active at a place in a trace', async () => {
    const args = ['session', '--trace', whole, '--at', '8s', '--client', 'sensor'];
    const { out } = await lifeline('chart', ...args, '--json');
    expect(JSON.parse(out).active).toMatchObject({ states: ['online'], of: 'session of sensor' });
  });

  test('lists the charts', async () => {
    const { out } = await lifeline('chart', '--json');
    expect(jsonLines(out).map(({ chart }) => chart)).toEqual(Object.keys(machines));
  });
});
