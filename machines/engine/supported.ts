import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { ChartError } from './chart.ts';
import { asCombinator, nameOf } from './names.ts';
import { asList, pathOf, stateNodes } from './states.ts';

/*
 * What a chart may use. Both engines refuse the rest when the chart is loaded, because XState's pure functions would
 * drop it without a word (invoke, sendParent), hide it from the tables (inline functions, params), or make a step
 * depend on more than snapshot and event (history).
 */

const STATE_KEYS = new Set(
  'type initial states on after always entry exit meta tags description id'.split(' '),
);
const ROOT_KEYS = new Set([...STATE_KEYS, 'context', 'types', 'schemas', 'version']);
const TRANSITION_KEYS = new Set(
  // The second line is what XState adds of its own.
  ('target guard actions reenter meta description ' + 'source eventType toJSON delay event').split(
    ' ',
  ),
);

type Fail = (problem: string) => never;

/** @throws ChartError naming the chart, the state and what it uses that charts may not. */
export function checkSupported(machine: AnyStateMachine): void {
  const nodes = stateNodes(machine);
  checkContext(machine);
  for (const node of nodes) {
    const fail: Fail = (problem) => {
      throw new ChartError(`${machine.id}: state ${pathOf(node)} ${problem}`);
    };
    checkState(node, fail);
    for (const transitions of node.transitions.values()) {
      for (const transition of transitions) checkTransition(transition, fail);
    }
    for (const transition of node.always ?? []) checkTransition(transition, fail);
  }
  checkDelays(machine, nodes);
}

function checkContext(machine: AnyStateMachine): void {
  const { context } = machine.config;
  const input = {};
  if (
    typeof context !== 'function' ||
    (context as (args: object) => unknown)({ input }) !== input
  ) {
    throw new ChartError(`${machine.id}: context must be ({ input }) => input`);
  }
}

function checkState(node: AnyStateNode, fail: Fail): void {
  const allowed = node.parent === undefined ? ROOT_KEYS : STATE_KEYS;
  for (const key of Object.keys(node.config)) {
    if (!allowed.has(key)) fail(`uses ${key}, which charts do not support`);
  }
  if (node.type === 'history') fail('is a history state, which charts do not support');
  for (const event of Object.keys(node.config.on ?? {})) {
    if (event.includes('*')) fail(`uses the wildcard event '${event}'`);
    if (event.startsWith('xstate.')) fail(`uses the event '${event}', a name reserved by XState`);
  }
  // node.entry and node.exit would also hold what XState adds for `after`.
  checkActions(node, [...asList(node.config.entry), ...asList(node.config.exit)], fail);
  if (node.type === 'compound') checkActions(node, node.initial.actions, fail);
}

function checkTransition(transition: AnyTransitionDefinition, fail: Fail): void {
  for (const key of Object.keys(transition)) {
    if (!TRANSITION_KEYS.has(key))
      fail(`has a transition with ${key}, which charts do not support`);
  }
  checkActions(transition.source, transition.actions, fail);
  if (transition.guard !== undefined) checkGuard(transition.source, transition.guard, fail);
}

function checkActions(node: AnyStateNode, actions: readonly unknown[], fail: Fail): void {
  for (const action of actions) {
    const name = nameOf(action);
    if (name === undefined) fail('has an action that is inline or has params; give it a name only');
    const implementation: unknown = node.machine.implementations.actions[name];
    if (typeof implementation !== 'function')
      fail(`uses action '${name}', which is not implemented`);
    const type = (implementation as { type?: unknown }).type;
    if ('resolve' in implementation && type !== 'xstate.assign') {
      fail(`uses action '${name}', which is ${type}; charts support assign and no-op functions`);
    }
  }
}

function checkGuard(node: AnyStateNode, guard: unknown, fail: Fail): void {
  const combinator = asCombinator(guard);
  if (combinator !== undefined) {
    for (const inner of combinator.guards ?? []) checkGuard(node, inner, fail);
    return;
  }
  const name = nameOf(guard);
  if (name === undefined) fail('has a guard that is inline or has params; give it a name only');
  const implementation: unknown = node.machine.implementations.guards[name];
  if (typeof implementation !== 'function') fail(`uses guard '${name}', which is not implemented`);
  if (asCombinator(implementation) !== undefined) {
    fail(`uses guard '${name}', which is ${implementation.name}(…); write that at the transition`);
  }
}

/** A timer goes by the name of its delay, so a delay belongs to one state. */
function checkDelays(machine: AnyStateMachine, nodes: readonly AnyStateNode[]): void {
  const owners = new Map<string, AnyStateNode>();
  for (const node of nodes) {
    const fail: Fail = (problem) => {
      throw new ChartError(`${machine.id}: state ${pathOf(node)} ${problem}`);
    };
    for (const { delay } of node.after) {
      if (typeof delay !== 'string') {
        fail(`has a delay without a name: ${String(delay)}`);
        continue;
      }
      const owner = owners.get(delay);
      if (owner !== undefined && owner !== node) {
        fail(`uses delay '${delay}', which belongs to state ${pathOf(owner)} already`);
      }
      owners.set(delay, node);
      const implementation: unknown = machine.implementations.delays[delay];
      if (typeof implementation !== 'function' && typeof implementation !== 'number') {
        fail(`uses delay '${delay}', which is not implemented`);
      }
    }
  }
}
