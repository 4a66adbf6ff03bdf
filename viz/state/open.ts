/** Opening runs: from a scenario, from a file, from the address. */
import { signal } from '@preact/signals';
import { FIRST_PLACE, isSameRun, type Place } from '../hash.ts';
import { hashInFile, LINK_FILE } from '../link/link-file.ts';
import type { Made, Opened, ScenarioCard } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { readFile } from './reading.ts';
import { dispatch, run, sayTrouble, show, trouble } from './run.ts';
import { newWish } from './wish.ts';

export const scenarios = signal<readonly ScenarioCard[]>([]);

/** @returns whether it is open now */
export async function openScenario({ at, ...made }: Place): Promise<boolean> {
  const isWanted = newWish();
  try {
    const { opened, problem } = await simulated(made);
    if (!isWanted()) return false;
    trouble.value = problem;
    show(opened, at);
    return true;
  } catch (error) {
    if (isWanted()) sayTrouble('', error);
    return false;
  }
}

/** @returns with what could not be done to it any more */
async function simulated(made: Made): Promise<{ opened: Opened; problem: string }> {
  const { scenario, seed, text, doings } = made;
  if (text !== undefined || doings !== undefined) return ask('reopen', made);
  return { opened: await ask('simulate', { scenario, seed }), problem: '' };
}

/**
 * A trace, packed with gzip or not: what can be seen of it can be seen while it is being read. Or a link that was too
 * long for an address.
 */
export async function openFile(file: File): Promise<void> {
  const isWanted = newWish();
  try {
    const hash = file.name.endsWith(LINK_FILE) ? hashInFile(await file.text()) : undefined;
    if (hash !== undefined) {
      location.hash = hash;
      return;
    }
    const { opened, problem } = await readFile(file);
    if (!isWanted()) return;
    trouble.value = problem === '' ? '' : `${file.name}: ${problem}`;
    show(opened);
  } catch (error) {
    if (!isWanted()) return;
    sayTrouble(file.name, error);
    await standIn();
  }
}

/** What cannot be opened is said, and the first scenario stands in for it when nothing else is open. */
export async function openPlace(place: Place): Promise<void> {
  const source = run.peek()?.source;
  const isSame = source?.kind === 'scenario' && isSameRun(place, source);
  if (isSame && place.at !== undefined) return dispatch({ do: 'seek', at: place.at });
  const before = trouble.peek();
  const isOpen = await openScenario(place);
  const told = trouble.peek();
  // Without a word it was something else that somebody wanted more, which may still be on its way.
  if (!isOpen && told !== before) await standIn();
}

/** The first scenario, where nothing is open: an empty page would be of no use to anybody; what is wrong stays said above it. */
export async function standIn(): Promise<void> {
  if (run.peek() !== undefined) return;
  const told = trouble.peek();
  await openScenario(FIRST_PLACE);
  trouble.value = told;
}
