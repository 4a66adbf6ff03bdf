/** Opening runs: from a scenario, from a file, from the address. */
import { signal } from '@preact/signals';
import { FIRST_PLACE, isSameRun, type Place } from '../hash.ts';
import { hashInFile, LINK_FILE } from '../link/link-file.ts';
import type { Made, Opened, ScenarioCard } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { type FileFrom, rememberFile } from './open-files.ts';
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
    trouble.value = problem || beyond(opened, at);
    show(opened, at);
    return true;
  } catch (error) {
    if (isWanted()) sayTrouble('', error);
    return false;
  }
}

/** What is to be said of a place that the run has not; empty for one that it has. */
export function beyond({ count }: Opened, at = 0): string {
  if (at <= count) return '';
  return `This run has ${count} records, and no record ${at}: here is its end.`;
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
 * @returns whether it is open now
 */
export async function openFile(file: File, from: FileFrom = 'file'): Promise<boolean> {
  const isWanted = newWish();
  try {
    const hash = file.name.endsWith(LINK_FILE) ? hashInFile(await file.text()) : undefined;
    if (hash !== undefined) {
      location.hash = hash;
      return true;
    }
    const { opened, problem } = await readFile(file);
    if (!isWanted()) return false;
    trouble.value = problem === '' ? '' : `${file.name}: ${problem}`;
    rememberFile(opened, from);
    show(opened);
    return true;
  } catch (error) {
    if (!isWanted()) return false;
    sayTrouble(file.name, error);
    await standIn();
    return false;
  }
}

/** Of several the first. */
export async function openFiles([first, ...others]: readonly File[]): Promise<void> {
  if (first === undefined || !(await openFile(first)) || others.length === 0) return;
  const more = `One trace is open at a time, and this is ${first.name}. Under Compare another is laid beside it.`;
  trouble.value = [trouble.peek(), more].filter(Boolean).join('\n');
}

/** What cannot be opened is said, and the first scenario stands in for it when nothing else is open. */
export async function openPlace(place: Place): Promise<void> {
  if (seekIn(place)) return;
  const before = trouble.peek();
  const isOpen = await openScenario(place);
  const told = trouble.peek();
  // Without a word it was something else that somebody wanted more, which may still be on its way.
  if (!isOpen && told !== before) await standIn();
}

/** @returns whether the run is open already, and was gone on with */
export function seekIn({ at, ...made }: Place): boolean {
  const open = run.peek();
  if (open?.source.kind !== 'scenario' || at === undefined) return false;
  if (!isSameRun(made, open.source)) return false;
  newWish();
  trouble.value = beyond(open, at);
  dispatch({ do: 'seek', at });
  return true;
}

/** The first scenario, where nothing is open: an empty page would be of no use to anybody; what is wrong stays said above it. */
export async function standIn(): Promise<void> {
  if (run.peek() !== undefined) return;
  const told = trouble.peek();
  await openScenario(FIRST_PLACE);
  trouble.value = told;
}
