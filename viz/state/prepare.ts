/** Plays the open run to its end in short pieces, so that wherever the cursor goes the worker knows what was held there. */
import { effect } from '@preact/signals';
import { ask } from '../rpc.ts';
import { run } from './run.ts';

/** Whatever else is asked for waits no longer than that. */
const PIECE_MS = 12;

effect(() => {
  const opened = run.value;
  if (opened !== undefined) prepare(opened.run, opened.count);
});

async function prepare(number: number, count: number): Promise<void> {
  try {
    for (let upTo = 0; upTo < count && run.peek()?.run === number; ) {
      upTo = await ask('prepare', { run: number, forMs: PIECE_MS });
    }
  } catch {
    // Whoever looks at a record is told what is wrong.
  }
}
