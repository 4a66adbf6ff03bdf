/** The rule of journal.ts put into practice: effects that wait for the store. */
import type { Effect, Transmit } from '../effects.ts';
import type { Packet } from '../packets.ts';
import type { Core } from './core.ts';
import type { Connection } from './parts.ts';
import { countSent } from './receive-maximum.ts';

/** The effects of a step, its writes first, without the transmissions that have to wait for writes. */
export function withWritesFirst(core: Core, effects: readonly Effect[]): readonly Effect[] {
  const { journal } = core;
  const batch = journal.takeBatch();
  const out: Effect[] = batch === undefined ? [] : [{ type: 'store', ...batch }];
  for (const effect of effects) {
    if (effect.type !== 'transmit') {
      out.push(effect);
      continue;
    }
    const connection = core.connection(effect.connection);
    const isLeaving = connection === undefined || connection.session === 0;
    if (!isLeaving && batch !== undefined) connection.awaitedBatch = batch.id;
    const waits = batch !== undefined || (connection?.awaitedBatch ?? 0) !== 0;
    if (isLeaving ? !mayStillLeave(effect, connection, waits) : waits) {
      if (!isLeaving) journal.hold(connection.awaitedBatch, effect);
      continue;
    }
    out.push(effect);
    if (connection !== undefined) hasLeft(connection, effect.packet);
  }
  return out;
}

/** Who is being disconnected, or refused, is told at once. Nothing else that waits for the store will reach him. */
function mayStillLeave(
  { packet }: Transmit,
  connection: Connection | undefined,
  waits: boolean,
): boolean {
  // DISCONNECT may not stand before CONNACK (v5 MQTT-3.14.0-1): if that has not left, neither is sent.
  if (packet.type === 'DISCONNECT') return connection?.connackSent === true;
  // These stand before any session.
  if (packet.type === 'AUTH') return true;
  if (packet.type === 'CONNACK' && packet.reasonCode !== 0) return true;
  return !waits;
}

function hasLeft(connection: Connection, packet: Packet): void {
  if (packet.type === 'CONNACK') connection.connackSent = true;
  else countSent(connection, packet);
}

/** The store has completed a batch. @returns what waited for it; empty when it failed, and its clients are disconnected. */
export function stored(core: Core, id: number, ok: boolean): readonly Effect[] {
  const released: Effect[] = [];
  for (const transmit of core.journal.release(id, ok)) {
    const connection = core.connection(transmit.connection);
    if (connection === undefined || connection.session === 0) continue;
    // The network has gone, and only what the client had sent is still being processed.
    if (connection.heldEnd !== undefined) continue;
    if (connection.awaitedBatch === id) connection.awaitedBatch = 0;
    if (ok) {
      released.push(transmit);
      hasLeft(connection, transmit.packet);
    } else {
      core.post({ to: 'connection', id: connection.id, event: { type: 'store.failed' } });
    }
  }
  return released;
}
