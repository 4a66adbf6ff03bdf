/** The timers that run at a record, next first: since when, until when, and whose. */
import type { StateAt } from '../../sim/inspect/state-at.ts';
import { timerName } from '../../sim/render/sentences/timers.ts';
import type { PendingTimer } from '../protocol.ts';

/** Of a thousand clients each has one; who looks wants to see the next. */
const SHOWN_MAXIMUM = 40;

export interface Timers {
  readonly timers: readonly PendingTimer[];
  /** Those included that are not among them. */
  readonly timersInAll: number;
}

/**
 * @param timesMs by record
 * @param clientId when only those of one client are wanted; else empty
 */
export function timersOf(state: StateAt, timesMs: readonly number[], clientId: string): Timers {
  const { timers, clientIds, view } = state;
  const sessions = new Map(view.sessions.map((session) => [session.session, session.clientId]));
  const whose = (kind: string, number: number) =>
    kind === 'connection' ? clientIds.get(number) : sessions.get(number);
  const all = timers.flatMap(({ timer, dueMs, leftMs, setBy }): PendingTimer[] => {
    const [kind = '', digits, name = ''] = timer.split(' ');
    const number = Number(digits);
    const owner = whose(kind, number);
    if (clientId !== '' && owner !== clientId) return [];
    const part = kind === 'connection' ? `connection ${number}` : `session ${number}`;
    const setAt = Number.parseInt(setBy, 10);
    return [
      {
        id: timer,
        name: timerName({ name }),
        client: owner ?? '',
        part: kind === 'will' ? `will of ${part}` : part,
        setMs: timesMs[setAt] ?? 0,
        setBy: setAt,
        dueMs,
        leftMs,
      },
    ];
  });
  return { timers: all.slice(0, SHOWN_MAXIMUM), timersInAll: all.length };
}
