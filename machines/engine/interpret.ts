import type { AnyMachineSnapshot, AnyStateMachine, ContextFrom, EventFromLogic } from 'xstate';
import {
  type Chart,
  type ChartEffect,
  ChartError,
  type ChartEvent,
  type ChartState,
  type Snapshot,
  type Step,
} from './chart.ts';
import { type Configuration, Configurations } from './configurations.ts';
import { type Outline, outline } from './outline.ts';
import { inertScope } from './scope.ts';
import { checkSupported } from './supported.ts';
import { settleTimers } from './timers.ts';

/**
 * The chart with XState taking every step: the yardstick for the compiled one, and an engine of its own where speed
 * does not matter.
 *
 * @throws ChartError naming the chart and the state, when the chart uses what charts may not.
 */
export function interpret<Machine extends AnyStateMachine>(
  machine: Machine,
): Chart<ContextFrom<Machine>, EventFromLogic<Machine>> {
  checkSupported(machine);
  return new InterpretedChart(machine, outline<ContextFrom<Machine>>(machine));
}

class InterpretedChart<Context, Event extends ChartEvent> implements Chart<Context, Event> {
  readonly name: string;
  readonly actions: readonly string[];
  readonly timers: readonly string[];
  readonly events: readonly string[];
  readonly #machine: AnyStateMachine;
  readonly #configurations: Configurations;
  readonly #scope;
  #effects: ChartEffect<Context>[] = [];

  constructor(machine: AnyStateMachine, chart: Outline<Context>) {
    this.name = chart.name;
    this.actions = chart.actions;
    this.timers = chart.timers.map(({ name }) => name);
    this.events = chart.events;
    this.#machine = machine;
    this.#configurations = new Configurations(machine, chart);
    this.#scope = inertScope((action) => {
      this.#effects.push(chart.effectOf(action));
    });
  }

  start(context: Context): Step<Context> {
    this.#effects = [];
    const entered = this.#machine.getInitialSnapshot(this.#scope, context);
    if (entered.status === 'error') throw entered.error;
    return this.#stepTo({
      state: this.#configurations.of(entered).state,
      context: entered.context,
    });
  }

  step(snapshot: Snapshot<Context>, event: Event): Step<Context> {
    const configuration = this.#configuration(snapshot);
    if (!configuration.events.has(event.type)) {
      throw new ChartError(
        `${this.name}: '${event.type}' is not handled in ${snapshot.state.name}`,
      );
    }
    return this.#transition(configuration, snapshot, event);
  }

  timeout(snapshot: Snapshot<Context>, timer: string): Step<Context> {
    const configuration = this.#configuration(snapshot);
    const waiting = configuration.timers.get(timer);
    if (waiting === undefined) return { snapshot, effects: [] };
    return this.#transition(configuration, snapshot, waiting.event);
  }

  stateNamed(name: string): ChartState {
    return this.#configurations.named(name).state;
  }

  handles(snapshot: Snapshot<Context>, eventType: string): boolean {
    return this.#configuration(snapshot).events.has(eventType);
  }

  #transition(at: Configuration, snapshot: Snapshot<Context>, event: ChartEvent): Step<Context> {
    const { context } = snapshot;
    this.#effects = [];
    // Always afresh from configuration and context: the snapshot that XState ended the last step with also knows in
    // which order its states were entered, and has `always` transitions of several regions fire in that order. A step
    // may depend on nothing but our snapshot.
    const from: AnyMachineSnapshot = { ...at.snapshot, context };
    const to: AnyMachineSnapshot = this.#machine.transition(from, event, this.#scope);
    const { state } = this.#configurations.of(to);
    const isSame = state === at.state && to.context === context;
    return this.#stepTo(isSame ? snapshot : { state, context: to.context });
  }

  #stepTo(snapshot: Snapshot<Context>): Step<Context> {
    return { snapshot, effects: settleTimers(this.#effects) };
  }

  #configuration({ state }: Snapshot<Context>): Configuration {
    const configuration = this.#configurations.all[state.id];
    if (configuration?.state !== state) {
      throw new ChartError(`${this.name}: ${state.name} is a state of another chart`);
    }
    return configuration;
  }
}
