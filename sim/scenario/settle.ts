/**
 * What a run is dealt before it begins. A scenario with faults says how bad it may get; its seed draws how bad it does
 * get: one run has three cuts on a fast network, the next a crash with a store that fails. So runs differ more than
 * when each has a bit of everything, and a person sees beforehand which it is.
 */
import type { Chooser } from '../choose/chooser.ts';
import type { Range } from '../choose/latency.ts';
import { DEFAULT_LATENCY_MS, type FaultBudget, type FaultKind, type Scenario } from './scenario.ts';

const FAULT_KINDS: readonly FaultKind[] = ['cut', 'halfOpen', 'crash'];

/** How much later than the scenario allows the first fault may strike. */
const LATER_SECONDS: readonly number[] = [0, 1, 2, 4];

/** The longest latency of a run, as a share of what the scenario allows. */
const SHARES: readonly number[] = [1, 1 / 2, 1 / 4, 1 / 8];

/** A scenario that leaves no faults to chance is as it was, and nothing is chosen. */
export function settled(scenario: Scenario, chooser: Chooser): Scenario {
  const { faults, faultsFromSeconds = 0, latencyMs = DEFAULT_LATENCY_MS } = scenario;
  if (faults === undefined) return scenario;
  const draw = <Value>(label: string, values: readonly Value[]): Value => {
    const options = values.map((value) => ({ label: JSON.stringify(value) }));
    return values[chooser.choose('value', label, options)] as Value;
  };
  const times = LATER_SECONDS.map((later) => faultsFromSeconds + later);
  return {
    ...scenario,
    faults: faultsOf(faults, draw),
    faultsFromSeconds: draw('faults from, in seconds', times),
    latencyMs: draw('latency, in ms', rangesOf(latencyMs)),
    ...(scenario.store && { store: storeOf(scenario.store, draw) }),
  };
}

type Draw = <Value>(label: string, values: readonly Value[]) => Value;

function faultsOf(most: FaultBudget, draw: Draw): FaultBudget {
  const drawn = FAULT_KINDS.map((kind) => [kind, draw(kind, upTo(most[kind] ?? 0))] as const);
  return Object.fromEntries(drawn.filter(([, times]) => times > 0));
}

function storeOf(
  { latencyMs, failurePercent = 0 }: NonNullable<Scenario['store']>,
  draw: Draw,
): NonNullable<Scenario['store']> {
  return {
    ...(latencyMs && { latencyMs: draw('latency of the store, in ms', rangesOf(latencyMs)) }),
    failurePercent: draw('writes of the store that fail, in percent', upTo(failurePercent)),
  };
}

function upTo(most: number): readonly number[] {
  return Array.from({ length: most + 1 }, (_, value) => value);
}

/** From the same least latency on, each once. */
function rangesOf({ min, max }: Range): readonly Range[] {
  const longest = new Set(SHARES.map((share) => min + Math.ceil((max - min) * share)));
  return [...longest].map((longestMs) => ({ min, max: longestMs }));
}
