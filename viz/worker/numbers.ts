/** Which events belong to which record. */
import type { TimelineEvent } from '../../sim/render/timeline/types.ts';

/**
 * An arrival that only a client's reaction shows goes by the number of what was sent, and stands where the reaction
 * does: it is told with the record that sent it, and drawn with the one that shows it.
 */
export interface Numbers {
  /** By event: the record that it is drawn with. Never goes back. */
  readonly drawn: Uint32Array;
  /** By record: the events that are told with it and stand later. */
  readonly late: ReadonlyMap<number, readonly number[]>;
}

export function numbersOf(events: readonly TimelineEvent[]): Numbers {
  const drawn = new Uint32Array(events.length);
  const late = new Map<number, number[]>();
  const behind: number[] = [];
  let most = 0;
  for (let at = 0; at < events.length; at++) {
    const n = recordOf(events[at] as TimelineEvent);
    drawn[at] = n;
    most = Math.max(most, n);
    if (n === most) continue;
    behind.push(at);
    late.set(n, [...(late.get(n) ?? []), at]);
  }
  for (const at of behind.reverse()) drawn[at] = drawn[at + 1] ?? most;
  return { drawn, late };
}

/** What is told with a record, in order. */
export function eventsOf(
  events: readonly TimelineEvent[],
  { drawn, late }: Numbers,
  n: number,
): readonly TimelineEvent[] {
  let at = 0;
  let end = events.length;
  while (at < end) {
    const middle = (at + end) >> 1;
    if ((drawn[middle] as number) < n) at = middle + 1;
    else end = middle;
  }
  const own: TimelineEvent[] = [];
  for (; drawn[at] === n; at++) {
    const event = events[at] as TimelineEvent;
    if (recordOf(event) === n) own.push(event);
  }
  return [...own, ...(late.get(n) ?? []).map((place) => events[place] as TimelineEvent)];
}

export function recordOf({ id }: TimelineEvent): number {
  return Number.parseInt(id, 10);
}
