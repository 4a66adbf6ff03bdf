/**
 * Where everything goes. Time runs downwards to scale; where events are closer than their labels are high, time is
 * stretched so that no two labels can overlap, and where nothing happens for long it is folded.
 */
import { type Columns, columns } from '../timeline/columns.ts';
import { idleMs, paceMs } from '../timeline/folding.ts';
import type { Selection } from '../timeline/select.ts';
import type { Moment, Timeline, TimelineEvent } from '../timeline/types.ts';

export interface Row {
  readonly event: TimelineEvent;
  readonly y: number;
}

/** Time left out between two rows. */
export interface Fold {
  readonly y: number;
  readonly ms: number;
}

export interface Layout {
  readonly columns: Columns;
  readonly width: number;
  readonly height: number;
  /** From the first to the last event. */
  readonly top: number;
  readonly bottom: number;
  readonly rows: readonly Row[];
  readonly folds: readonly Fold[];
  readonly x: (column: number) => number;
  /** Whether something that lasts has to do with the rows there are. */
  readonly isWithin: (from: Moment, to: Moment | undefined) => boolean;
  /** Also for what has no row of its own: between the rows around it. */
  readonly y: (moment: Moment) => number;
}

export const AXIS_X = 108;
export const HEAD_Y = 104;
const FIRST_COLUMN_X = 216;
const COLUMN_GAP = 290;
const RIGHT_MARGIN = 112;
const FIRST_ROW_Y = HEAD_Y + 52;
/** A row with a label. */
const ROW = 28;
/** The row of an arrow's end. */
const END_ROW = 16;
const LONGEST_GAP = 140;
const FOLD = 64;
const LEGEND = 104;
/** More lifelines than that nobody looks at side by side. */
const MOST_COLUMNS = 40;
/** How near to a row something without one may come. */
const NEAR = 11;

export function layout(
  timeline: Timeline,
  events: readonly TimelineEvent[],
  selection: Selection,
): Layout {
  const shown = columns(timeline, events, selection, MOST_COLUMNS);
  const { rows, folds } = place(events);
  const bottom = (rows.at(-1)?.y ?? FIRST_ROW_Y) + 32;
  const first = rows[0]?.event.index ?? 0;
  const last = rows.at(-1)?.event.index ?? 0;
  const x = (column: number) => FIRST_COLUMN_X + column * COLUMN_GAP;
  return {
    columns: shown,
    width: x(shown.all.length - 1) + RIGHT_MARGIN,
    height: bottom + LEGEND,
    top: FIRST_ROW_Y - 30,
    bottom,
    rows,
    folds,
    x,
    isWithin: (from, to) => from.index <= last && (to?.index ?? last) >= first,
    y: (moment) => between(rows, moment),
  };
}

function place(events: readonly TimelineEvent[]): { rows: Row[]; folds: Fold[] } {
  const times = events.map(({ timeMs }) => timeMs);
  const idle = idleMs(times);
  const scale = ROW / paceMs(times, idle);
  const rows: Row[] = [];
  const folds: Fold[] = [];
  let y = FIRST_ROW_Y;
  let before: TimelineEvent | undefined;
  for (const event of events) {
    if (before !== undefined) {
      const ms = event.timeMs - before.timeMs;
      const least = isEnd(event) ? END_ROW : ROW;
      const isFolded = ms > idle || ms * scale > LONGEST_GAP;
      if (isFolded) folds.push({ y: y + FOLD / 2, ms });
      y += isFolded ? FOLD : Math.max(least, ms * scale);
    }
    rows.push({ event, y });
    before = event;
  }
  return { rows, folds };
}

function isEnd({ what }: TimelineEvent): boolean {
  return what.kind === 'packet' && what.end === 'received';
}

function between(rows: readonly Row[], { index, timeMs }: Moment): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as Row).event.index < index) low = middle + 1;
    else high = middle;
  }
  const next = rows[low];
  if (next?.event.index === index) return next.y;
  const before = rows[low - 1];
  if (before === undefined) return (next?.y ?? FIRST_ROW_Y) - NEAR;
  if (next === undefined) return before.y + NEAR;
  const ms = next.event.timeMs - before.event.timeMs;
  const share = ms === 0 ? 0.5 : (timeMs - before.event.timeMs) / ms;
  const y = before.y + share * (next.y - before.y);
  const margin = Math.min(NEAR, (next.y - before.y) / 2);
  return Math.min(Math.max(y, before.y + margin), next.y - margin);
}
