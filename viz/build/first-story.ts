/**
 * For the build: the trace of the story that the page begins with, so that it need not wait for the simulator. It is
 * made anew with each build, by the simulator itself.
 */
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { FIRST_PLACE } from '../hash.ts';

const NAME = 'virtual:first-story';
/** Vite's way of saying that a module is no file. */
const RESOLVED = `\0${NAME}`;

export function firstStory() {
  return {
    name: 'first-story',
    resolveId: (id: string) => (id === NAME ? RESOLVED : undefined),
    load: (id: string) => (id === RESOLVED ? moduleText() : undefined),
  };
}

function moduleText(): string {
  const { name, title, about, ...rest } = scenarioNamed(FIRST_PLACE.scenario);
  const lines: string[] = [];
  simulate({ name, title, about, ...rest }, FIRST_PLACE.seed, (line) => lines.push(line));
  return `export const story = ${JSON.stringify({ name, title, about, lines })};`;
}
