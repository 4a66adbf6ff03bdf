/** Asks for the columns of whatever is open, and of a file while it is being read. */
import { effect } from '@preact/signals';
import { ask } from '../rpc.ts';
import { columns } from './ladder.ts';
import { reading } from './reading.ts';
import { run, sayTrouble } from './run.ts';

let isAsking = false;
let isStale = false;

effect(() => {
  if (run.value !== undefined) fetchColumns();
});

/** One question at a time: a run that is live grows faster than it can be drawn. */
async function fetchColumns(): Promise<void> {
  const opened = run.peek();
  isStale = isAsking;
  if (isAsking || opened === undefined) return;
  isAsking = true;
  try {
    const own = await ask('columns', { run: opened.run });
    if (run.peek()?.run === opened.run) columns.value = own;
  } catch (error) {
    sayTrouble('', error);
  }
  isAsking = false;
  if (isStale) fetchColumns();
}

effect(() => {
  const soFar = reading.value?.columns;
  if (soFar !== undefined) columns.value = soFar;
});
