/**
 * A timeline in the Informal Trace Format of Apalache and Quint: the states that the world went through, one for each
 * event. A state says which connections are open, what each session is, and what is under way.
 */
import { type ClausesOf, sentence } from './sentences/sentence.ts';
import { type Selection, select } from './timeline/select.ts';
import type { Timeline, TimelineEvent } from './timeline/types.ts';

export interface ItfOptions extends Selection {
  readonly clausesOf?: ClausesOf;
}

const VARIABLES = ['timeMs', 'event', 'connections', 'sessions', 'wills', 'exchanges'] as const;

/** Integers have no size in ITF, and JSON's have. */
type Int = { readonly '#bigint': string };

interface Change {
  readonly index: number;
  readonly table: 'connections' | 'sessions' | 'wills' | 'exchanges';
  readonly key: string;
  /** Undefined when it is gone. */
  readonly value: unknown;
}

export function renderItf(timeline: Timeline, options: ItfOptions = {}): string {
  const changes = changesOf(timeline);
  const tables = {
    connections: new Map(),
    sessions: new Map(),
    wills: new Map(),
    exchanges: new Map(),
  };
  let done = 0;
  const states = select(timeline, options).map((event, at) => {
    for (; (changes[done]?.index ?? Infinity) <= event.index; done++) {
      const { table, key, value } = changes[done] as Change;
      if (value === undefined) tables[table].delete(key);
      else tables[table].set(key, value);
    }
    return JSON.stringify({
      '#meta': { index: at },
      timeMs: int(Math.round(event.timeMs)),
      event: eventOf(event, options.clausesOf),
      connections: map(tables.connections),
      sessions: map(tables.sessions),
      wills: map(tables.wills),
      exchanges: { '#set': [...tables.exchanges.values()] },
    });
  });
  const meta = {
    format: 'ITF',
    'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
    description: `Made by Lifeline from a trace of a ${timeline.header.source}`,
    source: timeline.header.scenario ?? '',
  };
  const head = `"#meta":${JSON.stringify(meta)},"vars":${JSON.stringify(VARIABLES)}`;
  return `{${head},"states":[\n${states.join(',\n')}\n]}\n`;
}

function eventOf(event: TimelineEvent, clausesOf: ClausesOf | undefined): unknown {
  const { text, clauses } = sentence(event, clausesOf);
  return {
    record: event.id,
    kind: event.what.kind,
    lifeline: event.lifeline.id,
    connection: event.connection?.name ?? '',
    sentence: text,
    clauses: { '#set': clauses },
  };
}

/** All that spans begin and end, in the order of events. */
function changesOf(timeline: Timeline): readonly Change[] {
  const changes: Change[] = [];
  const add = (
    table: Change['table'],
    key: string,
    moment: { readonly index: number } | undefined,
    value: unknown,
  ) => {
    if (moment !== undefined) changes.push({ table, key, index: moment.index, value });
  };
  for (const wire of timeline.connections) {
    const state = (name: string) => ({ client: wire.lifeline.label, state: name });
    add('connections', wire.name, wire.opened, state('opened'));
    add('connections', wire.name, wire.connected, state('connected'));
    add('connections', wire.name, wire.disconnected, state('disconnected'));
    add('connections', wire.name, wire.closed, undefined);
  }
  for (const { number, lifeline, phases, to } of timeline.sessions) {
    for (const { state, from } of phases) {
      add('sessions', lifeline.label, from, { session: int(number), state });
    }
    add('sessions', lifeline.label, to, undefined);
  }
  for (const { lifeline, topicName, from, to } of timeline.wills) {
    add('wills', lifeline.label, from, { topicName });
    add('wills', lifeline.label, to, undefined);
  }
  timeline.exchanges.forEach(({ lifeline, sender, qos, packetId, from, to }, at) => {
    const value = { client: lifeline.label, sender, qos: int(qos), packetId: int(packetId) };
    add('exchanges', `${at}`, from, value);
    add('exchanges', `${at}`, to, undefined);
  });
  // Sorting keeps the order of what happens at the same event.
  return changes.sort((a, b) => a.index - b.index);
}

function int(value: number): Int {
  return { '#bigint': String(value) };
}

function map(entries: ReadonlyMap<string, unknown>): { readonly '#map': readonly unknown[] } {
  return { '#map': [...entries].map(([key, value]) => [key, value]) };
}
