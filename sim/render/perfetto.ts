/**
 * A timeline as a trace for Perfetto or chrome://tracing (the JSON Trace Event Format). Each lifeline is a process with
 * tracks: its connections, its session, the packets on the wire, its timers. Times are in microseconds.
 *
 * What their importer asks for: slices of one track nest, so what may overlap is an asynchronous event with category
 * and id; an arrow is matched by category, name and id, and begins and ends at slices that are open at that time.
 */
import { markLabel, packetLabel } from './sentences/labels.ts';
import { type ClausesOf, sentence } from './sentences/sentence.ts';
import { type Selection, select } from './timeline/select.ts';
import type { Flight, Lifeline, Moment, Timeline, TimelineEvent } from './timeline/types.ts';

export interface PerfettoOptions extends Selection {
  readonly clausesOf?: ClausesOf;
}

export interface TraceEvent {
  readonly ph: 'M' | 'X' | 'b' | 'e' | 's' | 'f' | 'i';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: string;
  readonly bp?: 'e';
  readonly s?: 'p' | 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

const TRACKS = ['wire', 'session', 'events', 'timers'] as const;
type Track = (typeof TRACKS)[number];

/** A packet takes no time, but an arrow holds on to a slice, which must last. */
const PACKET_US = 1;

export function renderPerfetto(timeline: Timeline, options: PerfettoOptions = {}): string {
  const traceEvents = traceEventsOf(timeline, options);
  const lines = traceEvents.map((event) => JSON.stringify(event)).join(',\n');
  return `{"displayTimeUnit":"ms","traceEvents":[\n${lines}\n]}\n`;
}

function traceEventsOf(timeline: Timeline, options: PerfettoOptions): TraceEvent[] {
  const pids = new Map(timeline.lifelines.map((lifeline, at) => [lifeline, at + 1]));
  const pid = (lifeline: Lifeline) => pids.get(lifeline) as number;
  const endUs = us((timeline.events.at(-1)?.timeMs ?? 0) + 1);
  const out: TraceEvent[] = [];
  for (const lifeline of timeline.lifelines) out.push(...names(lifeline, pid(lifeline)));
  for (const span of spans(timeline, pid, endUs)) out.push(span);
  const clock = new Clock();
  for (const event of select(timeline, { ...options, details: true })) {
    out.push(...told(event, timeline, pid, clock, options.clausesOf));
  }
  return out;
}

function names(lifeline: Lifeline, pid: number): TraceEvent[] {
  const meta = (name: string, tid: number, args: TraceEvent['args']): TraceEvent => ({
    ph: 'M',
    name,
    pid,
    tid,
    args: args ?? {},
  });
  return [
    meta('process_name', 0, { name: lifeline.label }),
    ...TRACKS.map((track) => meta('thread_name', tidOf(track), { name: track })),
  ];
}

/** What may overlap: connections, sessions in their states, exchanges, wills that wait, timers that run. */
function spans(
  timeline: Timeline,
  pid: (lifeline: Lifeline) => number,
  endUs: number,
): TraceEvent[] {
  const out: TraceEvent[] = [];
  let id = 0;
  const span = (
    cat: string,
    name: string,
    [lifeline, track]: readonly [Lifeline, Track],
    { from, to }: { readonly from: Moment; readonly to: Moment | undefined },
    args: TraceEvent['args'] = {},
  ) => {
    // The importer reads ids as hexadecimal numbers.
    const common = {
      name,
      cat,
      id: `0x${(++id).toString(16)}`,
      pid: pid(lifeline),
      tid: tidOf(track),
    };
    out.push({ ph: 'b', ...common, ts: us(from.timeMs), args });
    out.push({ ph: 'e', ...common, ts: to === undefined ? endUs : us(to.timeMs) });
  };
  for (const wire of timeline.connections) {
    const open = { from: wire.opened, to: wire.closed };
    span('connection', wire.name, [wire.lifeline, 'wire'], open, { connection: wire.number });
  }
  for (const session of timeline.sessions) {
    for (const phase of session.phases) {
      span('session', phase.state, [session.lifeline, 'session'], phase, {
        session: session.number,
      });
    }
  }
  for (const exchange of timeline.exchanges) {
    const { qos, packetId, sender, topicName } = exchange;
    const lifeline = sender === 'client' ? exchange.lifeline : timeline.broker;
    const args = { topicName, packetId, client: exchange.lifeline.label };
    span('exchange', `QoS ${qos} #${packetId}`, [lifeline, 'wire'], exchange, args);
  }
  for (const will of timeline.wills) {
    span('will', `will of ${will.lifeline.label} delayed`, [timeline.broker, 'timers'], will, {
      topicName: will.topicName,
    });
  }
  for (const timer of timeline.timers) {
    const args = { outcome: timer.outcome ?? 'running', timesSet: timer.timesSet };
    span('timer', timer.timer.id, [timer.client ?? timeline.broker, 'timers'], timer, args);
  }
  return out;
}

/** Slices of one track must not overlap: packets of one moment stand microseconds apart. */
class Clock {
  readonly #next = new Map<number, number>();
  readonly #flows = new Map<Flight, string>();

