/** The story that the page begins with comes with it as a trace, so that the simulator can come later. */
import { FIRST_PLACE } from '../hash.ts';
import type { Opened } from '../protocol.ts';
import { addRun } from './runs.ts';

export interface Simulated {
  readonly scenario: string;
  readonly seed: string;
}

/** Undefined for any other. */
export function openFirstStory({ scenario, seed }: Simulated): Promise<Opened> | undefined {
  const isFirst = scenario === FIRST_PLACE.scenario && seed === FIRST_PLACE.seed;
  return isFirst ? open({ scenario, seed }) : undefined;
}

async function open(what: Simulated): Promise<Opened> {
  const { story } = await import('virtual:first-story');
  const { name, title, about, lines } = story;
  return addRun(lines, { source: { kind: 'scenario', ...what }, name, title, about });
}
