/** The broker that is soaked, a process of its own: tells its parent how it is, and goes when it is alone. */
import { setTimeout as pause } from 'node:timers/promises';
import { Insight } from './insight.ts';
import { openFilesMaximum } from './open-files.ts';

/** V8 gives memory back to the system a while after it is free. */
const COLLECTIONS = 4;
const BETWEEN_COLLECTIONS_MS = 150;

export type Question = 'status' | 'settled';

// Without $SYS topics, which are retained messages of the broker's own: what is retained is to be nothing at the end.
const insight = new Insight({ host: '127.0.0.1', port: 0, sysIntervalSeconds: 0 });

/** Ctrl-C goes to every process of the terminal; the parent decides when the broker is no longer needed. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
// The parent may have gone while this was being loaded.
if (!process.connected) process.exit();
process.on('message', (question: Question) => void answer(question));

const [listener] = await insight.broker.listen();
process.send?.({ port: listener?.port ?? 0, openFilesMaximum: openFilesMaximum() });

async function answer(question: Question): Promise<void> {
  if (question === 'settled') await collect();
  process.send?.(insight.status);
}

async function collect(): Promise<void> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('to be run with --expose-gc');
  for (let i = 0; i < COLLECTIONS; i++) {
    gc();
    await pause(BETWEEN_COLLECTIONS_MS);
  }
}
