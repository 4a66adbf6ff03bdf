/** One cursor for two traces: a row, and the record at which each of them stands there. */
import type { Row } from './rows.ts';

export interface Places {
  /** By row: number of the last record up to it; 0 before the first. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export function placesOf(rows: readonly Row[]): Places {
  const a: number[] = [];
  const b: number[] = [];
  let [atA, atB] = [0, 0];
  for (const row of rows) {
    atA = Math.max(atA, row.a ?? 0);
    // One that was overtaken stands where A has it; B comes to it in its own time.
    if (!row.isOvertaken) atB = Math.max(atB, row.b ?? 0);
    a.push(atA);
    b.push(atB);
  }
  return { a, b };
}

/** The first row at which a side has come to a record; -1 before all of them. */
export function rowAt(places: Places, side: 'a' | 'b', n: number): number {
  if (n <= 0) return -1;
  const found = places[side].findIndex((at) => at >= n);
  return found === -1 ? places[side].length - 1 : found;
}
