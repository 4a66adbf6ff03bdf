/** The address follows what is open, and what is open follows the address. */
import { effect } from '@preact/signals';
import { printHash } from '../hash.ts';
import type { Source } from '../protocol.ts';
import { besideHash, LIVE_HASH, openAddress } from './open-address.ts';
import { at, run } from './run.ts';

/** Browsers do not like an address that changes with every step. */
const ADDRESS_AFTER_MS = 250;

export function followAddress(): void {
  window.addEventListener('hashchange', openAddress);
  effect(() => {
    const source = run.value?.source;
    const n = at.value;
    if (source === undefined) return;
    const hash = hashOf(source, n);
    const timer = setTimeout(
      () => history.replaceState(null, '', hash || location.pathname),
      ADDRESS_AFTER_MS,
    );
    return () => clearTimeout(timer);
  });
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
