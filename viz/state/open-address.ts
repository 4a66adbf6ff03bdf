/** What the address asks for, and what a page came with: a run of the simulator, a trace, or the running broker. */
import { parseHash } from '../hash.ts';
import { openLive } from '../live.ts';
import { traceBeside, traceInside } from './came-with.ts';
import { openFile, openPlace } from './open.ts';
import { run, sayTrouble } from './run.ts';

/** The broker that serves the page. */
export const LIVE_HASH = '#live';
const BESIDE = 'trace';

/** The trace that is served with the page, by its name. */
export function besideHash(name: string): string {
  return `#${new URLSearchParams({ [BESIDE]: name })}`;
}

export function openFirst(): void {
  const inside = traceInside();
  if (inside === undefined) openAddress();
  else openFile(inside);
}

export function openAddress(): void {
  const { hash } = location;
  if (hash === LIVE_HASH) {
    if (run.peek()?.source.kind !== 'live') openLive();
    return;
  }
  const name = new URLSearchParams(hash.slice(1)).get(BESIDE);
  if (name === null) openPlace(parseHash(hash));
  else traceBeside(name).then(openFile, (error) => sayTrouble('', error));
}
