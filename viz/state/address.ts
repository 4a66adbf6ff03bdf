/** The address follows what is open, and what is open follows the address. */
import { effect } from '@preact/signals';
import { printHash } from '../hash.ts';
import { KEPT, LINK_LENGTH_MAXIMUM } from '../link/place.ts';
import { FIRST_MODEL } from '../model.ts';
import type { Opened } from '../protocol.ts';
import type { Written } from './address-kept.ts';
import { more } from './address-more.ts';
import { filterText } from './filter.ts';
import { LIVE_HASH, openAddress } from './open-address.ts';
import { fileFields } from './open-files.ts';
import { at, chart, clientId, run } from './run.ts';
import { FIRST_VIEW, view } from './view.ts';

/** Browsers do not like an address that changes with every step. */
const ADDRESS_AFTER_MS = 250;

interface Place {
  readonly open: Opened;
  readonly hash: string;
  /** What the address was then. When it is another meanwhile somebody wants to go there, and that is not written over. */
  readonly from: string;
}

/** What is to be written there soon. */
let pending: (Place & { readonly timer: ReturnType<typeof setTimeout> }) | undefined;
/** What the page has written there last, and for which run. */
let written: { readonly hash: string; readonly run: number } | undefined;

export function followAddress(): void {
  window.addEventListener('hashchange', openAddress);
  effect(() => {
    const open = run.value;
    if (open === undefined) return;
    const hash = hashOf(open);
    clearTimeout(pending?.timer);
    // One goes back to where one was in a run, and not to where one was a moment before.
    if (pending !== undefined && pending.open.run !== open.run) write(pending);
    pending = {
      open,
      hash,
      from: location.hash,
      timer: setTimeout(writePending, ADDRESS_AFTER_MS),
    };
  });
}

function writePending(): void {
  if (pending !== undefined) write(pending);
  pending = undefined;
}

function write(place: Place): void {
  if (place.hash.length <= LINK_LENGTH_MAXIMUM) put(place, place.hash);
  else writeLong(place);
}

/** Packed it may be short enough; else it stays in this browser, and the address says as much. */
async function writeLong(place: Place): Promise<void> {
  const { packed } = await import('../link/link.ts');
  const hash = await packed(place.hash);
  // Something else has been opened meanwhile.
  if (run.peek()?.run !== place.open.run) return;
  if (hash.length <= LINK_LENGTH_MAXIMUM) put(place, hash);
  else put(place, `#${new URLSearchParams({ [KEPT]: place.open.name })}`, hash);
}

/** Another run can be gone back from. The sides of two runs are one place, and who came by the address is there already. */
function put({ open, from }: Place, hash: string, kept?: string): void {
  if (location.hash !== from) return;
  const isOurs = written !== undefined && location.hash === written.hash && written.hash !== '';
  const isAnother = isOurs && written?.run !== open.run && hash !== '';
  const isBeside = view.peek() === 'twin' || view.peek() === 'compare';
  const state: Written = { origin: performance.timeOrigin, run: open.run, ...(kept && { kept }) };
  const address = hash || location.pathname;
  if (isAnother && !isBeside && hash !== location.hash) history.pushState(state, '', address);
  else history.replaceState(state, '', address);
  written = { hash: location.hash, run: open.run };
}

function hashOf(open: Opened): string {
  const { source } = open;
  const n = at.value;
  if (source.kind === 'live') return LIVE_HASH;
  const own = more.value.get(open.run);
  const plain =
    own !== undefined || source.kind === 'file'
      ? `#${own ?? fileFields(open)}&at=${n}`
      : printHash({ ...source, at: n });
  return plain + lookFields(open, own !== undefined);
}

/** How it is looked at, where that is not as the page begins; of a story or of two runs the view is always said. */
function lookFields(open: Opened, isViewSaid: boolean): string {
  const fields = new URLSearchParams();
  if (isViewSaid || view.value !== FIRST_VIEW) fields.set('v', view.value);
  if (clientId.value !== open.clientId) fields.set('c', clientId.value);
  if (chart.value !== FIRST_MODEL.chart) fields.set('k', chart.value);
  if (filterText.value !== '') fields.set('f', filterText.value);
  return fields.size === 0 ? '' : `&${fields}`;
}
