/** Captions find their events in a run, and what they state is looked up in it. */
import { type Run, runOf } from '../compare/run.ts';
import { twinOf } from '../compare/twin.ts';
import { type Filter, parseFilter } from '../filter/filter.ts';
import { entriesOf } from '../inspect/entries.ts';
import { type StateAt, statesAt } from '../inspect/state-at.ts';
import { scenarioNamed } from '../scenarios/index.ts';
import { simulate } from '../simulate.ts';
import type { Caption, Fact, Story } from './story.ts';
import { type Subject, subjectsOf } from './subjects.ts';

/** A run that a story is told on. */
export interface Stage {
  readonly run: Run;
  readonly lines: readonly string[];
  readonly subjects: readonly Subject[];
}

export interface PlayedCaption {
  readonly caption: Caption;
  /** Number of its record; undefined where the run has no such event. */
  readonly n: number | undefined;
  /** What is not so in this run. */
  readonly failed: readonly Fact[];
}

/** The runs that a story is written for: one, or two. */
export function stagesOf({ scenario, seed, beside }: Story): readonly Stage[] {
  const told = scenarioNamed(scenario);
  if (beside === 'versions') {
    const { a, b } = twinOf(told, seed);
    return [a, b].map(({ lines, run }) => ({ lines, run, subjects: subjectsOf(run) }));
  }
  const seeds = [seed, ...(beside === undefined ? [] : [beside.seed])];
  return seeds.map((each) => {
    const lines: string[] = [];
    simulate(told, each, (line) => lines.push(line));
    return stageOf(lines);
  });
}

/** @throws TraceError that names the line */
export function stageOf(lines: readonly string[]): Stage {
  const run = runOf(lines);
  return { run, lines, subjects: subjectsOf(run) };
}

/**
 * @param stages as many as the story has runs; of fewer, the captions of those that are not there have no event
 */
export function playStory({ captions }: Story, stages: readonly Stage[]): readonly PlayedCaption[] {
  const played: PlayedCaption[] = [];
  /** Places of the events of the caption before, in each run. */
  const before = new Map<Stage, number>();
  for (const caption of captions) {
    const stage = stages[caption.of === 'b' ? 1 : 0];
    if (stage === undefined) {
      played.push({ caption, n: undefined, failed: [] });
      continue;
    }
    const since = before.get(stage) ?? -1;
    const at = find(stage.subjects, caption.at, since + 1);
    const found = stage.subjects[at];
    if (found === undefined) {
      played.push({ caption, n: undefined, failed: [] });
      continue;
    }
    before.set(stage, at);
    const place = { stage, since, at, state: lazily(() => stateAfter(stage, found.n)) };
    const failed = caption.facts.filter((fact) => !isSo(fact, place));
    played.push({ caption, n: found.n, failed });
  }
  return played;
}

interface Place {
  readonly stage: Stage;
  /** Of the caption before; -1 for none. */
  readonly since: number;
  readonly at: number;
  readonly state: () => StateAt;
}

function isSo(fact: Fact, { stage: { subjects }, since, at, state }: Place): boolean {
  const here = subjects[at] as Subject;
  const some = (filter: string, from: number, to: number) => {
    const found = find(subjects, filter, from);
    return found !== -1 && found < to;
  };
  switch (fact.fact) {
    case 'together': {
      const isWanted = filterOf(fact.with);
      return subjects.some((subject) => subject.n === here.n && isWanted(subject));
    }
    case 'meanwhile':
      return some(fact.event, since + 1, at);
    case 'neverMeanwhile':
      return !some(fact.event, since + 1, at);
    case 'neverBefore':
      return !some(fact.event, 0, at);
    case 'later':
      return some(fact.event, at + 1, subjects.length);
    case 'neverLater':
      return !some(fact.event, at + 1, subjects.length);
    case 'times':
      return subjects.filter(filterOf(fact.event)).length === fact.count;
    case 'held':
      return hasEntry(state(), fact);
    case 'notHeld':
      return !hasEntry(state(), fact);
    case 'afterSeconds': {
      const seconds = (here.t - (subjects[since]?.t ?? 0)) / 1_000;
      return seconds >= fact.from && seconds <= fact.to;
    }
  }
}

function find(subjects: readonly Subject[], filter: string, from: number): number {
  const isWanted = filterOf(filter);
  return subjects.findIndex((subject, at) => at >= from && isWanted(subject));
}

const filters = new Map<string, Filter>();

function filterOf(text: string): Filter {
  const known = filters.get(text) ?? parseFilter(text);
  filters.set(text, known);
  return known;
}

function hasEntry(
  state: StateAt,
  { section, words }: { readonly section: string; readonly words: string },
): boolean {
  const pattern = words.split(' ').map(escaped).join('.*');
  return entriesOf(state).some(
    (entry) => entry.section === section && new RegExp(pattern).test(entryText(entry)),
  );
}

function entryText({ name, fields }: ReturnType<typeof entriesOf>[number]): string {
  const values = Object.entries(fields).map(([field, value]) => `${field} ${value}`);
  return [name, ...values].join('; ');
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*|?+()[\]{}]/g, '\\$&');
}

function stateAfter({ lines }: Stage, n: number): StateAt {
  return statesAt(lines, [{ kind: 'record', n, effect: undefined }])[0] as StateAt;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
