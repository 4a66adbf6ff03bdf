/**
 * What of a client's would survive the loss of its connection now, and what would not. Nothing is told from a table:
 * a fork of the broker is told that the connection has closed, and what it holds then is compared.
 */
import { type Changed, diffOf } from './diff.ts';
import { type Entry, entriesOf } from './entries.ts';
import type { Playback } from './playback.ts';
import { stateOf } from './state-at.ts';

export interface Fate {
  /** False when the client has no connection that could be lost. */
  readonly isConnected: boolean;
  readonly survives: readonly Entry[];
  readonly lost: readonly Entry[];
  /** What there is only because of the loss: the session's expiry begins to count, for instance. */
  readonly begins: readonly Entry[];
  readonly changes: readonly Changed[];
}

type Held = Pick<Playback, 'broker' | 'timers' | 'clientIds' | 'n' | 't'>;

export function fateOf(held: Held, clientId: string): Fate {
  const before = stateOf(held);
  const connections = before.view.connections.filter((each) => each.clientId === clientId);
  const broker = held.broker.fork();
  const timers = new Map(held.timers);
  for (const { connection } of connections) {
    for (const effect of broker.step({ type: 'closed', connection, nowMs: held.t })) {
      if (effect.type === 'clearTimer') timers.delete(effect.timer);
      if (effect.type !== 'setTimer') continue;
      const { timer, delayMs } = effect;
      timers.set(timer, { timer, dueMs: held.t + delayMs, setBy: '' });
    }
  }
  const { added, removed, changed } = diffOf(
    before,
    stateOf({ broker, timers, clientIds: held.clientIds, n: held.n, t: held.t }),
    clientId,
  );
  const isLost = new Set(removed.map(({ section, name }) => `${section} ${name}`));
  const entries = entriesOf(before, clientId);
  return {
    isConnected: connections.length > 0,
    survives: entries.filter(({ section, name }) => !isLost.has(`${section} ${name}`)),
    lost: removed,
    begins: added,
    changes: changed,
  };
}
