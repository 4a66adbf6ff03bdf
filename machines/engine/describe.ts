import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { guardInWords, namesOf } from './names.ts';
import { children, pathOf, stateNodes, withAncestors } from './states.ts';

/** One transition as it applies to one atomic state. */
export interface TransitionRow {
  /** The atomic state, as a path: `connected.traffic.open`. */
  readonly state: string;
  /** The state that declares the transition: the atomic state itself or one around it. */
  readonly declaredIn: string;
  /** The event's type; the timer's name for `timer`; empty for `always`. */
  readonly event: string;
  /** The guard in words: `isWillSet`, `not isWillSet`; absent when there is none. */
  readonly guard?: string;
  /** Paths of the targets; empty when the transition stays where it is. */
  readonly targets: readonly string[];
  /** Whether the state is left and entered again although the target lies within. */
  readonly reenter: boolean;
  /** The transition's own actions; those of entry and exit come on top. */
  readonly actions: readonly string[];
  readonly clauses: readonly string[];
  /** `ignored` is a transition that names no target and no action: silence by decision. */
  readonly kind: 'handled' | 'ignored' | 'timer' | 'always';
}

/**
 * A chart as rows, for tables, drawings and the test that every state has an answer for every event. The transitions
 * of an atomic state come in the order in which XState asks them: its own first, then those of the states around it.
 * What an unguarded transition further in hides is left out. Regions are taken one by one: a transition above a
 * parallel state is listed although another region may answer first.
 */
export function describeChart(machine: AnyStateMachine): readonly TransitionRow[] {
  return stateNodes(machine)
    .filter((node) => children(node).length === 0)
    .flatMap(rowsOf);
}

function rowsOf(atomic: AnyStateNode): readonly TransitionRow[] {
  // Nothing happens to a chart after its end. A final state within a region goes on answering.
  if (atomic.type === 'final' && atomic.parent === atomic.machine.root) return [];
  const rows: TransitionRow[] = [];
  const settled = new Set<string>();
  for (const node of withAncestors(atomic)) {
    for (const transition of transitionsOf(node)) {
      if (settled.has(transition.eventType)) continue;
      rows.push(transitionRow(atomic, transition));
      if (transition.guard === undefined) settled.add(transition.eventType);
    }
  }
  return rows;
}

function transitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** A transition in words, as it applies to a state within the one that declares it. */
export function transitionRow(
  atomic: AnyStateNode,
  transition: AnyTransitionDefinition,
): TransitionRow {
  const { source, eventType } = transition;
  const timer = source.after.find((delayed) => delayed.eventType === eventType);
  const guard = guardInWords(transition.guard);
  return {
    state: pathOf(atomic),
    declaredIn: pathOf(source),
    event: timer === undefined ? eventType : String(timer.delay),
    ...(guard === undefined ? {} : { guard }),
    targets: (transition.target ?? []).map(pathOf),
    reenter: transition.reenter,
    actions: namesOf(transition.actions),
    clauses: (transition.meta as { clauses?: readonly string[] } | undefined)?.clauses ?? [],
    kind: timer === undefined ? kindOf(transition) : 'timer',
  };
}

function kindOf({ eventType, target, actions }: AnyTransitionDefinition): TransitionRow['kind'] {
  if (eventType === '') return 'always';
  return target === undefined && actions.length === 0 ? 'ignored' : 'handled';
}
