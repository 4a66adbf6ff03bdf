/** What the client that is looked at would keep and lose, were its connection lost now. */
import { effect, signal } from '@preact/signals';
import type { Fate } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { moment } from './look.ts';
import { clientId, sayTrouble } from './run.ts';

export const fate = signal<Fate | undefined>(undefined);

let isAsking = false;
let isStale = false;

async function look(): Promise<void> {
  const now = moment.peek();
  const whose = clientId.peek();
  if (now === undefined || whose === '') {
    fate.value = undefined;
    return;
  }
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  isStale = false;
  try {
    fate.value = await ask('fate', { run: now.run, n: now.n, clientId: whose });
  } catch (error) {
    sayTrouble('', error);
  }
  isAsking = false;
  if (isStale) look();
}

effect(() => {
  void [moment.value, clientId.value];
  look();
});
