/** What the address asks for, and what a page came with: a run of the simulator, a trace, or the running broker. */
import { isPlain, parseHash } from '../hash.ts';
import { hasBroker, openLive } from '../live.ts';
import { hashHere, writtenHere } from './address-kept.ts';
import { traceBeside, traceInside } from './came-with.ts';
import { filterText } from './filter.ts';
import { openFile, openPlace, standIn } from './open.ts';
import { run, sayTrouble } from './run.ts';
import { FIRST_VIEW, tab, view } from './view.ts';
import { newWish } from './wish.ts';

/** The broker that serves the page. */
export const LIVE_HASH = '#live';
const BESIDE = 'trace';

export function openFirst(): void {
  const inside = traceInside();
  if (inside !== undefined && location.hash === '') openFile(inside);
  else if (location.hash === '' && hasBroker()) openLive();
  else {
    // Whoever asks for nothing in particular is shown what there is.
    if (location.hash === '') tab.value = 'stories';
    openHash();
  }
}

async function openWithoutBroker(): Promise<void> {
  await openPlace(parseHash(''));
  sayTrouble('', new Error('No broker serves this page: open the address that npm start prints.'));
}

/** Another address than before. */
export function openAddress(): void {
  const fields = new URLSearchParams(hashHere().slice(1));
  // An entry of the history that the page has written says all that is not as usual.
  if (writtenHere() !== undefined) {
    filterText.value = fields.get('f') ?? '';
    view.value = fields.get('v') ?? FIRST_VIEW;
  }
  openHash();
}

function openHash(): void {
  const hash = hashHere();
  if (hash === LIVE_HASH) {
    if (hasBroker() && run.peek()?.source.kind !== 'live') openLive();
    if (!hasBroker()) openWithoutBroker();
    return;
  }
  const name = new URLSearchParams(hash.slice(1)).get(BESIDE);
  if (name !== null) openBeside(name, hash);
  else if (isPlain(hash)) openPlace(parseHash(hash));
  else followLink(hash, false);
}

/**
 * Not many links say that much, and a first look should not wait for what reads them.
 * @param isOpen what it leads to is open already
 */
async function followLink(hash: string, isOpen: boolean): Promise<void> {
  const isWanted = newWish();
  try {
    const { openLink, lookAsLink } = await import('./open-link.ts');
    if (isWanted()) await (isOpen ? lookAsLink : openLink)(hash);
  } catch (error) {
    sayTrouble('', error);
  }
}

async function openBeside(name: string, hash: string): Promise<void> {
  const isWanted = newWish();
  try {
    const file = await traceBeside(name);
    if (!isWanted()) return;
    const isOpen = await openFile(file, 'trace');
    if (isOpen && hash.includes('&')) await followLink(hash, true);
  } catch (error) {
    if (!isWanted()) return;
    sayTrouble('', error);
    await standIn();
  }
}
