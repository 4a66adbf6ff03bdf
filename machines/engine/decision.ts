import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { type Assignment, assignmentOf } from './assignment.ts';
import { type ChartEffect, ChartError, type ChartEvent, type ChartState } from './chart.ts';
import type { Configurations } from './configurations.ts';
import { isAssign, type Outline } from './outline.ts';
import type { CauseEvent, Trace } from './probe.ts';
import { settleTimers } from './timers.ts';

/** More outcomes of guards than this in one step, and the chart is not what its author thinks. */
const OUTCOMES_MAX = 4096;

type Guard<Context> = (args: { context: Context; event: ChartEvent }) => boolean;

/**
 * All that a step can do in one configuration for one event: XState's answer for every outcome of the guards, with the
 * assigns between them in place. All nodes have the same fields, so that the loop at run time sees one shape.
 */
export interface Decision<Context> {
  /** Asks: `yes` or `no` comes next. */
  readonly guard: Guard<Context> | null;
  /** Assigns: `yes` comes next. */
  readonly assign: Assignment<Context> | null;
  /** Stands in for the step's event where XState reacts to an event of its own. */
  readonly event: CauseEvent;
  readonly yes: Decision<Context> | null;
  readonly no: Decision<Context> | null;
  /** The end: the next configuration, and what is to be done. */
  readonly next: ChartState | null;
  readonly effects: readonly ChartEffect<Context>[];
}

const NO_EFFECTS: readonly never[] = Object.freeze([]);
const NOTHING = { guard: null, assign: null, event: null, yes: null, no: null, next: null };

export class DecisionBuilder<Context> {
  readonly #machine: AnyStateMachine;
  readonly #outline: Outline<Context>;
  readonly #configurations: Configurations;
  readonly #assignments = new Map<string, Assignment<Context>>();
  #outcomes = 0;

  constructor(machine: AnyStateMachine, chart: Outline<Context>, configurations: Configurations) {
    this.#machine = machine;
    this.#outline = chart;
    this.#configurations = configurations;
  }

  /** @throws ChartError saying where, when XState fails or never ends. */
  build(where: string, probe: (answers: readonly boolean[]) => Trace): Decision<Context> {
    this.#outcomes = 0;
    try {
      return this.#grow(probe, [], 0);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ChartError(`${this.#machine.id}: ${where}: ${reason}`, { cause: error });
    }
  }

  #grow(
    probe: (answers: readonly boolean[]) => Trace,
    answers: readonly boolean[],
    noted: number,
  ): Decision<Context> {
    const trace = probe(answers);
    const { question, snapshot } = trace;
    if (question === undefined) {
      if (snapshot === undefined) throw new Error('XState gave neither a snapshot nor a question');
      return this.#after(trace, noted, this.#end(trace, snapshot));
    }
    const seen = trace.actions.length;
    return this.#after(trace, noted, {
      ...NOTHING,
      guard: this.#machine.implementations.guards[question.guard] as unknown as Guard<Context>,
      event: question.event,
      yes: this.#grow(probe, [...answers, true], seen),
      no: this.#grow(probe, [...answers, false], seen),
      effects: NO_EFFECTS,
    });
  }

  /** Puts the assigns that the trace has noted since before the decision. */
  #after(trace: Trace, noted: number, decision: Decision<Context>): Decision<Context> {
    return trace.actions
      .slice(noted)
      .filter(({ action }) => isAssign(this.#machine, action.type))
      .reduceRight<Decision<Context>>(
        (yes, { action, event }) => ({
          ...NOTHING,
          assign: this.#assignment(action.type),
          event,
          yes,
          effects: NO_EFFECTS,
        }),
        decision,
      );
  }

  #end(trace: Trace, snapshot: AnyMachineSnapshot): Decision<Context> {
    this.#outcomes += 1;
    if (this.#outcomes > OUTCOMES_MAX) throw new Error(`more than ${OUTCOMES_MAX} guard outcomes`);
    const effects = trace.actions
      .filter(({ action }) => !isAssign(this.#machine, action.type))
      .map(({ action }) => this.#outline.effectOf(action));
    const { state } = this.#configurations.of(snapshot);
    return {
      ...NOTHING,
      next: state,
      effects: effects.length === 0 ? NO_EFFECTS : Object.freeze(settleTimers(effects)),
    };
  }

  #assignment(name: string): Assignment<Context> {
    const known = this.#assignments.get(name);
    if (known !== undefined) return known;
    const made = assignmentOf<Context>(this.#machine, name);
    this.#assignments.set(name, made);
    return made;
  }
}
