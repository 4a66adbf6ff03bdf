import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  getNextTransitions,
} from 'xstate';
import { ChartError, type ChartState } from './chart.ts';
import type { Outline, Timer } from './outline.ts';
import { children, pathOf } from './states.ts';

/** A chart's configuration together with what XState says about it. */
export interface Configuration {
  readonly state: ChartState;
  /** XState's snapshot in this configuration; its context is empty, to be replaced. */
  readonly snapshot: AnyMachineSnapshot;
  /** Types of the events for which some active state has a transition, its guards aside. */
  readonly events: ReadonlySet<string>;
  /** The timers that run in this configuration. */
  readonly timers: ReadonlyMap<string, Timer>;
}

/** The configurations met so far, one object for each. */
export class Configurations {
  readonly #machine: AnyStateMachine;
  readonly #outline: Outline<never>;
  readonly #byName = new Map<string, Configuration>();
  readonly all: Configuration[] = [];

  constructor(machine: AnyStateMachine, chartOutline: Outline<never>) {
    this.#machine = machine;
    this.#outline = chartOutline;
  }

  /** The configuration that XState's snapshot is in. */
  of(snapshot: AnyMachineSnapshot): Configuration {
    const name = activeLeaves(this.#machine.root, snapshot.value).map(pathOf).join(' & ');
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const made = this.#describe(name, snapshot.value, snapshot.status === 'done');
    this.#byName.set(name, made);
    this.all.push(made);
    return made;
  }

  /** @throws ChartError when there is no such configuration */
  named(name: string): Configuration {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    // Tables know all there are from the start; XState is asked.
    try {
      const found = this.of(this.#machine.resolveState({ value: stateValueOf(name), context: {} }));
      if (found.state.name === name) return found;
    } catch {
      // XState names the first state that it does not know, of which ours may be many.
    }
    throw new ChartError(`${this.#machine.id} has no state ${name}`);
  }

  #describe(name: string, value: StateValue, done: boolean): Configuration {
    const state: ChartState = Object.freeze({ id: this.all.length, name, value, done });
    const snapshot = this.#machine.resolveState({ value, context: {} });
    // XState's pure functions would let the root handle events even after the chart has ended; its actors do not.
    const types = new Set<string>(done ? [] : getNextTransitions(snapshot).map((t) => t.eventType));
    return {
      state,
      snapshot,
      events: new Set(this.#outline.events.filter((event) => types.has(event))),
      timers: new Map(
        this.#outline.timers.filter((t) => types.has(t.event.type)).map((t) => [t.name, t]),
      ),
    };
  }
}

type StateValue = AnyMachineSnapshot['value'];

/** The leaves of a state value in document order. */
function activeLeaves(node: AnyStateNode, value: StateValue): readonly AnyStateNode[] {
  const inner = children(node);
  if (inner.length === 0) return [node];
  if (typeof value === 'string')
    return inner.filter(({ key }) => key === value).flatMap(activeAlone);
  return inner.flatMap((child) =>
    child.key in value ? activeLeaves(child, value[child.key]) : [],
  );
}

interface Paths {
  [key: string]: Paths;
}

/** XState's value of the configuration with these leaves: `a.b & a.c` is `{ a: { b: {}, c: {} } }`. */
function stateValueOf(name: string): StateValue {
  const root: Paths = {};
  for (const leaf of name.split(' & ')) {
    let at = root;
    for (const key of leaf.split('.')) {
      at[key] ??= {};
      at = at[key];
    }
  }
  return collapsed(root);
}

/** A compound state's only active child, where it is a leaf, is written as a bare string. */
function collapsed(paths: Paths): StateValue {
  const [[key, inner] = ['', {}], ...others] = Object.entries(paths);
  if (others.length === 0 && Object.keys(inner).length === 0) return key;
  return Object.fromEntries(Object.entries(paths).map(([each, below]) => [each, collapsed(below)]));
}

/** XState writes the innermost state as a bare string, without a value of its own. */
function activeAlone(leaf: AnyStateNode): readonly AnyStateNode[] {
  return activeLeaves(leaf, {});
}
