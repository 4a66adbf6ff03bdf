/** Everything that one picture of the ladder is made from. */
import type { LadderColumns } from './columns.ts';
import type { Lanes } from './lanes.ts';
import type { Rows } from './rows.ts';
import type { LadderTheme } from './theme.ts';
import type { View } from './view.ts';

export interface Scene {
  readonly columns: LadderColumns;
  readonly rows: Rows;
  readonly lanes: Lanes;
  readonly theme: LadderTheme;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  /** Where the names of the lanes end. */
  readonly head: number;
  /** Of the axis. */
  readonly gutter: number;
  /** A few words for an event; undefined as long as they are on their way. */
  readonly words: (event: number) => string | undefined;
  /** The record at the cursor. */
  readonly cursor: number;
  /** The event under the pointer; -1 for none. */
  readonly hovered: number;
}

/** Events that have a row in the picture, as places in `rows.shown`: from the first to before the last. */
export interface Visible {
  readonly from: number;
  readonly to: number;
}

export function yOf({ view, head }: Scene, row: number): number {
  return head + (row - view.top) * view.rowHeight;
}

export function rowOf({ view, head }: Scene, y: number): number {
  return view.top + (y - head) / view.rowHeight;
}

/** Of the event at that position; beyond the last, the end of all rows. */
export function yAt(scene: Scene, position: number): number {
  const { at, length } = scene.rows;
  return yOf(scene, at[position] ?? length);
}

/** The end of what lasts: -1 is for what has not ended. */
export function endY(scene: Scene, position: number): number {
  return position < 0 ? yOf(scene, scene.rows.length) : yAt(scene, position);
}

export function font({ theme }: Scene, size: number, weight = 400): string {
  return `${weight} ${size}px ${theme.font}`;
}
