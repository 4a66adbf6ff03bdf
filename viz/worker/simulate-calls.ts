/** Calls that run the simulator. */
import { type ChartName, machines } from '../../machines/index.ts';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import type { Opened, ScenarioCard } from '../protocol.ts';
import { addRun } from './runs.ts';

export const simulateCalls = {
  /** What can be opened and drawn. */
  list(): { scenarios: readonly ScenarioCard[]; charts: readonly ChartName[] } {
    const cards = scenarios.map(({ name, title, about }) => ({ name, title, about }));
    return { scenarios: cards, charts: Object.keys(machines) as ChartName[] };
  },

  /** @throws RangeError for a scenario that there is not */
  simulate({ scenario, seed }: { scenario: string; seed: string }): Opened {
    const { name, title, about, ...rest } = scenarioNamed(scenario);
    const lines: string[] = [];
    simulate({ name, title, about, ...rest }, seed, (line) => lines.push(line));
    const source = { kind: 'scenario', scenario: name, seed } as const;
    return addRun(lines, { source, name, title, about });
  },
};
