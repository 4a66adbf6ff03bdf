/** The address follows what is open, and what is open follows the address. */
import { effect } from '@preact/signals';
import { printHash } from '../hash.ts';
import type { Source } from '../protocol.ts';
import { more } from './address-more.ts';
import { besideHash, LIVE_HASH, openAddress } from './open-address.ts';
import { at, run } from './run.ts';
import { FIRST_VIEW, view } from './view.ts';

/** Browsers do not like an address that changes with every step. */
const ADDRESS_AFTER_MS = 250;

/** What the page has written there last, and for which run. */
let written: { readonly hash: string; readonly run: number } | undefined;

export function followAddress(): void {
  window.addEventListener('hashchange', openAddress);
  effect(() => {
    const open = run.value;
    const n = at.value;
    const shown = view.value;
    if (open === undefined) return;
    const fields = more.value.get(open.run);
    const plain = fields === undefined ? hashOf(open.source, n) : `#${fields}&at=${n}`;
    const isUsual = shown === FIRST_VIEW && fields === undefined;
    const hash = plain === '' || isUsual ? plain : `${plain}&v=${shown}`;
    const timer = setTimeout(() => write(hash, open.run), ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  });
}

/** Another run can be gone back from. The sides of two runs are one place, and who came by the address is there already. */
function write(hash: string, number: number): void {
  const isOurs = written !== undefined && location.hash === written.hash && written.hash !== '';
  const isAnother = isOurs && written?.run !== number && hash !== '';
  const isBeside = view.peek() === 'twin' || view.peek() === 'compare';
  const address = hash || location.pathname;
  if (isAnother && !isBeside && hash !== location.hash) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  written = { hash: location.hash, run: number };
}

function hashOf(source: Source, at: number): string {
  switch (source.kind) {
    case 'scenario':
      return printHash({ ...source, at });
    case 'live':
      return LIVE_HASH;
    case 'file':
      // One that came with the page can be had again; one from the disk cannot.
      return location.hash === besideHash(source.name) ? location.hash : '';
  }
}
