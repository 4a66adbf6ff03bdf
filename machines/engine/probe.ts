import type { AnyMachineSnapshot, AnyStateMachine, ExecutableActionObject } from 'xstate';
import type { ChartEvent } from './chart.ts';
import { isAssign } from './outline.ts';
import { inertScope } from './scope.ts';

/** Longest run to completion that is believed to end: an `always` that only its context ends would exceed it. */
const MICROSTEPS_MAX = 64;

/** The event that XState's own handling reacts to (a final state reached), or the one that the step is for. */
export type CauseEvent = ChartEvent | null;

/** A guard that was asked when the given answers had run out. */
export interface Question {
  readonly guard: string;
  readonly event: CauseEvent;
}

export interface Trace {
  /** The actions in order, up to the question if there is one. */
  readonly actions: readonly {
    readonly action: ExecutableActionObject;
    readonly event: CauseEvent;
  }[];
  readonly question: Question | undefined;
  /** Where it ends; absent when there is a question. */
  readonly snapshot: AnyMachineSnapshot | undefined;
}

/**
 * A chart whose guards are answered from outside and whose actions are only noted: XState then tells, for each
 * configuration, event and answers, what it would do.
 *
 * Actions arrive in the order in which XState resolves them, in between the guards that it asks, so the trace tells
 * which assigns a guard can see the work of.
 */
export class Probe {
  readonly machine: AnyStateMachine;
  readonly #assigns: ReadonlySet<string>;
  readonly #scope = inertScope((action) => this.#note(action));
  #eventType = '';
  #answers: readonly boolean[] = [];
  #answered = 0;
  /** A guard asked again about the same context gives the same answer. */
  readonly #known = new Map<string, boolean>();
  #question: Question | undefined;
  #actions: { action: ExecutableActionObject; event: CauseEvent }[] = [];

  constructor(machine: AnyStateMachine) {
    const { actions, delays, guards } = machine.implementations;
    this.#assigns = new Set(Object.keys(actions).filter((name) => isAssign(machine, name)));
    this.machine = machine.provide({
      actions: mapKeys(actions, () => () => {}),
      delays: mapKeys(delays, () => () => 0),
      guards: mapKeys(
        guards,
        (name) =>
          ({ event }: { event: ChartEvent }) =>
            this.#ask(name, event),
      ),
    });
    this.machine.options = { ...this.machine.options, maxIterations: MICROSTEPS_MAX };
  }

  start(answers: readonly boolean[]): Trace {
    return this.#run('xstate.init', answers, () => {
      const snapshot = this.machine.getInitialSnapshot(this.#scope, {});
      if (snapshot.status === 'error') throw snapshot.error;
      return snapshot;
    });
  }

  step(from: AnyMachineSnapshot, event: ChartEvent, answers: readonly boolean[]): Trace {
    return this.#run(event.type, answers, () => this.machine.transition(from, event, this.#scope));
  }

  #run(type: string, answers: readonly boolean[], step: () => AnyMachineSnapshot): Trace {
    this.#eventType = type;
    this.#answers = answers;
    this.#answered = 0;
    this.#known.clear();
    this.#question = undefined;
    this.#actions = [];
    let snapshot: AnyMachineSnapshot | undefined;
    try {
      snapshot = step();
    } catch (error) {
      if (this.#question === undefined) throw error;
    }
    return { actions: this.#actions, question: this.#question, snapshot };
  }

  #ask(guard: string, event: ChartEvent): boolean {
    const cause = this.#cause(event);
    const key = `${guard} ${event.type}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = this.#answers[this.#answered];
    if (answer === undefined) {
      this.#question = { guard, event: cause };
      // Any answer made up here could send XState round a loop that no real answers allow.
      throw new Error(`guard ${guard} has no answer yet`);
    }
    this.#answered += 1;
    this.#known.set(key, answer);
    return answer;
  }

  #note(action: ExecutableActionObject): void {
    if (this.#assigns.has(action.type)) this.#known.clear();
    this.#actions.push({ action, event: this.#cause(action.info.event) });
  }

  #cause(event: ChartEvent): CauseEvent {
    return event.type === this.#eventType ? null : event;
  }
}

function mapKeys<Out>(
  record: Record<string, unknown>,
  change: (key: string) => Out,
): Record<string, never> {
  const entries = Object.keys(record).map((key) => [key, change(key)]);
  // `never` because the chart's own types no longer hold for stand-ins.
  return Object.fromEntries(entries) as Record<string, never>;
}
