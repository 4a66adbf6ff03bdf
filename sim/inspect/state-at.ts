/** What a broker held at a place in its trace. */
import type { BrokerView, TimerId } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import { Playback } from './playback.ts';
import { headerOf, notThere, type Progress, recordsOf, type TraceLines } from './trace-lines.ts';
import { isUpTo, isWithin, type Where } from './where.ts';

export interface TimerView {
  readonly timer: TimerId;
  readonly leftMs: number;
  readonly dueMs: number;
  /** The effect that set it last. */
  readonly setBy: CauseId;
}

export interface StateAt {
  /** Number of the last record that belongs to it; 0 for none. */
  readonly n: number;
  /** Of that record, or the moment asked for. */
  readonly timeMs: number;
  readonly view: BrokerView;
  /** Next first. */
  readonly timers: readonly TimerView[];
  /** Client Identifiers by connection, those included that have gone. */
  readonly clientIds: ReadonlyMap<number, string>;
}

/**
 * The states at several places, in one pass.
 * @throws InspectError for a record that the trace does not have, and for one behind a gap
 */
export function statesAt(
  lines: TraceLines,
  places: readonly Where[],
  progress?: Progress,
): readonly StateAt[] {
  const playback = new Playback(headerOf(lines));
  const found = new Map<Where, StateAt>();
  const take = (isPassed: (where: Where) => boolean) => {
    for (const where of places) {
      if (!found.has(where) && isPassed(where)) found.set(where, stateOf(playback, where));
    }
  };
  for (const item of recordsOf(lines, progress)) {
    take((where) => !isUpTo(where, item));
    if (found.size === places.length) break;
    playback.play(item);
  }
  // The last record, and the end itself.
  take((where) => isWithin(where, playback));
  return places.map((where) => {
    const state = found.get(where);
    if (state === undefined) throw notThere(where, lines);
    return state;
  });
}

/** @param where when it is a moment after the last record */
export function stateOf(
  {
    broker,
    timers,
    clientIds,
    n,
    t,
  }: Pick<Playback, 'broker' | 'timers' | 'clientIds' | 'n' | 't'>,
  where?: Where,
): StateAt {
  // Timers count from the last record where the place is the end itself.
  const isMoment = where?.kind === 'time' && where.ms !== Number.POSITIVE_INFINITY;
  const timeMs = isMoment ? where.ms : t;
  return {
    n,
    timeMs,
    view: broker.view(),
    timers: [...timers.values()]
      .map(({ timer, dueMs, setBy }) => ({ timer, leftMs: dueMs - timeMs, dueMs, setBy }))
      .sort((a, b) => a.dueMs - b.dueMs),
    clientIds: new Map(clientIds),
  };
}
