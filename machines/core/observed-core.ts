/**
 * A core that tells somebody of every step of its charts: what came, what it led to, and what had led to it. The plain
 * core knows nothing of this, so it costs nothing where nobody looks.
 */
import { type ChartName, type Charts, chartsOf, type Engine } from '../charts/index.ts';
import type { Effect } from '../effects.ts';
import type { Chart, ChartEffect, ChartEvent, Snapshot } from '../engine/chart.ts';
import type { Timeout } from '../engine/explain.ts';
import type { BrokerOptions } from '../options.ts';
import type { Write } from '../stored.ts';
import { type AllPerformers, Core, type Performers } from './core.ts';
import type { Mail } from './mail.ts';
import { type PartId, partIdOf } from './part-id.ts';
import { performersFor } from './performers.ts';
import type { TimerIds } from './timer-ids.ts';

/** One step of one part. It is told when it is taken; `emitted` and `wrote` grow as its effects are performed. */
export interface ObservedStep {
  readonly chart: Exclude<ChartName, 'client'>;
  readonly part: PartId;
  /** Undefined when the part begins with this step. */
  readonly before: Snapshot<unknown> | undefined;
  /** `Timeout` for a timer. */
  readonly event: ChartEvent | Timeout;
  readonly after: Snapshot<unknown>;
  /** What the chart asks for, in order. */
  readonly done: readonly ChartEffect<never>[];
  /** What other part's effect has led to it; undefined for the input's own. */
  readonly cause: Doing | undefined;
  /** Effects of the broker, without those of steps that these led to. */
  readonly emitted: { readonly effect: Effect; readonly doing: string }[];
  /** What has to be written to the store because of it. */
  readonly wrote: Write[];
}

/** A step in the course of performing one of its effects: an action by name, `set T` or `clear T` for a timer. */
export interface Doing {
  readonly step: ObservedStep;
  readonly doing: string;
}

export type Observer = (step: ObservedStep) => void;

type Taken = Pick<ObservedStep, 'chart' | 'before' | 'event' | 'after'>;

/** Who is told; while there is nobody, an observed core is hardly slower than a plain one. */
export interface Watch {
  observer: Observer | undefined;
}

/** The step that a chart has taken, and the core has yet to perform. */
interface Pending {
  taken: Taken | undefined;
}

export class ObservedCore extends Core {
  readonly #watch: Watch;
  readonly #pending: Pending;
  readonly #engine: Engine;
  readonly #posted = new WeakMap<Mail, Doing>();
  #current: Doing | undefined;

  constructor(options: BrokerOptions, engine: Engine, watch: Watch) {
    const pending: Pending = { taken: undefined };
    const charts = watchedCharts(chartsOf(engine), watch, pending);
    super(options, charts, performersFor(charts) as AllPerformers);
    this.#watch = watch;
    this.#pending = pending;
    this.#engine = engine;
  }

  override blank(): Core {
    return new ObservedCore(this.options, this.#engine, this.#watch);
  }

  override post(mail: Mail): void {
    if (this.#current !== undefined) this.#posted.set(mail, this.#current);
    super.post(mail);
  }

  protected override deliverMail(mail: Mail): void {
    if (this.#watch.observer === undefined) super.deliverMail(mail);
    else this.#during(this.#posted.get(mail), () => super.deliverMail(mail));
  }

  protected override perform<Part, Event, Context>(
    effects: readonly ChartEffect<Context>[],
    performers: Performers<Part, Event>,
    part: Part,
    event: Event,
    timers: TimerIds,
    context: Context,
  ): void {
    const { observer } = this.#watch;
    if (observer === undefined) {
      super.perform(effects, performers, part, event, timers, context);
      return;
    }
    const { taken } = this.#pending;
    if (taken === undefined) throw new Error('effects without a step');
    this.#pending.taken = undefined;
    const cause = this.#current;
    const id = partIdOf(taken.chart, part);
    const done = effects as readonly ChartEffect<never>[];
    const step: ObservedStep = { ...taken, part: id, done, cause, emitted: [], wrote: [] };
    observer(step);
    for (const effect of effects) {
      this.#during({ step, doing: nameOf(effect) }, () =>
        super.perform([effect], performers, part, event, timers, context),
      );
    }
  }

  /** Whatever is emitted and written meanwhile, and not by a step within, is that step's. */
  #during(doing: Doing | undefined, run: () => void): void {
    this.#credit();
    const outer = this.#current;
    this.#current = doing;
    run();
    this.#credit();
    this.#current = outer;
  }

  #credited = 0;
  #creditedWrites = 0;

  #credit(): void {
    const { effects, journal } = this;
    // Both lists begin anew with each input.
    if (this.#credited > effects.length) this.#credited = 0;
    if (this.#creditedWrites > journal.writes.length) this.#creditedWrites = 0;
    const { step, doing } = this.#current ?? {};
    if (step !== undefined && doing !== undefined) {
      for (const effect of effects.slice(this.#credited)) step.emitted.push({ effect, doing });
      step.wrote.push(...journal.writes.slice(this.#creditedWrites));
    }
    this.#credited = effects.length;
    this.#creditedWrites = journal.writes.length;
  }
}

function nameOf<Context>(effect: ChartEffect<Context>): string {
  if (effect.kind === 'action') return effect.name;
  return `${effect.kind === 'setTimer' ? 'set' : 'clear'} ${effect.timer}`;
}

function watchedCharts(charts: Charts, watch: Watch, pending: Pending): Charts {
  const watched = Object.entries(charts).map(([name, chart]) => [
    name,
    watchedChart(name as Taken['chart'], chart as Chart<unknown, ChartEvent>, watch, pending),
  ]);
  return Object.fromEntries(watched) as Charts;
}

function watchedChart(
  name: Taken['chart'],
  chart: Chart<unknown, ChartEvent>,
  watch: Watch,
  pending: Pending,
): Chart<unknown, ChartEvent> {
  const { actions, timers, events } = chart;
  const note = (before: Taken['before'], event: Taken['event'], after: Taken['after']) => {
    if (watch.observer !== undefined) pending.taken = { chart: name, before, event, after };
  };
  return {
    name: chart.name,
    actions,
    timers,
    events,
    start: (context) => {
      const step = chart.start(context);
      note(undefined, { type: 'start' }, step.snapshot);
      return step;
    },
    step: (before, event) => {
      const step = chart.step(before, event);
      note(before, event, step.snapshot);
      return step;
    },
    timeout: (before, timer) => {
      const step = chart.timeout(before, timer);
      note(before, { type: 'timeout', timer }, step.snapshot);
      return step;
    },
    stateNamed: (name) => chart.stateNamed(name),
    handles: (snapshot, type) => chart.handles(snapshot, type),
  };
}
