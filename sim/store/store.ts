/**
 * A simulated durable store, without input and output of its own: writes in, answers out, in virtual time.
 *
 * Batches are written whole and in the order in which they were submitted, as a log or a single writer does it. Until a
 * batch is answered nobody knows whether it would survive: at a crash the chooser says how many of those that are
 * pending, from the first on, had been written already.
 *
 * `fork` takes constant time, but for what is pending.
 */
import { StringMap } from '../../machines/collections/string-map.ts';
import type { Chooser, Option } from '../choose/chooser.ts';
import { type LatencyChoice, latencyChoice, type Range } from '../choose/latency.ts';
import type { Moment } from '../moment.ts';

export type Write<V> =
  /** Undefined deletes the key. */
  | { readonly key: string; readonly value: V | undefined }
  /** Deletes a key, and all that begin with it and a slash. */
  | { readonly below: string };

/** What the store answers. After `ok: false` none of the batch is there. */
export interface StoreOutput {
  readonly type: 'stored';
  /** As it was submitted. */
  readonly id: number;
  readonly ok: boolean;
}

export interface StoreSettings {
  /** From submission to the answer. */
  readonly latencyMs: Range;
  /** How long it takes now and then, and how often, in percent. */
  readonly slow?: { readonly latencyMs: number; readonly percent: number };
  /** How often a batch fails, in percent; 0 never, and an explorer then does not try it. */
  readonly failurePercent: number;
}

const DEFAULT_STORE_SETTINGS: StoreSettings = {
  latencyMs: { min: 0, max: 0 },
  failurePercent: 0,
};

/** The most batches that wait for their answers. Who submits more does not wait for any. */
const PENDING_MAX = 65_536;

interface Batch<V> {
  readonly id: number;
  readonly writes: readonly Write<V>[];
  readonly atMs: number;
}

export class Store<V> {
  readonly #settings: StoreSettings;
  readonly #plan: Plan;
  #contents = new StringMap<V>();
  #pending: Batch<V>[] = [];

  constructor(settings: StoreSettings = DEFAULT_STORE_SETTINGS) {
    this.#settings = settings;
    this.#plan = planOf(settings);
  }

  /** How many batches wait for their answers. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Writes a batch, in a while. The id comes back with the answer. */
  submit(id: number, writes: readonly Write<V>[], moment: Moment): void {
    if (this.#pending.length >= PENDING_MAX) throw new Error(`${PENDING_MAX} batches are pending`);
    const { valuesMs, options } = this.#plan.latency;
    const index =
      options.length === 1 ? 0 : moment.chooser.choose('store', `time of ${id}`, options);
    const atMs = moment.nowMs + (valuesMs[index] as number);
    const last = this.#pending.at(-1);
    const inOrderMs = last === undefined ? atMs : Math.max(last.atMs, atMs);
    this.#pending.push({ id, writes, atMs: inOrderMs });
  }

  /** When the next batch is answered; in the past, if it was due and has been left. */
  nextDeadlineMs(): number | undefined {
    return this.#pending[0]?.atMs;
  }

  /** Answers the first batch, which is written, or fails. @throws Error when none is due. */
  complete({ nowMs, chooser }: Moment): StoreOutput {
    const batch = this.#pending[0];
    if (batch === undefined || batch.atMs > nowMs) throw new Error(`nothing is due at ${nowMs} ms`);
    this.#pending.shift();
    const { outcomes } = this.#plan;
    const ok =
      outcomes[chooser.choose('store', `outcome of ${batch.id}`, outcomes)]?.label !== FAILED;
    if (ok) this.#apply(batch);
    return { type: 'stored', id: batch.id, ok };
  }

  /** What was pending gets no answer, and only the first of it, as many as the chooser says, has been written. */
  crash(chooser: Chooser): void {
    const batches = this.#pending;
    this.#pending = [];
    const options = [{ label: 'none' }, ...batches.map(({ id }) => ({ label: `up to ${id}` }))];
    const written = chooser.choose('store', 'written before the crash', options);
    for (const batch of batches.slice(0, written)) this.#apply(batch);
  }

  get(key: string): V | undefined {
    return this.#contents.get(key);
  }

  /** What is written, in ascending order of keys, by code unit: for a recovery. */
  contents(): [key: string, value: V][] {
    return [...this.#contents].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** An independent store with the same contents and the same batches pending. */
  fork(): Store<V> {
    const twin = new Store<V>(this.#settings);
    twin.#contents = this.#contents.fork();
    twin.#pending = [...this.#pending];
    return twin;
  }

  #apply({ writes }: Batch<V>): void {
    for (const write of writes) {
      if ('below' in write) this.#deleteBelow(write.below);
      else if (write.value === undefined) this.#contents.delete(write.key);
      else this.#contents.set(write.key, write.value);
    }
  }

  #deleteBelow(key: string): void {
    const below = `${key}/`;
    for (const [other] of this.#contents) {
      if (other === key || other.startsWith(below)) this.#contents.delete(other);
    }
  }
}

/** The settings as choices, made once and shared by all forks. */
interface Plan {
  readonly latency: LatencyChoice;
  readonly outcomes: readonly Option[];
}

const plans = new WeakMap<StoreSettings, Plan>();

function planOf(settings: StoreSettings): Plan {
  const known = plans.get(settings);
  if (known !== undefined) return known;
  const plan = { latency: planLatency(settings), outcomes: planOutcomes(settings) };
  plans.set(settings, plan);
  return plan;
}

const FAILED = 'failed';

function planOutcomes({ failurePercent }: StoreSettings): readonly Option[] {
  checkPercent(failurePercent);
  const outcomes = [
    { label: 'written', weight: 100 - failurePercent },
    { label: FAILED, weight: failurePercent },
  ];
  return outcomes.filter(({ weight }) => weight > 0);
}

function planLatency({ latencyMs, slow }: StoreSettings): LatencyChoice {
  const usual = latencyChoice(latencyMs);
  if (slow === undefined) return usual;
  checkPercent(slow.percent);
  // Among n usual latencies of equal weight, the slow one weighs as much as they do in its share of a hundred.
  const weight = 100 - slow.percent;
  const options = usual.options.map(({ label }) => ({ label, weight }));
  const slowWeight = slow.percent * usual.options.length;
  options.push({ label: `slow, ${slow.latencyMs} ms`, weight: slowWeight });
  return { valuesMs: [...usual.valuesMs, slow.latencyMs], options };
}

function checkPercent(percent: number): void {
  if (!(Number.isInteger(percent) && percent >= 0 && percent <= 100)) {
    throw new RangeError(`${percent} percent`);
  }
}
