/** Opening something else. */
import { FIRST_PLACE } from '../hash.ts';
import { openScenario, scenarios } from '../state/open.ts';
import { run } from '../state/run.ts';
import type { Command } from './command.ts';

/** The hidden file field; it is the browser that opens the dialog. */
export const FILE_FIELD = 'file';

export const RUNNING: readonly Command[] = [
  {
    id: 'open-file',
    title: 'Open a trace from a file…',
    group: 'Run',
    keys: ['o'],
    run: () => document.getElementById(FILE_FIELD)?.click(),
  },
  {
    id: 'next-seed',
    title: 'Run again under the next seed',
    group: 'Run',
    isEnabled: () => run.value?.source.kind === 'scenario',
    run: () => {
      const source = run.peek()?.source;
      if (source?.kind !== 'scenario') return;
      const seed = /^\d{1,15}$/.test(source.seed)
        ? `${Number(source.seed) + 1}`
        : `${source.seed}1`;
      const { scenario, text } = source;
      openScenario({ scenario, seed, ...(text && { text }), at: undefined });
    },
  },
];

/** One for each scenario, for the palette. */
export function scenarioCommands(): readonly Command[] {
  return scenarios.value.map(({ name, title }) => ({
    id: `scenario-${name}`,
    title: `${name}: ${title}`,
    group: 'Run',
    run: () => openScenario({ scenario: name, seed: FIRST_PLACE.seed, at: undefined }),
  }));
}
