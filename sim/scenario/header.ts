/** What the first line of a simulated trace says: what was run, and what its seed has been dealt. */
import type { SimulationSettings, TraceHeader } from '../../machines/trace/format.ts';
import { traceHeader } from '../../machines/trace/trace-writer.ts';
import type { World } from '../world/world.ts';
import { DEFAULT_LATENCY_MS, type Scenario } from './scenario.ts';

/** @param world of the scenario as its seed has settled it */
export function simulatedHeader({ scenario, options }: World, seed: string): TraceHeader {
  const settings = settingsOf(scenario);
  return traceHeader({ source: 'simulator', options, scenario: scenario.name, seed, settings });
}

export function settingsOf(scenario: Scenario): SimulationSettings {
  const { latencyMs = DEFAULT_LATENCY_MS, faults = {}, endsAfterSeconds } = scenario;
  return {
    latencyMs,
    store: scenario.options?.durable ? storeOf(scenario) : null,
    faults: { ...faults },
    faultsFromSeconds: scenario.faultsFromSeconds ?? 0,
    endsAfterSeconds,
  };
}

export function storeOf({ store = {} }: Scenario): NonNullable<SimulationSettings['store']> {
  const { latencyMs = { min: 0, max: 0 }, failurePercent = 0 } = store;
  return { latencyMs, failurePercent };
}
