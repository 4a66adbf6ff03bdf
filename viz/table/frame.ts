/** Which rows of a long table are seen, and where they stand. Browsers lay nothing out that is too high. */

/** In pixels, as in tables.css. */
export const ROW_HEIGHT = 26;
/** Of the space that rows stand in: half of what browsers can do. */
const HEIGHT_MAXIMUM = 15_000_000;
/** Rows that stay between a row that is brought into sight and the edge. */
const CONTEXT = 3;

export interface Frame {
  readonly scrollTop: number;
  /** Of what is seen, header included. */
  readonly height: number;
  readonly count: number;
}

/** Of the space. */
export function heightOf(count: number): number {
  return Math.min(count * ROW_HEIGHT, HEIGHT_MAXIMUM);
}

/** How far down it is in the table, in pixels, where the space may be shorter than the table. */
function tableTop({ scrollTop, height, count }: Frame): number {
  return scrollTop * ratioOf(height, count);
}

function ratioOf(height: number, count: number): number {
  const space = heightOf(count) + ROW_HEIGHT - height;
  const table = count * ROW_HEIGHT + ROW_HEIGHT - height;
  return space <= 0 || table <= space ? 1 : table / space;
}

/** The first row that is seen, if only in part. */
export function firstRow(frame: Frame): number {
  const first = Math.floor(tableTop(frame) / ROW_HEIGHT);
  return Math.min(Math.max(first, 0), Math.max(frame.count - 1, 0));
}

/** Of a row, in the space. */
export function rowTop(frame: Frame, index: number): number {
  return index * ROW_HEIGHT - tableTop(frame) + frame.scrollTop;
}

/** Where to scroll so that a row is seen; undefined where it is. */
export function revealed(frame: Frame, index: number): number | undefined {
  const { height, count } = frame;
  const top = tableTop(frame);
  // The header covers the first row's height of what is seen.
  const seen = height - ROW_HEIGHT;
  const above = index * ROW_HEIGHT;
  const below = above + ROW_HEIGHT;
  if (above >= top && below <= top + seen) return undefined;
  const margin = Math.min(CONTEXT * ROW_HEIGHT, Math.max(0, (seen - ROW_HEIGHT) / 2));
  const wanted = above < top ? above - margin : below + margin - seen;
  const most = count * ROW_HEIGHT - seen;
  return Math.min(Math.max(wanted, 0), Math.max(most, 0)) / ratioOf(height, count);
}
