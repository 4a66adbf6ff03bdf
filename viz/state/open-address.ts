/** What the address asks for, and what a page came with: a run of the simulator, a trace, or the running broker. */
import { parseHash } from '../hash.ts';
import { hasBroker, openLive } from '../live.ts';
import { traceBeside, traceInside } from './came-with.ts';
import { openFile, openPlace } from './open.ts';
import { run, sayTrouble } from './run.ts';
import { tab } from './view.ts';
import { newWish } from './wish.ts';

/** The broker that serves the page. */
export const LIVE_HASH = '#live';
const BESIDE = 'trace';

/** The trace that is served with the page, by its name. */
export function besideHash(name: string): string {
  return `#${new URLSearchParams({ [BESIDE]: name })}`;
}

const SHORT = ['s', 'seed', 'at', 'do', 'x'];

/** Whether a link says more than a short address does. */
function isMore(fields: URLSearchParams): boolean {
  return [...fields.keys()].some((name) => !SHORT.includes(name));
}

export function openFirst(): void {
  const inside = traceInside();
  if (inside !== undefined) openFile(inside);
  else if (location.hash === '' && hasBroker()) openLive();
  else {
    // Whoever asks for nothing in particular is shown what there is.
    if (location.hash === '') tab.value = 'stories';
    openAddress();
  }
}

async function openWithoutBroker(): Promise<void> {
  await openPlace(parseHash(''));
  sayTrouble('', new Error('No broker serves this page: open the address that npm start prints.'));
}

export function openAddress(): void {
  const { hash } = location;
  if (hash === LIVE_HASH) {
    if (hasBroker() && run.peek()?.source.kind !== 'live') openLive();
    if (!hasBroker()) openWithoutBroker();
    return;
  }
  const fields = new URLSearchParams(hash.slice(1));
  const name = fields.get(BESIDE);
  if (name === null && isMore(fields)) {
    // Not many do, and a first look should not wait for what reads them.
    const isWanted = newWish();
    import('./open-link.ts').then(
      ({ openLink }) => {
        if (isWanted()) openLink(hash);
      },
      (error) => sayTrouble('', error),
    );
  } else if (name === null) openPlace(parseHash(hash));
  else openBeside(name);
}

async function openBeside(name: string): Promise<void> {
  const isWanted = newWish();
  try {
    const file = await traceBeside(name);
    if (isWanted()) await openFile(file);
  } catch (error) {
    if (isWanted()) sayTrouble('', error);
  }
}
