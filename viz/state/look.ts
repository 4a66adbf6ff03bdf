/** What is under the cursor, as the worker tells it. */
import { effect, signal } from '@preact/signals';
import type { Moment } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { at, clientId, isEveryone, run, sayTrouble } from './run.ts';

export const moment = signal<Moment | undefined>(undefined);

let isAsking = false;
let isStale = false;

/** One question at a time: who drags the slider gets what is under it now, not all that was. */
async function look(): Promise<void> {
  if (isAsking) {
    isStale = true;
    return;
  }
  const open = run.peek();
  if (open === undefined) return;
  isAsking = true;
  isStale = false;
  try {
    const isAlone = !isEveryone.peek();
    const asked = { run: open.run, n: at.peek(), clientId: clientId.peek(), isAlone };
    const told = await ask('moment', asked);
    if (told.run === run.peek()?.run) moment.value = told;
  } catch (error) {
    sayTrouble('', error);
  }
  isAsking = false;
  if (isStale) look();
}

effect(() => {
  // These are what it depends on.
  void [run.value, at.value, clientId.value, isEveryone.value];
  look();
});
