/** What a broker's process owes the bench: to say its port, to collect its garbage when asked, to go when alone. */
import { setTimeout as pause } from 'node:timers/promises';

/** V8 gives memory back to the system a while after it is free. */
const COLLECTIONS = 4;
const BETWEEN_COLLECTIONS_MS = 150;

export function serveParent(port: number): void {
  process.on('message', () => void settle());
  process.on('disconnect', () => process.exit());
  process.send?.({ port });
}

async function settle(): Promise<void> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('to be run with --expose-gc');
  for (let i = 0; i < COLLECTIONS; i++) {
    gc();
    await pause(BETWEEN_COLLECTIONS_MS);
  }
  process.send?.('settled');
}
