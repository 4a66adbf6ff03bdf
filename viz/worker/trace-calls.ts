/** Calls that open a run and look at it. */
import { type ChartName, machines } from '../../machines/index.ts';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import type { Moment, Opened, ScenarioCard } from '../protocol.ts';
import { addRun, runNumbered } from './runs.ts';

export const traceCalls = {
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
    return addRun(lines, {
      source: { kind: 'scenario', scenario: name, seed },
      name,
      title,
      about,
    });
  },

  moment(at: { run: number; n: number; clientId: string; isAlone: boolean }): Moment {
    const { trace } = runNumbered(at.run);
    const moment = trace.moment(Math.min(at.n, trace.count), at.clientId, at.isAlone);
    return { ...moment, run: at.run };
  },
};
