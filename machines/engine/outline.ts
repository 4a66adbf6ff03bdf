import type { AnyStateMachine, ExecutableActionObject } from 'xstate';
import { type ChartEffect, ChartError, type ChartEvent } from './chart.ts';
import { namesOf } from './names.ts';
import { stateNodes } from './states.ts';

/** A timer as XState knows it: by the event that `after` waits for. */
export interface Timer {
  readonly name: string;
  readonly event: ChartEvent;
}

/** What both engines number and name alike: a chart's actions, timers, events and effects. */
export interface Outline<Context> {
  readonly name: string;
  readonly actions: readonly string[];
  readonly timers: readonly Timer[];
  readonly events: readonly string[];
  /** The effect of an action that XState wants executed. There is one object for each effect. */
  effectOf(action: ExecutableActionObject): ChartEffect<Context>;
}

export function outline<Context>(machine: AnyStateMachine): Outline<Context> {
  const timers = timersOf(machine);
  const actions = effectActionsOf(machine);
  const sets = new Map<string, ChartEffect<Context>>();
  const clears = new Map<string, ChartEffect<Context>>();
  for (const { name, event } of timers) {
    sets.set(event.type, { kind: 'setTimer', timer: name, delayMs: delayOf(machine, name) });
    clears.set(event.type, { kind: 'clearTimer', timer: name });
  }
  const marks = new Map<string, ChartEffect<Context>>();
  for (const [action, name] of actions.entries()) marks.set(name, { kind: 'action', action, name });

  const effectOf = (action: ExecutableActionObject): ChartEffect<Context> => {
    const { type } = action;
    const params = action.params as { event: ChartEvent; sendId: string } | undefined;
    let effect = marks.get(type);
    if (type === 'xstate.raise') effect = sets.get(params?.event.type ?? '');
    if (type === 'xstate.cancel') effect = clears.get(params?.sendId ?? '');
    if (effect === undefined) throw new ChartError(`${machine.id}: unexpected action '${type}'`);
    return effect;
  };
  return { name: machine.id, actions, timers, events: eventsOf(machine), effectOf };
}

export function isAssign(machine: AnyStateMachine, action: string): boolean {
  const implementation: unknown = machine.implementations.actions[action];
  return (implementation as { type?: unknown } | undefined)?.type === 'xstate.assign';
}

/** Names of all actions that the chart uses, in no particular order. */
function usedActions(machine: AnyStateMachine): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (actions: unknown): void => {
    for (const name of namesOf(actions)) names.add(name);
  };
  for (const node of stateNodes(machine)) {
    add(node.config.entry);
    add(node.config.exit);
    if (node.type === 'compound') add(node.initial.actions);
    for (const transition of [...node.transitions.values()].flat()) add(transition.actions);
    for (const transition of node.always ?? []) add(transition.actions);
  }
  return names;
}

function effectActionsOf(machine: AnyStateMachine): readonly string[] {
  return [...usedActions(machine)].filter((name) => !isAssign(machine, name)).sort();
}

function timersOf(machine: AnyStateMachine): readonly Timer[] {
  const timers = new Map<string, Timer>();
  for (const node of stateNodes(machine)) {
    for (const { delay, eventType } of node.after) {
      timers.set(String(delay), { name: String(delay), event: { type: eventType } });
    }
  }
  return [...timers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function eventsOf(machine: AnyStateMachine): readonly string[] {
  const names = stateNodes(machine).flatMap((node) => Object.keys(node.config.on ?? {}));
  return [...new Set(names)].sort();
}

/** A delay sees the context after the step and nothing else, so that the effect can be static. */
function delayOf<Context>(machine: AnyStateMachine, name: string): (context: Context) => number {
  const implementation: unknown = machine.implementations.delays[name];
  if (typeof implementation === 'number') return () => implementation;
  const delay = implementation as (args: { context: Context }) => number;
  return (context) => delay({ context });
}
