import type { AnyStateMachine, ContextFrom, EventFromLogic } from 'xstate';
import {
  type Chart,
  ChartError,
  type ChartEvent,
  type ChartState,
  type Snapshot,
  type Step,
} from './chart.ts';
import { type Configuration, Configurations } from './configurations.ts';
import { type Decision, DecisionBuilder } from './decision.ts';
import { type Outline, outline } from './outline.ts';
import { Probe } from './probe.ts';
import { checkSupported } from './supported.ts';

/** More configurations than this, and the tables are the wrong tool. */
const CONFIGURATIONS_MAX = 10_000;

/** The rows of one configuration. */
interface Row<Context> {
  readonly events: ReadonlyMap<string, Decision<Context>>;
  readonly timers: ReadonlyMap<string, TimerRow<Context>>;
}

interface TimerRow<Context> {
  readonly event: ChartEvent;
  readonly decision: Decision<Context>;
}

/**
 * The chart as flat tables. XState is the compiler: with the guards' answers forced it is asked what it would do in
 * every configuration that can be reached, for every event and every outcome of guards. At run time a step looks up
 * the row, asks the real guards and runs the real assigns; XState is not involved any more.
 *
 * @throws ChartError naming the chart and the state, when the chart uses what charts may not.
 */
export function compile<Machine extends AnyStateMachine>(
  machine: Machine,
): Chart<ContextFrom<Machine>, EventFromLogic<Machine>> {
  checkSupported(machine);
  const chart = outline<ContextFrom<Machine>>(machine);
  const probe = new Probe(machine);
  const configurations = new Configurations(probe.machine, chart);
  const builder = new DecisionBuilder(machine, chart, configurations);

  const start = builder.build('start', (answers) => probe.start(answers));
  const rows: Row<ContextFrom<Machine>>[] = [];
  // Breadth first: building a row may append configurations that were not met before.
  for (const configuration of configurations.all) {
    if (configurations.all.length > CONFIGURATIONS_MAX) {
      throw new ChartError(`${machine.id}: more than ${CONFIGURATIONS_MAX} configurations`);
    }
    rows.push(rowOf(configuration, probe, builder));
  }
  return new CompiledChart(chart, configurations, start, rows);
}

function rowOf<Context>(
  { state, snapshot, events, timers }: Configuration,
  probe: Probe,
  builder: DecisionBuilder<Context>,
): Row<Context> {
  const decide = (name: string, event: ChartEvent): Decision<Context> =>
    builder.build(`'${name}' in ${state.name}`, (answers) => probe.step(snapshot, event, answers));
  return {
    events: new Map([...events].map((type) => [type, decide(type, { type })])),
    timers: new Map(
      [...timers].map(([name, { event }]) => [name, { event, decision: decide(name, event) }]),
    ),
  };
}

const NO_EFFECTS: readonly never[] = Object.freeze([]);

class CompiledChart<Context, Event extends ChartEvent> implements Chart<Context, Event> {
  readonly name: string;
  readonly actions: readonly string[];
  readonly timers: readonly string[];
  readonly events: readonly string[];
  readonly #configurations: Configurations;
  readonly #start: Decision<Context>;
  readonly #rows: readonly Row<Context>[];

  constructor(
    chart: Outline<Context>,
    configurations: Configurations,
    start: Decision<Context>,
    rows: readonly Row<Context>[],
  ) {
    this.name = chart.name;
    this.actions = chart.actions;
    this.timers = chart.timers.map(({ name }) => name);
    this.events = chart.events;
    this.#configurations = configurations;
    this.#start = start;
    this.#rows = rows;
  }

  start(context: Context): Step<Context> {
    // What XState calls the event of entering the initial state, in case a guard looks.
    const event = { type: 'xstate.init', input: context };
    return decide(this.#start, undefined, context, event);
  }

  step(snapshot: Snapshot<Context>, event: Event): Step<Context> {
    const decision = this.#row(snapshot).events.get(event.type);
    if (decision === undefined) {
      throw new ChartError(
        `${this.name}: '${event.type}' is not handled in ${snapshot.state.name}`,
      );
    }
    return decide(decision, snapshot, snapshot.context, event);
  }

  timeout(snapshot: Snapshot<Context>, timer: string): Step<Context> {
    const row = this.#row(snapshot).timers.get(timer);
    if (row === undefined) return { snapshot, effects: NO_EFFECTS };
    return decide(row.decision, snapshot, snapshot.context, row.event);
  }

  stateNamed(name: string): ChartState {
    return this.#configurations.named(name).state;
  }

  handles(snapshot: Snapshot<Context>, eventType: string): boolean {
    return this.#row(snapshot).events.has(eventType);
  }

  #row({ state }: Snapshot<Context>): Row<Context> {
    const row = this.#rows[state.id];
    if (row === undefined || this.#configurations.all[state.id]?.state !== state) {
      throw new ChartError(`${this.name}: ${state.name} is a state of another chart`);
    }
    return row;
  }
}

function decide<Context>(
  row: Decision<Context>,
  snapshot: Snapshot<Context> | undefined,
  before: Context,
  event: ChartEvent,
): Step<Context> {
  let context = before;
  let decision = row;
  while (decision.next === null) {
    const cause = decision.event ?? event;
    if (decision.guard !== null) {
      const passed = decision.guard({ context, event: cause });
      decision = (passed ? decision.yes : decision.no) as Decision<Context>;
    } else if (decision.assign !== null) {
      context = decision.assign(context, cause);
      decision = decision.yes as Decision<Context>;
    }
  }
  const { next: state, effects } = decision;
  if (snapshot !== undefined && state === snapshot.state && context === snapshot.context) {
    return { snapshot, effects };
  }
  return { snapshot: { state, context }, effects };
}
