/** The record at the cursor: which rows are its own, and how they are set off. */
import { FLAG, isPacket, type LadderColumns } from './columns.ts';
import { eventsOf, firstAt, type Rows } from './rows.ts';
import { type Scene, yAt, yOf } from './scene.ts';

type Context = CanvasRenderingContext2D;

/** How much of what is still to come is hidden. */
const VEIL = 0.45;
const VEIL_AHEAD = 0.25;

/** So far below a row stands what has none: under its words, and above those of the next. */
const UNDER = { arrow: 4, mark: 8 };
const OVER = 19;

/** A band holds what is written above an arrow, and ends before what is written of the next row. */
const ABOVE = { most: 16, least: 2, share: 0.66 };
const BELOW = { most: 8, least: 2, share: 0.34 };

/** From the first to the last row of a record; one without rows of its own stands between others. */
export function rowsOfRecord(
  columns: LadderColumns,
  rows: Rows,
  n: number,
): readonly [number, number] | undefined {
  if (n === 0 || columns.count === 0) return undefined;
  const [from, to] = eventsOf(columns, n);
  const own = shownOf(columns, rows, n);
  const at = Math.min(from, columns.count - 1);
  const first = own[0] ?? at;
  const last = own.at(-1) ?? Math.max(at, to - 1);
  return [rows.at[first] as number, rows.at[last] as number];
}

/** The events of a record that have rows. */
function shownOf(columns: LadderColumns, rows: Rows, n: number): Int32Array {
  const [from, to] = eventsOf(columns, n);
  const at = Math.min(from, columns.count - 1);
  const near = firstAt(rows, rows.at[at] as number);
  return rows.shown
    .subarray(Math.max(0, near - 1), near + to - from + 2)
    .filter((event) => event >= from && event < to);
}

interface Band {
  readonly from: number;
  readonly to: number;
  /** There is nothing to see of the record: its place is between two rows. */
  readonly isEmpty: boolean;
}

function bandOf(scene: Scene): Band | undefined {
  const { columns, rows, cursor, view } = scene;
  const own = rowsOfRecord(columns, rows, cursor);
  if (own === undefined || rows.shown.length === 0) return undefined;
  const [first] = shownOf(columns, rows, cursor);
  const [from, to] = [yOf(scene, own[0]), yOf(scene, own[1])];
  if (first === undefined) {
    const y = betweenWords(scene, own[0]);
    return { from: y - 1, to: y + 1, isEmpty: true };
  }
  const isArrival = ((columns.flags[first] as number) & FLAG.arrival) !== 0;
  const above = padOf(view.rowHeight, isArrival ? BELOW : ABOVE);
  return { from: from - above, to: to + padOf(view.rowHeight, BELOW), isEmpty: false };
}

/** Where a line at that row goes through no words. */
function betweenWords(scene: Scene, row: number): number {
  const { rows } = scene;
  const next = firstAt(rows, row);
  const above = rows.shown[next - 1];
  if (above !== undefined) {
    // The words of an arrow stand above it.
    const under = isPacket(scene.columns.kind[above] as number) ? UNDER.arrow : UNDER.mark;
    return Math.min(yOf(scene, row), yAt(scene, above) + under);
  }
  return Math.min(yOf(scene, row), yAt(scene, rows.shown[next] as number) - OVER);
}

export function drawCursor(context: Context, scene: Scene): void {
  const band = bandOf(scene);
  if (band === undefined) return;
  const { theme, width, gutter } = scene;
  const { from, to, isEmpty } = band;
  context.fillStyle = theme.accent;
  if (isEmpty) {
    context.fillRect(0, from, width, to - from);
    return;
  }
  context.fillStyle = theme.tint;
  context.fillRect(0, from, width, to - from);
  context.fillStyle = theme.accent;
  context.fillRect(0, from, 3, to - from);
  context.globalAlpha = 0.7;
  context.fillRect(gutter - 8, Math.floor(from), width, 1);
  context.fillRect(gutter - 8, Math.floor(to), width, 1);
  context.globalAlpha = 1;
}

/** What comes after the cursor has not happened yet. */
export function drawLater(context: Context, scene: Scene): void {
  const { theme, width, height, head } = scene;
  const end = (bandOf(scene)?.to ?? head - 1) + 1;
  const from = Math.max(head, end);
  if (from >= height) return;
  // Who looks far ahead wants to read what is there.
  const isInSight = end > head;
  context.globalAlpha = isInSight ? VEIL : VEIL_AHEAD;
  context.fillStyle = theme.paper;
  context.fillRect(0, from, width, height - from);
  context.globalAlpha = 1;
}

function padOf(rowHeight: number, { most, least, share }: typeof ABOVE): number {
  return Math.min(most, Math.max(least, rowHeight * share));
}
