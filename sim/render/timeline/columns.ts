/**
 * Lifelines side by side. A client has a column for each of its connections that were open at the same time; later
 * ones take the place of those that are gone. The broker stands in the middle, so that arrows are short and seldom
 * cross another lifeline.
 */
import { chosen, type Selection } from './select.ts';
import type { Connection, Lifeline, Timeline, TimelineEvent } from './types.ts';

export interface Column {
  readonly lifeline: Lifeline;
  readonly lane: number;
  /** In the order in which they had the column. */
  readonly connections: readonly Connection[];
}

export interface Columns {
  readonly all: readonly Column[];
  /** Position of the broker in `all`. */
  readonly broker: number;
  /** Position of a connection, or of its client's first column; undefined for clients that are not shown. */
  readonly of: (place: Connection | Lifeline) => number | undefined;
  /** Clients that were chosen but had no room. */
  readonly leftOut: readonly Lifeline[];
}

/** @param events what is drawn: clients of whom it shows nothing have no column */
export function columns(
  timeline: Timeline,
  events: readonly TimelineEvent[],
  selection: Selection,
  most: number,
): Columns {
  const isChosen = chosen(selection);
  const shown = new Set(events.map(({ client }) => client));
  const clients = timeline.lifelines.filter(
    (line) => line.kind === 'client' && isChosen(line) && shown.has(line),
  );
  const groups: Column[][] = [];
  const leftOut: Lifeline[] = [];
  let count = 0;
  for (const lifeline of clients) {
    const group = lanesOf(lifeline);
    if (count + group.length > most && count > 0) leftOut.push(lifeline);
    else {
      groups.push(group);
      count += group.length;
    }
  }
  const all = placed(groups, count, { lifeline: timeline.broker, lane: 0, connections: [] });
  const positions = new Map<Lifeline, number>();
  all.forEach(({ lifeline, lane }, at) => {
    if (lane === 0) positions.set(lifeline, at);
  });
  const of = (place: Connection | Lifeline) => {
    if ('connections' in place) return positions.get(place);
    const first = positions.get(place.lifeline);
    return first === undefined ? undefined : first + place.lane;
  };
  return { all, broker: positions.get(timeline.broker) as number, of, leftOut };
}

function lanesOf(lifeline: Lifeline): Column[] {
  const lanes: Connection[][] = [[]];
  for (const connection of lifeline.connections) {
    while (lanes.length <= connection.lane) lanes.push([]);
    lanes[connection.lane]?.push(connection);
  }
  return lanes.map((connections, lane) => ({ lifeline, lane, connections }));
}

/** The broker goes between two clients, as near to the middle as can be. */
function placed(groups: readonly Column[][], count: number, broker: Column): Column[] {
  let left = 0;
  let at = 0;
  while (
    at < groups.length &&
    (at === 0 || left + (groups[at]?.length ?? 0) <= Math.ceil(count / 2))
  ) {
    left += groups[at]?.length ?? 0;
    at++;
  }
  return [...groups.slice(0, at).flat(), broker, ...groups.slice(at).flat()];
}
