/** The record at the cursor: which rows are its own, and how they are set off. */
import type { LadderColumns } from './columns.ts';
import { eventsOf, firstAt, type Rows } from './rows.ts';
import { type Scene, yOf } from './scene.ts';

type Context = CanvasRenderingContext2D;

/** How much of what is still to come is hidden. */
const VEIL = 0.45;
const VEIL_AHEAD = 0.25;

/** A band is as high as words are, where rows are. */
const PAD = { most: 12, least: 2, share: 0.48 };

/** From the first to the last row of a record; one without rows of its own stands between others. */
export function rowsOfRecord(
  columns: LadderColumns,
  rows: Rows,
  n: number,
): readonly [number, number] | undefined {
  if (n === 0 || columns.count === 0) return undefined;
  const [from, to] = eventsOf(columns, n);
  const at = Math.min(from, columns.count - 1);
  const near = firstAt(rows, rows.at[at] as number);
  const own = rows.shown
    .subarray(Math.max(0, near - 1), near + to - from + 2)
    .filter((event) => event >= from && event < to);
  const first = own[0] ?? at;
  const last = own.at(-1) ?? Math.max(at, to - 1);
  return [rows.at[first] as number, rows.at[last] as number];
}

export function drawCursor(context: Context, scene: Scene): void {
  const own = rowsOfRecord(scene.columns, scene.rows, scene.cursor);
  if (own === undefined) return;
  const { theme, width, gutter } = scene;
  const pad = padOf(scene);
  const from = yOf(scene, own[0]) - pad;
  const to = yOf(scene, own[1]) + pad;
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
  const own = rowsOfRecord(scene.columns, scene.rows, scene.cursor);
  const { theme, width, height, head } = scene;
  const end = own === undefined ? head : yOf(scene, own[1]) + padOf(scene) + 1;
  const from = Math.max(head, end);
  if (from >= height) return;
  // Who looks far ahead wants to read what is there.
  const isInSight = end > head;
  context.globalAlpha = isInSight ? VEIL : VEIL_AHEAD;
  context.fillStyle = theme.paper;
  context.fillRect(0, from, width, height - from);
  context.globalAlpha = 1;
}

function padOf({ view }: Scene): number {
  return Math.min(PAD.most, Math.max(PAD.least, view.rowHeight * PAD.share));
}