  /** The id of an arrow, from the number of the record that sent it: the same in every run. */
  flow(flight: Flight, id: string): string {
    let flow = this.#flows.get(flight);
    if (flow === undefined) {
      const [record, effect = '0'] = id.split('.');
      flow = `0x${(Number(record) * 0x1_0000 + Number(effect)).toString(16)}`;
      this.#flows.set(flight, flow);
    }
    return flow;
  }

  /** @param leastUs an arrow does not go back in time */
  slice(pid: number, timeMs: number, leastUs = 0): number {
    const ts = Math.max(us(timeMs), leastUs, this.#next.get(pid) ?? 0);
    this.#next.set(pid, ts + 2 * PACKET_US);
    return ts;
  }
}

function told(
  event: TimelineEvent,
  timeline: Timeline,
  pid: (lifeline: Lifeline) => number,
  clock: Clock,
  clausesOf: ClausesOf | undefined,
): TraceEvent[] {
  const { what } = event;
  const { text, clauses } = sentence(event, clausesOf);
  const args = {
    sentence: text,
    clauses,
    record: event.id,
    ...(event.by === undefined ? {} : { by: event.by }),
  };
  if (what.kind !== 'packet') {
    if (what.kind === 'timerSet' || what.kind === 'timerCleared') return [];
    const name = what.kind === 'announced' ? what.event.type : markLabel(what);
    const tid = tidOf('events');
    return [
      {
        ph: 'i',
        s: 't',
        name,
        cat: what.kind,
        pid: pid(event.lifeline),
        tid,
        ts: us(event.timeMs),
        args,
      },
    ];
  }
  const { flight, end } = what;
  const client = flight.connection.lifeline;
  const [from, to] =
    flight.direction === 'toBroker' ? [client, timeline.broker] : [timeline.broker, client];
  const name = packetLabel(flight.packet);
  const out: TraceEvent[] = [];
  let sentUs = 0;
  const slice = (lifeline: Lifeline, ph: 's' | 'f', hasArrow: boolean) => {
    const at = pid(lifeline);
    const ts = clock.slice(at, event.timeMs, sentUs);
    sentUs = ts;
    const place = { pid: at, tid: tidOf('wire'), ts };
    out.push({ ph: 'X', name, cat: 'packet', ...place, dur: PACKET_US, args });
    if (!hasArrow) return;
    const flow = { name: 'packet', cat: 'flight', id: clock.flow(flight, event.id), ...place };
    out.push(ph === 's' ? { ph, ...flow } : { ph, bp: 'e', ...flow });
  };
  if (end !== 'received') slice(from, 's', flight.received !== undefined);
  if (end !== 'sent') slice(to, 'f', true);
  return out;
}

function tidOf(track: Track): number {
  return TRACKS.indexOf(track) + 1;
}

function us(ms: number): number {
  return Math.round(ms * 1_000);
}
