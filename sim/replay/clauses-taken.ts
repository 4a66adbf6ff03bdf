/** The clauses that a record's steps went by, for filters that ask: watched charts are slower than plain ones. */
import {
  describeChart,
  type Effect,
  explainStep,
  machines,
  type ObservedStep,
  type ProtocolVersion,
  type Timeout,
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
  readonly #isWanted: (id: string) => boolean;
  /** Whether one that is wanted stands with any transition that may be taken: by chart, event and state. */
  readonly #mayMatter = new Map<string, boolean>();
  #steps: ObservedStep[] = [];

  /** @param isWanted which clauses are worth being found: to explain a step takes a hundred times as long as it */
  constructor(isWanted: (id: string) => boolean) {
    this.#isWanted = isWanted;
  }

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

  #matters({ chart, before, event }: ObservedStep): boolean {
    if (before === undefined) return false;
    const name = event.type === 'timeout' ? (event as Timeout).timer : event.type;
    const key = `${chart} ${name} ${before.state.name}`;
    const known = this.#mayMatter.get(key);
    if (known !== undefined) return known;
    const states = new Set(before.state.name.split(' & '));
    const rows = describeChart(machines[chart]).filter(
      (row) => row.event === '' || (row.event === name && states.has(row.state)),
    );
    const may = rows.some(({ clauses }) => clauses.some(this.#isWanted));
    this.#mayMatter.set(key, may);
    return may;
  }

  /** Those wanted of the step that was taken last. */
  of(effects: readonly Effect[]): readonly string[] {
    const steps = this.#steps.filter((step) => this.#matters(step));
    const taken = steps.flatMap((step) => clausesOfStep(step, this.#versions));
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
