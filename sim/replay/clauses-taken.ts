/** The clauses that a record's steps went by, for filters that ask: watched charts are slower than plain ones. */
import {
  type Effect,
  explainStep,
  machines,
  type ObservedStep,
  type ProtocolVersion,
  type Watch,
} from '../../machines/index.ts';
import { clausesFor } from '../explain/clauses-for.ts';
import { versionOfStep } from '../explain/version-of-step.ts';

export class ClausesTaken {
  /** Of the broker; its forks, which share it, are not listened to. */
  readonly watch: Watch = { observer: undefined };
  readonly #versions = new Map<string, ProtocolVersion>();
  /** Clients whose session has ended with this step: from the next one on nothing will be asked about them. */
  readonly #ended = new Set<string>();
  #steps: ObservedStep[] = [];

  /** Before each step. */
  begin(): void {
    this.#steps = [];
    this.watch.observer = (step) => this.#steps.push(step);
    for (const clientId of this.#ended) this.#versions.delete(clientId);
    this.#ended.clear();
  }

  /** After it: who speaks what. */
  learn(effects: readonly Effect[]): void {
    this.watch.observer = undefined;
    for (const effect of effects) {
      if (effect.type !== 'announce') continue;
      const { type, clientId } = effect.event;
      if (type === 'session.ended') this.#ended.add(clientId);
      if (type !== 'client.connected') continue;
      this.#versions.set(clientId, effect.event.version);
      this.#ended.delete(clientId);
    }
  }

  /** Of the step that was taken last. */
  of(effects: readonly Effect[]): readonly string[] {
    const taken = this.#steps.flatMap((step) => clausesOfStep(step, this.#versions));
    return [...new Set([...taken, ...effects.flatMap(clausesTold)])];
  }
}

function clausesOfStep(
  step: ObservedStep,
  versions: ReadonlyMap<string, ProtocolVersion>,
): readonly string[] {
  const { chart, before, event } = step;
  if (before === undefined) return [];
  const { considered } = explainStep(machines[chart], before, event);
  const ids = considered.filter(({ outcome }) => outcome === 'taken').flatMap((row) => row.clauses);
  return clausesFor(ids, versionOfStep(step, versions));
}

/** What a packet broke, which stands with the end of its connection. */
function clausesTold(effect: Effect): readonly string[] {
  return effect.type === 'announce' && 'clauses' in effect.event
    ? (effect.event.clauses ?? [])
    : [];
}
