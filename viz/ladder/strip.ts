/** The whole of a ladder in so many bars: how many events each has, and what matters most among them. */
import { FLAG, type LadderColumns, STYLE } from './columns.ts';
import type { Rows } from './rows.ts';

export interface Strip {
  readonly counts: Uint32Array;
  readonly styles: Uint8Array;
  /** What is as high as can be: more than nearly all of them have. */
  readonly full: number;
}

const FULL_AT = 0.98;
/** One event is seen, however many there are elsewhere. */
const LEAST = 0.08;

export function stripOf(columns: LadderColumns, { at, shown, length }: Rows, bars: number): Strip {
  const counts = new Uint32Array(bars);
  const styles = new Uint8Array(bars);
  const perRow = bars / length;
  for (let i = 0; i < shown.length; i++) {
    const event = shown[i] as number;
    const x = Math.min(bars - 1, Math.floor((at[event] as number) * perRow));
    counts[x] = (counts[x] as number) + 1;
    const isLost = ((columns.flags[event] as number) & FLAG.lost) !== 0;
    const style = isLost ? STYLE.fault : (columns.style[event] as number);
    if (style > (styles[x] as number)) styles[x] = style;
  }
  const sorted = counts.filter((count) => count > 0).sort();
  return { counts, styles, full: sorted[Math.floor((sorted.length - 1) * FULL_AT)] ?? 1 };
}

/** How high a bar is, from 0 to 1. */
export function shareOf({ counts, full }: Strip, x: number): number {
  const count = counts[x] as number;
  return count === 0 ? 0 : Math.max(LEAST, Math.min(1, count / full));
}
