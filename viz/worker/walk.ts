/** One pass over a trace with its charts watched: which part was in which state after which record. */
import { type ChartName, machines, type ObservedStep, type PartId } from '../../machines/index.ts';
import type { Note } from '../../machines/trace/format.ts';
import { partInWords } from '../../sim/explain/words.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import { Playback, type Played } from '../../sim/inspect/playback.ts';
import { headerOf, recordsOf, type TraceLines } from '../../sim/inspect/trace-lines.ts';
import type { Active } from '../protocol.ts';

interface Seen {
  readonly n: number;
  readonly chart: ChartName;
  /** Which part of the chart's parts. */
  readonly key: string;
  readonly clientId: string;
  readonly connection: number | undefined;
  readonly words: string;
  readonly state: string;
  readonly isDone: boolean;
}

export class Walk {
  readonly #seen: Seen[] = [];
  readonly #byClient = new Map<string, Seen[]>();
  /** After a crash there are other parts. */
  readonly #crashes: number[] = [];
  /** A simulated client goes by its own name, and by the Client Identifier that it connects with. */
  readonly #actors = new Map<string, string>();

  constructor(lines: TraceLines) {
    try {
      this.#walk(lines);
    } catch (error) {
      // Up to a gap it is known.
      if (!(error instanceof InspectError)) throw error;
    }
  }

  #walk(lines: TraceLines): void {
    const playback: Playback = new Playback(headerOf(lines), {
      observer: (step) => this.#watch(step, playback.n),
    });
    for (const item of recordsOf(lines)) {
      this.#note(playback.play(item));
      if (this.#crashes.at(-1) === item.n) {
        for (const { chart, part, snapshot } of playback.broker.parts()) {
          this.#see(chart, part, { n: item.n, state: snapshot.state.name, isDone: false });
        }
      }
    }
    for (const seen of this.#seen) {
      const known = seen.connection === undefined ? '' : playback.clientIds.get(seen.connection);
      const key = `${seen.chart} ${seen.clientId || known || this.#actors.get(seen.key) || ''}`;
      const list = this.#byClient.get(key);
      if (list === undefined) this.#byClient.set(key, [seen]);
      else list.push(seen);
    }
  }

  #watch({ chart, part, after }: ObservedStep, n: number): void {
    this.#see(chart, part, { n, state: after.state.name, isDone: after.state.done });
  }

  #see(
    chart: Exclude<ChartName, 'client'>,
    part: PartId,
    is: Pick<Seen, 'n' | 'state' | 'isDone'>,
  ): void {
    const { clientId, connection, session, packetId } = part;
    const own = chart === 'connection' ? connection : `${session} ${packetId}`;
    const key = chart === 'takeover' ? clientId : `${own}`;
    const words = partInWords({ chart, part });
    this.#seen.push({ ...is, chart, key, clientId, connection, words });
  }

  #note({ n, input, note }: Played): void {
    if (input?.type === 'recovered') this.#crashes.push(n);
    const { actor, packet, state } = note ?? ({} as Partial<Note>);
    if (actor === undefined) return;
    if (packet?.type === 'CONNECT') this.#actors.set(actor, packet.clientId);
    if (state === undefined || !actor.startsWith('client ')) return;
    const is = { n, state, isDone: state === 'ended' };
    const head = { chart: 'client' as const, key: actor, clientId: '', connection: undefined };
    this.#seen.push({ ...head, ...is, words: actor });
  }

  /** What is under way; where all has ended, what ended last. */
  active(chart: ChartName, clientId: string, n: number): Active {
    const crash = chart === 'client' ? 0 : this.#crashes.findLast((at) => at <= n);
    const latest = new Map<string, Seen>();
    for (const seen of this.#byClient.get(`${chart} ${clientId}`) ?? []) {
      if (seen.n > n) break;
      if (seen.n < (crash ?? 0)) continue;
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

  activeIn(clientId: string, n: number): Readonly<Record<ChartName, Active>> {
    const names = Object.keys(machines) as ChartName[];
    const entries = names.map((chart) => [chart, this.active(chart, clientId, n)] as const);
    return Object.fromEntries(entries) as Record<ChartName, Active>;
  }
}
