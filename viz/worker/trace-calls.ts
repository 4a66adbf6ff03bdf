/** Calls that open a run and look at it. */
import { type ChartName, machines } from '../../machines/index.ts';
import { TraceReader } from '../../machines/trace/trace-reader.ts';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import type { Ladder, Moment, Opened, ScenarioCard } from '../protocol.ts';
import { addRun, runNumbered } from './runs.ts';
import { withoutStyle } from './without-style.ts';

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

  /** @throws TraceError that names the line */
  read({ name, text }: { name: string; text: string }): Opened {
    const { lines, note } = linesOf(text);
    return addRun(lines, { source: { kind: 'file', name }, name, title: name, about: note });
  },

  moment(at: { run: number; n: number; clientId: string; isAlone: boolean }): Moment {
    const { trace } = runNumbered(at.run);
    const moment = trace.moment(Math.min(at.n, trace.count), at.clientId, at.isAlone);
    return { ...moment, run: at.run };
  },

  ladder({ run, title }: { run: number; title: string }): Ladder {
    const { svg, ...ladder } = runNumbered(run).trace.ladder(title);
    return { svg: withoutStyle(svg), ...ladder };
  },
};

/** A recorder that was cut off leaves half a record. */
function linesOf(text: string): { lines: readonly string[]; note: string } {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (last === '') return { lines, note: '' };
  const reader = new TraceReader();
  for (const line of lines) reader.read(line);
  const item = reader.readLast(last);
  if (typeof item === 'string') return { lines, note: `The file ${item}.` };
  return { lines: [...lines, last], note: '' };
}
