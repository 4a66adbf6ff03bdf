/** Runs that can be intervened in: of the simulator, whose worlds go on, and recordings, of which only inputs are known. */
import { editTrace } from '../../sim/interact/edit-trace.ts';
import { parseInterventions, printInterventions } from '../../sim/interact/notation.ts';
import { InteractiveRun } from '../../sim/interact/run.ts';
import type { TraceEdit } from '../../sim/interact/trace-edit.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { readScenario } from '../../sim/scenario/text/parse.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import type { Reopened } from '../play/protocol.ts';
import type { Made, Opened } from '../protocol.ts';
import { addRun, type Run, runNumbered } from './runs.ts';

/** Exactly one of the two is there. */
export interface Play {
  readonly world: InteractiveRun | undefined;
  readonly recording: Recording | undefined;
}

/** As it was recorded, and what has been changed in it. */
interface Recording {
  readonly lines: readonly string[];
  readonly edits: readonly TraceEdit[];
}

const plays = new WeakMap<Run, Play>();
/** The runs that were made, by what they were made from. */
const kept = new Map<string, Opened>();

export function playOf(number: number): Play {
  const run = runNumbered(number);
  const known = plays.get(run);
  if (known !== undefined) return known;
  const play = playFrom(run);
  plays.set(run, play);
  return play;
}

/** The same run again, as it is kept, or else made anew. */
export function reopened(made: Made): Reopened {
  const found = keptRun(made);
  if (found !== undefined) return { opened: found, problem: '' };
  const interventions = parseInterventions(made.doings ?? '');
  const scenario = scenarioOf(made);
  const world = InteractiveRun.of({ scenario, seed: made.seed, interventions });
  return { opened: openedOf(world, made.text), problem: world.problem?.message ?? '' };
}

/** @param text of a scenario of one's own */
export function openedOf(world: InteractiveRun, text: string | undefined): Opened {
  const { scenario, seed, interventions } = world.story;
  const { name, title, about } = scenario;
  const doings = printInterventions(interventions);
  const made: Made = {
    scenario: name,
    seed,
    ...(text !== undefined && { text }),
    ...(doings !== '' && { doings }),
  };
  const source = { kind: 'scenario', ...made } as const;
  const opened = addRun(world.lines, { source, name, title, about });
  plays.set(runNumbered(opened.run), { world, recording: undefined });
  kept.set(keyOf(made), opened);
  return opened;
}

/** @throws InterventionError for an edit that cannot be made */
export function editedOf(number: number, recording: Recording): Opened {
  const { source } = runNumbered(number);
  const name = 'name' in source ? source.name : 'recording';
  const lines = editTrace(recording.lines, recording.edits);
  const about =
    'A recording with something changed: clients do what they did, whatever comes of it.';
  const opened = addRun(lines, { source: { kind: 'file', name }, name, title: name, about });
  plays.set(runNumbered(opened.run), { world: undefined, recording });
  return opened;
}

function playFrom({ source, trace }: Run): Play {
  if (source.kind === 'scenario') {
    const interventions = parseInterventions(source.doings ?? '');
    const world = InteractiveRun.of({
      scenario: scenarioOf(source),
      seed: source.seed,
      interventions,
    });
    return { world, recording: undefined };
  }
  const world = worldOf(trace.lines);
  return world === undefined
    ? { world, recording: { lines: trace.lines, edits: [] } }
    : { world, recording: undefined };
}

/** A trace of our simulator, by our law, can be made again, and so be gone on with. */
function worldOf(lines: readonly string[]): InteractiveRun | undefined {
  const { source, scenario: name, seed } = JSON.parse(lines[0] ?? '{}');
  const isSimulated = source === 'simulator' && typeof name === 'string';
  const scenario = isSimulated ? known(name) : undefined;
  if (scenario === undefined || typeof seed !== 'string') return undefined;
  const world = InteractiveRun.of({ scenario, seed, interventions: [] });
  const isSame = world.lines.every((line, at) => line === lines[at]);
  return isSame && world.lines.length === lines.length ? world : undefined;
}

function known(name: string): Scenario | undefined {
  try {
    return scenarioNamed(name);
  } catch {
    return undefined;
  }
}

function scenarioOf({ scenario, text }: Made): Scenario {
  return text === undefined ? scenarioNamed(scenario) : readScenario(text);
}

function keptRun(made: Made): Opened | undefined {
  const found = kept.get(keyOf(made));
  if (found === undefined) return undefined;
  try {
    runNumbered(found.run);
    return found;
  } catch {
    // It had to make room for others.
    kept.delete(keyOf(made));
    return undefined;
  }
}

function keyOf({ scenario, seed, text = '', doings = '' }: Made): string {
  return JSON.stringify([scenario, seed, text, doings]);
}
