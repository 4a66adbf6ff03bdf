/**
 * Everything that the page may need later is fetched when the first run is there and nobody does anything: from then on
 * it needs no server any more.
 */
import { effect } from '@preact/signals';
import { fetchComponents } from '../parts/lazy.tsx';
import { ask } from '../rpc.ts';
import { moment } from './look.ts';

/** Who has just opened a page looks at it first. */
const AFTER_MS = 1_200;

let isBegun = false;

effect(() => {
  if (isBegun || moment.value === undefined) return;
  isBegun = true;
  setTimeout(() => {
    // What cannot be had now is asked for again when it is needed, and then said.
    fetchAll().catch(() => {});
  }, AFTER_MS);
});

async function fetchAll(): Promise<void> {
  await fetchComponents();
  await ask('fetchGroups');
  // For who wants to know whether the page could go on without its server.
  document.documentElement.dataset['has'] = 'all';
}
