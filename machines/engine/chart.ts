/**
 * What every engine makes of a chart, and all that the rest of the project knows about one.
 *
 * A chart is an XState machine under the chart rules of ARCHITECTURE.md. Two engines run it: `compile` turns it into
 * flat tables, `interpret` lets XState take each step. Both give the same `Chart`, so the core does not know which one
 * it has.
 *
 * A part is one living instance of a chart: a connection, a session, an exchange. Its snapshot is immutable and shared
 * freely; a step of a part depends on nothing but the snapshot and the event.
 */

/** One configuration of a chart. There is exactly one object for each, so identity is equality. */
export interface ChartState {
  /** Dense number of the configuration within its chart. The engines may number differently, names are the same. */
  readonly id: number;
  /** The configuration in words, leaf states joined by ` & `: `connected.keepAlive.listening & …`. */
  readonly name: string;
  /** XState's own state value of the configuration. */
  readonly value: unknown;
  /** True when the chart has reached its final state and the part can be forgotten. */
  readonly done: boolean;
}

export interface Snapshot<Context> {
  readonly state: ChartState;
  readonly context: Context;
}

/**
 * What a step asks for, in order. An effect says only what has to be done: its data are the event and the context
 * after the step, so the lists are static and a step allocates nothing for them. There is one object for each effect of
 * a chart. A set replaces what the timer was set to before, so within a step only the last effect on a timer is told.
 */
export type ChartEffect<Context> =
  | { readonly kind: 'action'; readonly action: number; readonly name: string }
  | {
      readonly kind: 'setTimer';
      readonly timer: string;
      readonly delayMs: (context: Context) => number;
    }
  | { readonly kind: 'clearTimer'; readonly timer: string };

export interface Step<Context> {
  readonly snapshot: Snapshot<Context>;
  readonly effects: readonly ChartEffect<Context>[];
}

export interface ChartEvent {
  readonly type: string;
}

export interface Chart<Context, Event extends ChartEvent> {
  readonly name: string;
  /** Names of all actions of the chart, sorted; `ChartEffect.action` is an index into it. */
  readonly actions: readonly string[];
  /** Names of all timers, that is, of the named delays that `after` uses. */
  readonly timers: readonly string[];
  /** Names of all events except timers, sorted. */
  readonly events: readonly string[];
  /** The snapshot that a new part starts with, and the effects of entering it. */
  start(context: Context): Step<Context>;
  /**
   * One run to completion. When nothing changes the snapshot is the same object.
   * @throws ChartError naming the chart, state and event, when the state does not handle the event.
   */
  step(snapshot: Snapshot<Context>, event: Event): Step<Context>;
  /** As `step`, for a timer that has run out. A timer that the state is not waiting for changes nothing. */
  timeout(snapshot: Snapshot<Context>, timer: string): Step<Context>;
  /** @throws ChartError when the chart has no configuration of that name */
  stateNamed(name: string): ChartState;
  /** Whether the state has a transition for the event, its guards aside. */
  handles(snapshot: Snapshot<Context>, eventType: string): boolean;
}

export class ChartError extends Error {
  override readonly name = 'ChartError';
}
