/**
 * Which part was in which state after which record, by chart and client. Written while the trace is played, and read
 * backwards from the record that is asked for, so that it costs what is under way there and not what has been.
 */
import {
  type Broker,
  type ChartName,
  machines,
  type ObservedStep,
  type PartId,
} from '../../machines/index.ts';
import { partInWords } from '../../sim/explain/words.ts';
import type { Played } from '../../sim/inspect/playback.ts';
import type { Timeline, TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { Active } from '../protocol.ts';

/** One chart's parts of one client, step by step. */
interface Track {
  readonly n: number[];
  readonly part: Part[];
  readonly state: string[];
  readonly isDone: boolean[];
  /** How many of the parts are under way after that step. */
  readonly open: number[];
  readonly underWay: Set<string>;
}

interface Part {
  readonly key: string;
  readonly words: string;
}

type BrokerChart = Exclude<ChartName, 'client'>;

const NOTHING: Active = { states: [], of: [], isMoved: false };

export class Walk {
  readonly #tracks = new Map<string, Track>();
  readonly #parts = new Map<string, Part>();
  /** After a crash there are other parts. */
  readonly #crashes: number[] = [];
  readonly #timeline: () => Timeline;
  #labels: ReadonlyMap<number, string> = new Map();
  /** Of the timeline's events, for clients' own charts. */
  #seenEvents = 0;

  /** @param timeline as far as it has been read */
  constructor(timeline: () => Timeline) {
    this.#timeline = timeline;
  }

  watch({ chart, part, after }: ObservedStep, n: number): void {
    this.#see(chart, part, n, after.state.name, after.state.done);
  }

  note({ n, input }: Played, broker: Broker): void {
    if (input?.type !== 'recovered' && input?.type !== 'restored') return;
    this.#crashes.push(n);
    for (const { underWay } of this.#tracks.values()) underWay.clear();
    for (const { chart, part, snapshot } of broker.parts()) {
      this.#see(chart, part, n, snapshot.state.name, false);
    }
  }

  /** What is under way; where all has ended, what ended last. */
  active(chart: ChartName, clientId: string, n: number): Active {
    if (chart === 'client') this.#meetClients();
    const track = this.#tracks.get(`${chart} ${clientId}`);
    const last = track === undefined ? -1 : lastUpTo(track.n, n);
    if (track === undefined || last < 0) return NOTHING;
    const crash = chart === 'client' ? 0 : (this.#crashes.findLast((at) => at <= n) ?? 0);
    if ((track.n[last] as number) < crash) return NOTHING;
    const wanted = Math.max(1, track.open[last] as number);
    const latest = new Map<string, number>();
    const ended = new Set<string>();
    const isAnyOpen = (track.open[last] as number) > 0;
    for (let at = last; at >= 0 && latest.size < wanted; at--) {
      const { key } = track.part[at] as Part;
      if ((track.n[at] as number) < crash) break;
      if (latest.has(key) || ended.has(key)) continue;
      if (isAnyOpen && track.isDone[at]) ended.add(key);
      else latest.set(key, at);
    }
    const shown = [...latest.values()].reverse();
    return {
      states: shown.map((at) => track.state[at] as string),
      of: shown.map((at) => (track.part[at] as Part).words),
      isMoved: track.n[last] === n,
    };
  }

  activeIn(clientId: string, n: number): Readonly<Record<ChartName, Active>> {
    const names = Object.keys(machines) as ChartName[];
    const entries = names.map((chart) => [chart, this.active(chart, clientId, n)] as const);
    return Object.fromEntries(entries) as Record<ChartName, Active>;
  }

  #see(chart: BrokerChart, part: PartId, n: number, state: string, isDone: boolean): void {
    const { clientId, connection, session, packetId } = part;
    const id = `${chart} ${session} ${packetId} ${chart === 'connection' ? connection : ''} ${clientId}`;
    let known = this.#parts.get(id);
    if (known === undefined) {
      const own = chart === 'connection' ? connection : `${session} ${packetId}`;
      known = {
        key: chart === 'takeover' ? clientId : `${own}`,
        words: partInWords({ chart, part }),
      };
      this.#parts.set(id, known);
    }
    const whose = clientId || (connection === undefined ? '' : this.#labelOf(connection));
    put(this.#trackOf(`${chart} ${whose}`), n, known, state, isDone);
  }

  /** A simulated client's own chart is told of by notes. */
  #meetClients(): void {
    const { events } = this.#timeline();
    for (; this.#seenEvents < events.length; this.#seenEvents++) {
      const { what, client, id } = events[this.#seenEvents] as TimelineEvent;
      if (what.kind !== 'noted' || what.note.state === undefined || client === undefined) continue;
      const { actor, state } = what.note;
      if (!actor.startsWith('client ')) continue;
      const track = this.#trackOf(`client ${client.label}`);
      put(track, Number(id), { key: actor, words: actor }, state, state === 'ended');
    }
  }

  /** Whose a connection turns out to be, before it has said so. */
  #labelOf(connection: number): string {
    const { connections } = this.#timeline();
    if (this.#labels.size < connections.length) {
      this.#labels = new Map(
        connections.map(({ number, lifeline: { id, label } }) => [
          number,
          id.startsWith('client ') ? label : '',
        ]),
      );
    }
    return this.#labels.get(connection) ?? '';
  }

  #trackOf(key: string): Track {
    let track = this.#tracks.get(key);
    if (track === undefined) {
      track = { n: [], part: [], state: [], isDone: [], open: [], underWay: new Set() };
      this.#tracks.set(key, track);
    }
    return track;
  }
}

function put(track: Track, n: number, part: Part, state: string, isDone: boolean): void {
  if (isDone) track.underWay.delete(part.key);
  else track.underWay.add(part.key);
  track.n.push(n);
  track.part.push(part);
  track.state.push(state);
  track.isDone.push(isDone);
  track.open.push(track.underWay.size);
}

function lastUpTo(numbers: readonly number[], n: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= n) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
