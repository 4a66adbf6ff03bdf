/** The rule of journal.ts put into practice: effects that wait for the store. */
import type { Effect } from '../effects.ts';
import type { Core } from './core.ts';

/** The effects of a step, its writes first, without the transmissions that have to wait for writes. */
export function withWritesFirst(core: Core, effects: readonly Effect[]): readonly Effect[] {
  const { journal } = core;
  const batch = journal.takeBatch();
  const out: Effect[] = batch === undefined ? [] : [{ type: 'store', ...batch }];
  for (const effect of effects) {
    const connection = effect.type === 'transmit' && core.connection(effect.connection);
    // Who is being disconnected is told at once: what waits is not for him any more.
    if (!connection || connection.session === 0) {
      // DISCONNECT may not stand before CONNACK (v5 MQTT-3.14.0-1): if that waits, neither is sent.
      const isTooEarly = connection && connection.awaitedBatch !== 0;
      if (!isTooEarly || !journal.holdsConnack(connection.id)) out.push(effect);
      continue;
    }
    if (batch !== undefined) connection.awaitedBatch = batch.id;
    if (connection.awaitedBatch === 0) out.push(effect);
    else journal.hold(connection.awaitedBatch, effect);
  }
  return out;
}

/** The store has completed a batch. @returns what waited for it; empty when it failed, and its clients are disconnected. */
export function stored(core: Core, id: number, ok: boolean): readonly Effect[] {
  const released: Effect[] = [];
  for (const transmit of core.journal.release(id)) {
    const connection = core.connection(transmit.connection);
    if (connection === undefined || connection.session === 0) continue;
    if (connection.awaitedBatch === id) connection.awaitedBatch = 0;
    if (ok) released.push(transmit);
    else core.post({ to: 'connection', id: connection.id, event: { type: 'store.failed' } });
  }
  return released;
}
