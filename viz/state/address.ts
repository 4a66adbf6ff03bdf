/** The address follows what is open, and what is open follows the address. */
import { effect } from '@preact/signals';
import { parseHash, printHash } from '../hash.ts';
import { openPlace } from './open.ts';
import { at, run } from './run.ts';

/** Browsers do not like an address that changes with every step. */
const ADDRESS_AFTER_MS = 250;

export function followAddress(): void {
  window.addEventListener('hashchange', () => openPlace(parseHash(location.hash)));
  effect(() => {
    const source = run.value?.source;
    const n = at.value;
    if (source === undefined) return;
    const place = source.kind === 'scenario' ? { ...source, at: n } : undefined;
    const hash = place === undefined ? '' : printHash(place);
    const timer = setTimeout(
      () => history.replaceState(null, '', hash || location.pathname),
      ADDRESS_AFTER_MS,
    );
    return () => clearTimeout(timer);
  });
}
