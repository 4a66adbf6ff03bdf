/** What all charts share: how a transition names its clauses, and what stands for an effect. */
import type { Clause } from '../clauses/index.ts';

/** Meta of a transition or a state. `clauses` are the normative statements that it exists for. */
export interface ChartMeta {
  readonly clauses?: readonly Clause[];
  /**
   * On a state: events that the composition never sends it there. If one comes all the same, the step throws and
   * names state and event. The totality test reads this: an event is handled, ignored on purpose, or stands here.
   */
  readonly neverHere?: readonly string[];
}

/** `meta: law('v5 MQTT-3.1.0-2')`: a wrong id does not compile. */
export function law(...clauses: Clause[]): ChartMeta {
  return { clauses };
}

export function neverHere(...events: string[]): ChartMeta {
  return { neverHere: events };
}

/** The implementation of every action that is an effect: the core performs it by name, XState does nothing. */
export function effect(): void {}

/** A transition for what is ignored on purpose. The comment beside each use says why. */
export const ignored = {};
