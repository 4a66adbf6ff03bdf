/** An open trace is played once, with forks now and then; whatever it says of a record, the slow way says the same. */
import { describe, expect, test } from 'vitest';
import { type ChartName, machines } from '../../machines/index.ts';
import { why } from '../../sim/explain/why.ts';
import { partInWords } from '../../sim/explain/words.ts';
import { Playback } from '../../sim/inspect/playback.ts';
import { statesAt } from '../../sim/inspect/state-at.ts';
import { headerOf, recordsOf } from '../../sim/inspect/trace-lines.ts';
import { RecordReader } from '../../sim/render/timeline/record-reader.ts';
import { timeline } from '../../sim/render/timeline/timeline.ts';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { ledgerOf } from '../../viz/worker/ledger.ts';
import { OpenTrace } from '../../viz/worker/trace.ts';

const NAMES = scenarios.map(({ name }) => name);

function linesOf(name: string, seed = '1'): string[] {
  const lines: string[] = [];
  simulate(scenarioNamed(name), seed, (line) => lines.push(line));
  return lines;
}

/** Every so many records, and the last. */
function* some(count: number, step: number): Generator<number> {
  for (let n = 0; n < count; n += step) yield n;
  yield count;
}

const place = (n: number) => ({ kind: 'record', n, effect: undefined }) as const;

describe.each(NAMES)('%s', (name) => {
  const lines = linesOf(name);
  const trace = new OpenTrace(lines);

  test('the timeline is the one that reading with all care gives', () => {
    const reader = new RecordReader();
    const records = lines.flatMap((line) => reader.read(line) ?? []);
    const careful = timeline(records, headerOf(lines));
    expect(trace.timeline.events.length).toBeGreaterThan(0);
    expect(trace.count).toBe(records.length);
    const told = (one: typeof careful) =>
      one.events.map(({ id, timeMs, by, lifeline, what }) => [
        id,
        timeMs,
        by,
        lifeline.id,
        what.kind,
      ]);
    expect(told(trace.timeline)).toEqual(told(careful));
    expect(trace.timeline.exchanges.map(({ topicName }) => topicName)).toEqual(
      careful.exchanges.map(({ topicName }) => topicName),
    );
  });

  test('what the broker holds', () => {
    for (const n of some(trace.count, 23)) {
      const [before, after] = statesAt(lines, [place(Math.max(0, n - 1)), place(n)]);
      const held = ledgerOf(n === 0 ? undefined : before, after as NonNullable<typeof after>, '');
      expect(trace.moment(n, '', false).ledger).toEqual(held);
    }
  });

  test('which chart steps a record had, and why it happened', () => {
    for (const n of some(trace.count, 41)) {
      if (n === 0) continue;
      const story = why(lines, `${n}`);
      expect(trace.story(`${n}`)).toEqual(story);
      const links = trace.moment(n, '', false).links;
      expect(links.map(({ part, event }) => [part, event])).toEqual(
        story[0]?.links.map(({ part, event }) => [part, event]),
      );
    }
  });

  test('why each effect of a record was had', () => {
    const n = Math.ceil(trace.count / 2);
    const count = trace.moment(n, '', false).told.length;
    for (let effect = 1; effect < count; effect++) {
      const slow = () => why(lines, `${n}.${effect}`);
      expect(trace.story(`${n}.${effect}`)).toEqual(slow());
    }
  });

  test('which states are active', () => {
    const oracle = new Slow(lines);
    for (const client of trace.clients) {
      for (const n of some(trace.count, 3)) {
        expect(trace.moment(n, client.label, true).active, `${client.label} ${n}`).toEqual(
          oracle.activeIn(client.label, n),
        );
      }
    }
  });
});

interface Seen {
  readonly n: number;
  readonly chart: ChartName;
  readonly key: string;
  readonly clientId: string;
  readonly connection: number | undefined;
  readonly words: string;
  readonly state: string;
  readonly isDone: boolean;
}

/** All steps of all charts, gone through from the beginning for each question. */
class Slow {
  readonly #seen: Seen[] = [];
  readonly #crashes: number[] = [];
  readonly #actors = new Map<string, string>();
  readonly #playback: Playback;

  constructor(lines: readonly string[]) {
    const see = (
      chart: Exclude<ChartName, 'client'>,
      part: Parameters<typeof partInWords>[0]['part'],
      state: string,
      isDone: boolean,
    ) => {
      const { clientId, connection, session, packetId } = part;
      const own = chart === 'connection' ? connection : `${session} ${packetId}`;
      const key = chart === 'takeover' ? clientId : `${own}`;
      const words = partInWords({ chart, part });
      this.#seen.push({
        n: this.#playback.n,
        chart,
        key,
        clientId,
        connection,
        words,
        state,
        isDone,
      });
    };
    this.#playback = new Playback(headerOf(lines), {
      observer: ({ chart, part, after }) => see(chart, part, after.state.name, after.state.done),
    });
    for (const item of recordsOf(lines)) {
      const { n, input, note } = this.#playback.play(item);
      if (input?.type === 'recovered') {
        this.#crashes.push(n);
        for (const { chart, part, snapshot } of this.#playback.broker.parts()) {
          see(chart, part, snapshot.state.name, false);
        }
      }
      if (note?.packet?.type === 'CONNECT') this.#actors.set(note.actor, note.packet.clientId);
      if (note?.state === undefined || !note.actor.startsWith('client ')) continue;
      const is = { n, state: note.state, isDone: note.state === 'ended', clientId: '' };
      this.#seen.push({
        ...is,
        chart: 'client',
        key: note.actor,
        connection: undefined,
        words: note.actor,
      });
    }
  }

  activeIn(clientId: string, n: number) {
    const charts = Object.keys(machines) as ChartName[];
    return Object.fromEntries(charts.map((chart) => [chart, this.#active(chart, clientId, n)]));
  }

  #active(chart: ChartName, clientId: string, n: number) {
    const crash = chart === 'client' ? 0 : (this.#crashes.findLast((at) => at <= n) ?? 0);
    const latest = new Map<string, Seen>();
    for (const seen of this.#seen) {
      const { clientIds } = this.#playback;
      const known = seen.connection === undefined ? '' : clientIds.get(seen.connection);
      const whose = seen.clientId || known || this.#actors.get(seen.key) || '';
      if (seen.chart !== chart || whose !== clientId || seen.n > n || seen.n < crash) continue;
      latest.delete(seen.key);
      latest.set(seen.key, seen);
    }
    const all = [...latest.values()];
    const open = all.filter(({ isDone }) => !isDone);
    const shown = open.length > 0 ? open : all.slice(-1);
    return {
      states: shown.map(({ state }) => state),
      of: shown.map(({ words }) => words),
      isMoved: all.some((seen) => seen.n === n),
    };
  }
}
