// What a broker held at a place in its trace, and what changed between two. The goldens are what people see.
import { describe, expect, test } from 'vitest';
import { Broker, type Input } from '../../../machines/index.ts';
import { readInput } from '../../../machines/trace/read-input.ts';
import { TraceReader } from '../../../machines/trace/trace-reader.ts';
import { diffOf } from '../../../sim/inspect/diff.ts';
import { plain } from '../../../sim/inspect/plain.ts';
import { type StateAt, statesAt } from '../../../sim/inspect/state-at.ts';
import { diffText, stateText } from '../../../sim/inspect/text.ts';
import { parseWhere } from '../../../sim/inspect/where.ts';
import { recordsIn, stepWith, traceOf } from './traces.ts';

function at(lines: readonly string[], ...places: string[]): readonly StateAt[] {
  return statesAt(lines, places.map(parseWhere));
}

/** The CONNECT that takes the session over: the third connection's. */
function takeover(lines: readonly string[]): number {
  return stepWith(
    lines,
    (input) =>
      input.type === 'received' && input.packet.type === 'CONNECT' && input.connection === 3,
  );
}

describe('inspect', () => {
  test('shows a session between its two connections', async () => {
    const lines = traceOf('takeover');
    const [state] = at(lines, `${takeover(lines)}`) as [StateAt];
    await expect(stateText(state)).toMatchFileSnapshot('takeover.txt');
  });

  test('shows what one client has, when asked for it alone', async () => {
    const lines = traceOf('takeover');
    const [state] = at(lines, `${takeover(lines)}`) as [StateAt];
    await expect(stateText(state, 'heater')).toMatchFileSnapshot('takeover-heater.txt');
  });

  test('tells what a takeover has changed', async () => {
    const lines = traceOf('takeover');
    const n = takeover(lines);
    const [before, after] = at(lines, `${n - 1}`, `${n}`) as [StateAt, StateAt];
    await expect(diffText(diffOf(before, after))).toMatchFileSnapshot('takeover-diff.txt');
  });

  test('finds nothing changed by what did not happen to the broker', () => {
    const lines = traceOf('takeover');
    const [one, other] = at(lines, '1', '3') as [StateAt, StateAt];
    expect(diffText(diffOf(one, other))).toBe('Nothing has changed.\n');
  });

  test('shows queues and exchanges of a client that takes one message at a time', async () => {
    const lines = traceOf('receive-maximum-1');
    const n = stepWith(lines, (_, record) => {
      const [state] = at(lines, `${record.n}`) as [StateAt];
      return state.view.sessions.some(({ queue }) => queue.length > 1);
    });
    const [state] = at(lines, `${n}`) as [StateAt];
    await expect(stateText(state)).toMatchFileSnapshot('receive-maximum-1.txt');
  });

  test('shows what waits for the store', () => {
    const lines = traceOf('slow-store');
    const places = recordsIn(lines).map(({ n }) => `${n}`);
    const waiting = at(lines, ...places).filter(({ view }) =>
      view.batches.some(({ transmits }) => transmits.length > 0),
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect(stateText(waiting[0] as StateAt)).toContain('waiting for it');
  });

  test('goes to a time as to the last record before it', () => {
    const lines = traceOf('takeover');
    const records = recordsIn(lines);
    const last = records.findLast(({ t }) => t <= 5_500);
    const [state] = at(lines, '5.5s') as [StateAt];
    expect(state.n).toBe(last?.n);
    expect(state.timeMs).toBe(5_500);
  });

  test('knows what is left of each timer', () => {
    const lines = traceOf('takeover');
    const [sooner, later] = at(lines, '7.5s', '8s') as [StateAt, StateAt];
    expect(sooner.timers.length).toBeGreaterThan(0);
    expect(later.timers[0]?.leftMs).toBe((sooner.timers[0]?.leftMs ?? 0) - 500);
  });

  test('is what the broker itself would say', () => {
    for (const scenario of ['storm', 'broker-crash', 'slow-store']) {
      const lines = traceOf(scenario);
      const { view } = at(lines, `${recordsIn(lines).length}`)[0] as StateAt;
      expect(plain(view)).toEqual(plain(viewOf(lines)));
    }
  });

  test('says which records there are when asked for another', () => {
    const lines = traceOf('first-connect');
    const last = recordsIn(lines).length;
    expect(() => at(lines, '5000')).toThrow(
      `there is no record 5000: the trace ends with record ${last}`,
    );
    expect(() => at(lines, 'soon')).toThrow("'soon' is no place in a trace");
  });

  test('does not guess what stands behind a gap', () => {
    const lines = traceOf('first-connect').slice(0, 5);
    const gap = { n: 5, t: 50, gap: { steps: 3, because: 'the disk was full' } };
    expect(() => at([...lines, JSON.stringify(gap)], '5')).toThrow(
      '3 steps are missing here (the disk was full)',
    );
    expect(at([...lines, JSON.stringify(gap)], '4')[0]?.n).toBe(4);
  });
});

/** All inputs again, by the shortest way. */
function viewOf(lines: readonly string[]) {
  const reader = new TraceReader();
  let broker: Broker | undefined;
  for (const line of lines) {
    const item = reader.read(line);
    if (item?.kind === 'header') broker = new Broker(item.header.options);
    if (item?.kind === 'step') broker?.step(readInput(item.input, item.t) as Input);
  }
  return broker?.view();
}
