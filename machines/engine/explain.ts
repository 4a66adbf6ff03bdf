import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
} from 'xstate';
import type { ChartEvent, Snapshot } from './chart.ts';
import { type Choice, consider, type GuardAnswer } from './consider.ts';
import { type TransitionRow, transitionRow } from './describe.ts';
import { activeNodes, effectsOf, prevailing } from './explain-effects.ts';
import { inertScope } from './scope.ts';
import { pathOf, stateNodes } from './states.ts';

/** A timer that has run out, where any other event is its own. */
export interface Timeout extends ChartEvent {
  readonly type: 'timeout';
  readonly timer: string;
}

/** A transition that was looked at, and what came of it. */
export interface Considered extends Omit<TransitionRow, 'state'> {
  /**
   * `refused` by its guard; `notAsked` because one before it, or further in, had answered; `overruled` by one of a
   * region that stands before its own.
   */
  readonly outcome: 'taken' | 'refused' | 'notAsked' | 'overruled';
  /** The answers of the guards by name, in the order in which they were asked. */
  readonly guards: readonly GuardAnswer[];
  /** When it was taken: everything that it has led to, entry and exit included. `set T` and `clear T` for timers. */
  readonly effects: readonly string[];
}

export interface Explanation {
  readonly chart: string;
  /** Name of the configuration before the step, and after it. */
  readonly state: string;
  readonly next: string;
  /** Type of the event, or name of the timer. */
  readonly event: string;
  /**
   * `ignored` on purpose: there is a transition for it, which does nothing. `neverHere`: the composition never sends it
   * there. `notWaiting`: a timer that does not run in this state. `unknown`: no event of this chart. `ended`: nothing
   * happens to a chart after its end.
   */
  readonly answer:
    | 'handled'
    | 'ignored'
    | 'refused'
    | 'neverHere'
    | 'notWaiting'
    | 'unknown'
    | 'ended';
  /** In XState's order: those of the event, then those without one that the new state has led to. */
  readonly considered: readonly Considered[];
}

/**
 * Why a step of a part went as it did: XState takes it once more, and every transition that it looks at is written
 * down with the answers of its guards. For people; the engines know nothing of this.
 *
 * @param machine the chart's own: guards are asked and assigns made, effects are not performed
 */
export function explainStep(
  machine: AnyStateMachine,
  { state, context }: Snapshot<unknown>,
  event: ChartEvent,
): Explanation {
  const asked = xstateEvent(machine, event);
  const name = event.type === 'timeout' ? (event as Timeout).timer : event.type;
  const head = { chart: machine.id, state: state.name, next: state.name, event: name };
  if (state.done) return { ...head, answer: 'ended', considered: [] };

  const value = state.value as AnyMachineSnapshot['value'];
  const from: AnyMachineSnapshot = { ...machine.resolveState({ value, context: {} }), context };
  const choices = asked === undefined ? [] : consider(from, asked, asked.type);
  if (asked === undefined || choices.length === 0) {
    return { ...head, answer: silence(from, event), considered: [] };
  }
  const considered: Considered[] = [];
  let before = from;
  let looked = choices;
  for (const { enabled, after } of microsteps(machine, from, asked)) {
    const taken = prevailing(enabled, before);
    considered.push(...looked.map((choice) => outcome(choice, taken, before, after)));
    before = after;
    looked = after.status === 'active' ? consider(after, asked, '') : [];
  }
  // The step has ended here: what is without an event has said no.
  considered.push(...looked.map((choice) => outcome(choice, [], before, before)));
  return { ...head, next: nameOf(before), answer: answerOf(considered), considered };
}

interface Microstep {
  readonly enabled: readonly AnyTransitionDefinition[];
  readonly after: AnyMachineSnapshot;
}

/** XState tells those who inspect it which transitions it has found enabled. */
function microsteps(
  machine: AnyStateMachine,
  from: AnyMachineSnapshot,
  event: ChartEvent,
): readonly Microstep[] {
  const steps: Microstep[] = [];
  const scope = inertScope(() => {});
  const subscription = scope.system.inspect((told) => {
    if (told.type !== '@xstate.microstep') return;
    steps.push({ enabled: told._transitions, after: told.snapshot as AnyMachineSnapshot });
  });
  machine.transition(from, event, scope);
  subscription.unsubscribe();
  return steps;
}

function outcome(
  { transition, answer, guards }: Choice,
  taken: readonly AnyTransitionDefinition[],
  before: AnyMachineSnapshot,
  after: AnyMachineSnapshot,
): Considered {
  const { state: _, ...row } = transitionRow(transition.source, transition);
  const isTaken = taken.includes(transition);
  const result = answer === 'passed' ? (isTaken ? 'taken' : 'overruled') : answer;
  const effects = isTaken ? effectsOf(transition, before, after) : [];
  return { ...row, outcome: result, guards, effects };
}

function answerOf(considered: readonly Considered[]): Explanation['answer'] {
  const taken = considered.filter((transition) => transition.outcome === 'taken');
  if (taken.length === 0) return 'refused';
  return taken.every(({ kind }) => kind === 'ignored') ? 'ignored' : 'handled';
}

/** No transition stands for the event anywhere. */
function silence(from: AnyMachineSnapshot, { type }: ChartEvent): Explanation['answer'] {
  if (type === 'timeout') return 'notWaiting';
  const metas = activeNodes(from).map((node) => node.meta as Meta);
  return metas.some((meta) => meta?.neverHere?.includes(type)) ? 'neverHere' : 'unknown';
}

type Meta = { readonly neverHere?: readonly string[] } | undefined;

/** The event as XState knows it; undefined for a timer that the chart does not have. */
function xstateEvent(machine: AnyStateMachine, event: ChartEvent): ChartEvent | undefined {
  if (event.type !== 'timeout') return event;
  const { timer } = event as Timeout;
  const delayed = stateNodes(machine).flatMap((node) => node.after);
  const found = delayed.find(({ delay }) => String(delay) === timer);
  return found && { type: found.eventType };
}

function nameOf(snapshot: AnyMachineSnapshot): string {
  const isLeaf = (node: AnyStateNode) => Object.keys(node.states).length === 0;
  return activeNodes(snapshot).filter(isLeaf).map(pathOf).join(' & ');
}
