/**
 * A timeline as a log for ShiViz: each event with its host and vector clock. The two lines at the top are what ShiViz
 * asks for: the regular expression that takes the log apart, and the one that tells executions apart.
 */
import { type ClausesOf, inFull, sentence } from './sentences/sentence.ts';
import { clock } from './sentences/words.ts';
import { type Selection, select } from './timeline/select.ts';
import type { Flight, Lifeline, Timeline, TimelineEvent } from './timeline/types.ts';

export interface ShivizOptions extends Selection {
  readonly clausesOf?: ClausesOf;
}

type VectorClock = Record<string, number>;

const PARSER = '(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})';
const DELIMITER = '^=== (?<trace>.*) ===$';

export function renderShiviz(timeline: Timeline, options: ShivizOptions = {}): string {
  const { clausesOf } = options;
  const clocks = new VectorClocks(timeline.lifelines);
  const lines = [PARSER, DELIMITER, ''];
  const name = timeline.header.scenario ?? timeline.header.seed ?? 'trace';
  lines.push(`=== ${name} ===`);
  const log = (event: TimelineEvent, host: Lifeline, now: string) => {
    const text = inFull(sentence(event, clausesOf)).replaceAll(/\s+/g, ' ');
    lines.push(`${clock(event.timeMs)} ${text}`, `${clocks.host(host)} ${now}`);
  };
  for (const event of select(timeline, options)) {
    const { what } = event;
    if (what.kind !== 'packet') {
      log(event, event.lifeline, clocks.tick(event.lifeline));
      continue;
    }
    const { flight, end } = what;
    const client = flight.connection.lifeline;
    const [from, to] =
      flight.direction === 'toBroker' ? [client, timeline.broker] : [timeline.broker, client];
    // Where the trace knows one moment for both ends, causality still has two events.
    if (end !== 'received') log(event, from, clocks.send(from, flight));
    if (end !== 'sent') {
      const arrival: TimelineEvent = { ...event, what: { ...what, end: 'received' } };
      log(arrival, to, clocks.receive(to, flight));
    }
  }
  return `${lines.join('\n')}\n`;
}

class VectorClocks {
  readonly #hosts = new Map<Lifeline, string>();
  readonly #clocks = new Map<Lifeline, VectorClock>();
  readonly #carried = new Map<Flight, VectorClock>();

  constructor(lifelines: readonly Lifeline[]) {
    const taken = new Set<string>();
    for (const lifeline of lifelines) {
      // A host is one word, and two clients may differ in spaces only.
      let host = lifeline.label.replaceAll(/\s+/g, '_') || lifeline.name;
      if (taken.has(host)) host = `${host}_${lifeline.name}`;
      taken.add(host);
      this.#hosts.set(lifeline, host);
      this.#clocks.set(lifeline, {});
    }
  }

  host(lifeline: Lifeline): string {
    return this.#hosts.get(lifeline) as string;
  }

  /** The clock after an event of its own. */
  tick(lifeline: Lifeline): string {
    const now = this.#clocks.get(lifeline) as VectorClock;
    const host = this.host(lifeline);
    now[host] = (now[host] ?? 0) + 1;
    return JSON.stringify(now);
  }

  send(lifeline: Lifeline, flight: Flight): string {
    const text = this.tick(lifeline);
    this.#carried.set(flight, { ...this.#clocks.get(lifeline) });
    return text;
  }

  receive(lifeline: Lifeline, flight: Flight): string {
    const now = this.#clocks.get(lifeline) as VectorClock;
    for (const [host, count] of Object.entries(this.#carried.get(flight) ?? {})) {
      now[host] = Math.max(now[host] ?? 0, count);
    }
    this.#carried.delete(flight);
    return this.tick(lifeline);
  }
}
