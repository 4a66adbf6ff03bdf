/** Where in the ladder one looks: moving, zooming, and bringing something into sight. All in rows. */
import type { Rows } from './rows.ts';

/** From which row on, and how high a row is in CSS pixels. */
export interface View {
  readonly top: number;
  readonly rowHeight: number;
}

/** From which row to which is seen. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** With words, and as close as it gets. */
export const READABLE_ROW = 23;
export const READABLE_MAXIMUM = 28;
const ROW_MAXIMUM = 96;
/** A ladder with no more rows begins readable; a longer one as a whole. */
const SHORT = 600;
/** How much of the height stays between what is brought into sight and the edge. */
const CONTEXT = 0.18;

/** @param height of the picture, in pixels */
export function clamped({ top, rowHeight }: View, rows: Rows, height: number): View {
  const own = Math.min(Math.max(rowHeight, leastRow(rows, height)), ROW_MAXIMUM);
  const last = Math.max(0, rows.length - height / own);
  return { rowHeight: own, top: Math.min(Math.max(top, 0), last) };
}

/** @param y from the upper edge of the picture: what is there stays there */
export function zoomed(view: View, factor: number, y: number, rows: Rows, height: number): View {
  const at = view.top + y / view.rowHeight;
  const least = leastRow(rows, height);
  const rowHeight = Math.min(Math.max(view.rowHeight * factor, least), ROW_MAXIMUM);
  return clamped({ rowHeight, top: at - y / rowHeight }, rows, height);
}

export function fitted({ from, to }: Window, rows: Rows, height: number): View {
  return clamped({ top: from, rowHeight: height / Math.max(to - from, 1e-6) }, rows, height);
}

export function isWhole({ top, rowHeight }: View, rows: Rows, height: number): boolean {
  return top <= 0 && height / rowHeight >= rows.length - 1e-6;
}

/** Moved no further than so that the rows, and what is around them, are in sight. */
export function revealing(
  view: View,
  [first, last]: readonly [number, number],
  rows: Rows,
  height: number,
): View {
  const seen = height / view.rowHeight;
  const margin = seen * CONTEXT;
  const { top } = view;
  if (first < top + margin) return clamped({ ...view, top: first - margin }, rows, height);
  if (last <= top + seen - margin) return view;
  const down = Math.min(first - margin, last - seen + margin);
  return clamped({ ...view, top: down }, rows, height);
}

/** Where nobody has looked yet. */
export function firstView(rows: Rows, own: readonly [number, number], height: number): View {
  if (rows.length > SHORT) return fitted({ from: 0, to: rows.length }, rows, height);
  const rowHeight = Math.max(READABLE_ROW, Math.min(READABLE_MAXIMUM, height / rows.length));
  return revealing(clamped({ top: 0, rowHeight }, rows, height), own, rows, height);
}

/** All rows fill the picture; few of them need not. */
function leastRow(rows: Rows, height: number): number {
  return Math.min(height / rows.length, READABLE_ROW);
}
