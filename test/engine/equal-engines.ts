import fc from 'fast-check';
import type { AnyStateMachine, ContextFrom, EventFromLogic } from 'xstate';
import {
  type Chart,
  type ChartEffect,
  ChartError,
  type ChartEvent,
  type Snapshot,
  type Step,
} from '../../machines/engine/chart.ts';
import { compile } from '../../machines/engine/compile.ts';
import { interpret } from '../../machines/engine/interpret.ts';

type Stimulus<Event> = { readonly timer: string } | { readonly event: Event };

interface Options<Event> {
  readonly runs?: number;
  readonly stepsMax?: number;
  /** What a sequence may begin with, for charts that random events seldom lead far into. */
  readonly beginnings?: readonly (readonly Event[])[];
}

/**
 * Both engines give the same snapshots and effects for random contexts and random sequences of events and timers.
 * Events that a state does not handle and timers that it does not wait for are part of the sequences.
 *
 * @returns the names of the states that were visited, so that a test can tell it was not about nothing.
 * @throws with the shortest sequence found for which they differ.
 */
export function equalEngines<Machine extends AnyStateMachine>(
  machine: Machine,
  contexts: fc.Arbitrary<ContextFrom<Machine>>,
  events: fc.Arbitrary<EventFromLogic<Machine>>,
  { runs = 300, stepsMax = 40, beginnings = [[]] }: Options<EventFromLogic<Machine>> = {},
): ReadonlySet<string> {
  const engines = [compile(machine), interpret(machine)] as const;
  const { timers } = engines[0];
  const event = events.map((each): Stimulus<EventFromLogic<Machine>> => ({ event: each }));
  const timer = () => fc.constantFrom(...timers).map((each) => ({ timer: each }));
  const stimulus =
    timers.length === 0
      ? event
      : fc.oneof({ weight: 3, arbitrary: event }, { weight: 1, arbitrary: timer() });
  const beginning = fc.constantFrom(...beginnings);
  const sequences = fc
    .tuple(beginning, fc.array(stimulus, { maxLength: stepsMax, size: 'max' }))
    .map(([first, rest]) => new Sequence([...first.map((each) => ({ event: each })), ...rest]));

  const visited = new Set<string>();
  fc.assert(
    fc.property(contexts, sequences, (context, { stimuli }) => {
      const [compiled, interpreted] = engines.map((engine) => play(engine, context, stimuli));
      for (const [index, line] of (compiled ?? []).entries()) {
        visited.add(line.slice(0, line.indexOf(' | ')));
        if (line !== interpreted?.[index]) {
          throw new Error(
            `engines differ after ${index} events\ncompiled:    ${line}\ninterpreted: ${interpreted?.[index]}`,
          );
        }
      }
    }),
    { numRuns: runs },
  );
  return visited;
}

/** A counterexample that prints as a list, one event a line. */
class Sequence<Event> {
  readonly stimuli: readonly Stimulus<Event>[];

  constructor(stimuli: readonly Stimulus<Event>[]) {
    this.stimuli = stimuli;
  }

  [fc.toStringMethod](): string {
    const lines = this.stimuli.map((stimulus, index) => `  ${index + 1}. ${inWords(stimulus)}`);
    return `\n${lines.join('\n')}\n`;
  }
}

function inWords<Event>(stimulus: Stimulus<Event>): string {
  if ('timer' in stimulus) return `timer ${stimulus.timer}`;
  const { type, ...data } = stimulus.event as ChartEvent;
  return Object.keys(data).length === 0 ? type : `${type} ${fc.stringify(data)}`;
}

/** Everything that can be seen of a run, one line a step. */
function play<Context, Event extends ChartEvent>(
  chart: Chart<Context, Event>,
  context: Context,
  stimuli: readonly Stimulus<Event>[],
): readonly string[] {
  const first = attempt(() => chart.start(context));
  const lines = [first instanceof Error ? failure(first) : stepInWords(chart, first)];
  if (first instanceof Error) return lines;
  let { snapshot } = first;
  for (const stimulus of stimuli) {
    const step = attempt(() => advance(chart, snapshot, stimulus));
    lines.push(step instanceof Error ? failure(step) : stepInWords(chart, step));
    if (!(step instanceof Error)) snapshot = step.snapshot;
  }
  return lines;
}

function advance<Context, Event extends ChartEvent>(
  chart: Chart<Context, Event>,
  snapshot: Snapshot<Context>,
  stimulus: Stimulus<Event>,
): Step<Context> {
  if ('timer' in stimulus) return chart.timeout(snapshot, stimulus.timer);
  return chart.step(snapshot, stimulus.event);
}

function attempt<Result>(action: () => Result): Result | Error {
  try {
    return action();
  } catch (error) {
    return error as Error;
  }
}

/** XState wraps what a guard throws, so of other errors only that there was one is compared. */
function failure(error: Error): string {
  return error instanceof ChartError ? error.message : 'a guard or action threw';
}

function stepInWords<Context, Event extends ChartEvent>(
  chart: Chart<Context, Event>,
  { snapshot, effects }: Step<Context>,
): string {
  const { name, value, done } = snapshot.state;
  return [
    `${name}${done ? ' (done)' : ''}`,
    fc.stringify(value),
    inKeyOrder(snapshot.context),
    `[${effects.map((effect) => effectInWords(effect, snapshot.context)).join(', ')}]`,
    `handles ${chart.events.filter((event) => chart.handles(snapshot, event)).join(' ')}`,
  ].join(' | ');
}

export function effectInWords<Context>(effect: ChartEffect<Context>, context: Context): string {
  if (effect.kind === 'setTimer') return `set ${effect.timer} ${effect.delayMs(context)}`;
  if (effect.kind === 'clearTimer') return `clear ${effect.timer}`;
  return `${effect.name} #${effect.action}`;
}

/** Which assign came first shows in the order of keys, and means nothing. */
function inKeyOrder(context: unknown): string {
  if (typeof context !== 'object' || context === null) return fc.stringify(context);
  const entries = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return fc.stringify(Object.fromEntries(entries));
}
