/**
 * Where in time each event stands, in rows. Time runs to scale; where events are closer than a row is high it is
 * stretched, so that no two stand on one spot, and where nothing happens for long it is folded. Or it runs to scale
 * throughout but for the folds, and what happens at the same moment stands at the same place.
 */
import { idleMs, paceMs } from '../../sim/render/timeline/folding.ts';
import { FLAG, type LadderColumns } from './columns.ts';

/** The row of an arrow's end, which has no words. */
const END = 16 / 28;
const LONGEST_GAP = 5;
const FOLD = 64 / 28;
/** How near to a row something without one may come. */
const NEAR = 11 / 28;
/** Above the first row and below the last. */
export const MARGIN = 1;

export interface Rows {
  /** Of each event, those without a row of their own included: they stand between the ones around them. */
  readonly at: Float64Array;
  /** Events that have a row, in order. */
  readonly shown: Int32Array;
  readonly folds: readonly Fold[];
  /** All rows, margins included. */
  readonly length: number;
}

/** Time left out between two rows. */
export interface Fold {
  readonly at: number;
  readonly ms: number;
}

export interface RowChoice {
  /** Whether events that a reader can infer have rows too. */
  readonly hasDetails?: boolean;
  /** By client: whose events have none. */
  readonly hidden?: ReadonlySet<number> | undefined;
  readonly isToScale?: boolean;
  /** By event: 1 for those that a filter leaves. Details that it names are shown too. */
  readonly only?: Uint8Array | undefined;
}

export function rowsOf(columns: LadderColumns, choice: RowChoice = {}): Rows {
  const shown = shownOf(columns, choice);
  const { timeMs, flags, count } = columns;
  const times = new Float64Array(shown.length);
  for (let i = 0; i < shown.length; i++) times[i] = timeMs[shown[i] as number] as number;
  const idle = idleMs(times);
  const perMs = 1 / paceMs(times, idle);
  const at = new Float64Array(count);
  const folds: Fold[] = [];
  let row = MARGIN;
  for (let i = 0; i < shown.length; i++) {
    const event = shown[i] as number;
    if (i > 0) {
      const ms = (times[i] as number) - (times[i - 1] as number);
      const least = choice.isToScale ? 0 : (flags[event] as number) & FLAG.arrival ? END : 1;
      if (ms > idle || ms * perMs > LONGEST_GAP) {
        folds.push({ at: row + FOLD / 2, ms });
        row += FOLD;
      } else row += Math.max(least, ms * perMs);
    }
    at[event] = row;
  }
  between(at, shown, timeMs);
  return { at, shown, folds, length: row + MARGIN };
}

function shownOf(columns: LadderColumns, choice: RowChoice): Int32Array {
  const { hasDetails = false, hidden, only } = choice;
  const { flags, client, count } = columns;
  const shown = new Int32Array(count);
  let length = 0;
  for (let event = 0; event < count; event++) {
    if (only !== undefined && only[event] !== 1) continue;
    if (only === undefined && !hasDetails && (flags[event] as number) & FLAG.detail) continue;
    if (hidden?.has(client[event] as number)) continue;
    shown[length++] = event;
  }
  return shown.slice(0, length);
}

/** What has no row of its own stands between the rows around it, as far as its time says. */
function between(at: Float64Array, shown: Int32Array, timeMs: Float64Array): void {
  let next = 0;
  for (let event = 0; event < at.length; event++) {
    if (shown[next] === event) {
      next++;
      continue;
    }
    const above = shown[next - 1];
    const below = shown[next];
    if (above === undefined || below === undefined) {
      const row = above === undefined ? MARGIN - NEAR : (at[above] as number) + NEAR;
      at[event] = row;
      continue;
    }
    const from = at[above] as number;
    const to = at[below] as number;
    const fromMs = timeMs[above] as number;
    const ms = (timeMs[below] as number) - fromMs;
    const share = ms === 0 ? 0.5 : ((timeMs[event] as number) - fromMs) / ms;
    const margin = Math.min(NEAR, (to - from) / 2);
    at[event] = Math.min(Math.max(from + share * (to - from), from + margin), to - margin);
  }
}

/** The first of the shown events that stands at that row or below it; their number when none does. */
export function firstAt({ at, shown }: Rows, row: number): number {
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[shown[middle] as number] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The time at a row, between the events around it. */
export function timeAt({ timeMs }: LadderColumns, rows: Rows, row: number): number {
  const { at, shown } = rows;
  if (shown.length === 0) return 0;
  const next = firstAt(rows, row);
  const below = shown[Math.min(next, shown.length - 1)] as number;
  const above = shown[Math.max(next - 1, 0)] as number;
  const from = at[above] as number;
  const height = (at[below] as number) - from;
  const fromMs = timeMs[above] as number;
  if (height <= 0) return timeMs[below] as number;
  const share = Math.min(Math.max((row - from) / height, 0), 1);
  return fromMs + share * ((timeMs[below] as number) - fromMs);
}

/** The row of a moment. */
export function rowAt({ timeMs }: LadderColumns, { at, shown }: Rows, ms: number): number {
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timeMs[shown[middle] as number] as number) < ms) low = middle + 1;
    else high = middle;
  }
  const below = shown[low];
  const above = shown[low - 1];
  if (below === undefined) return above === undefined ? MARGIN : (at[above] as number);
  if (above === undefined || timeMs[below] === ms) return at[below] as number;
  const fromMs = timeMs[above] as number;
  const share = (ms - fromMs) / ((timeMs[below] as number) - fromMs);
  return (at[above] as number) + share * ((at[below] as number) - (at[above] as number));
}

/** The events of a record, by position: from the first to before the last; empty where the record has none. */
export function eventsOf({ n, count }: LadderColumns, record: number): readonly [number, number] {
  const first = (wanted: number) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((n[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [first(record), first(record + 1)];
}
