/** Comparisons that are open, and what the page is told of them. */
import { type Clause, clause } from '../../machines/index.ts';
import { type Comparison, compareRuns } from '../../sim/compare/compare.ts';
import { plainComparison } from '../../sim/compare/comparison-json.ts';
import { placesOf } from '../../sim/compare/places.ts';
import { eventsByRecord, type Run } from '../../sim/compare/run.ts';
import { shiftText } from '../../sim/compare/shifts.ts';
import type { Twin } from '../../sim/compare/twin.ts';
import { sentence } from '../../sim/render/sentences/sentence.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import { isTelling } from '../../sim/render/timeline/select.ts';
import type { TimelineEvent } from '../../sim/render/timeline/types.ts';
import {
  type Beside,
  type BesideCell,
  type BesideRow,
  FOLLOWS,
  MARK,
  type TwinWords,
} from '../beside/protocol.ts';
import { type Both, exportedBoth } from '../export/both.ts';
import type { BothFormat } from '../export/both-formats.ts';
import type { ExportedFile } from '../export/exported.ts';
import { eventWords } from '../link/words.ts';
import type { ClauseText, Opened } from '../protocol.ts';

/** The one unused for longest is closed when another is opened. */
const KEPT_MAXIMUM = 4;
const DIFFERENCES_MAXIMUM = 200;
const SHIFTS_MAXIMUM = 20;
const EFFECTS_SHOWN_MAXIMUM = 6;

interface Kept {
  readonly both: Both;
  readonly a: Events;
  readonly b: Events;
}

type Events = ReadonlyMap<number, readonly TimelineEvent[]>;

const kept = new Map<number, Kept>();
let last = 0;

export function besideOf(
  a: { readonly run: Run; readonly opened: Opened },
  b: { readonly run: Run; readonly opened: Opened },
  twin?: Twin,
): Beside {
  const comparison = twin?.comparison ?? compareRuns(a.run, b.run);
  last += 1;
  const both = { a: a.opened, b: b.opened, comparison, twin };
  kept.set(last, { both, a: eventsByRecord(a.run), b: eventsByRecord(b.run) });
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAXIMUM) kept.delete(oldest as number);
  const { rows, counts, headers, lagMaximumMs, shifts } = comparison;
  const places = placesOf(rows);
  const { differences } = plainComparison(comparison);
  const own = differences.filter(({ isConsequence }) => !isConsequence);
  return {
    id: last,
    a: a.opened,
    b: b.opened,
    rowsA: Uint32Array.from(rows, (row) => row.a ?? 0),
    rowsB: Uint32Array.from(rows, (row) => row.b ?? 0),
    marks: marksOf(comparison),
    placesA: Uint32Array.from(places.a),
    placesB: Uint32Array.from(places.b),
    differences: own.slice(0, DIFFERENCES_MAXIMUM),
    differencesInAll: own.length,
    counts,
    headers,
    lagMaximumMs,
    shifts: shifts.slice(0, SHIFTS_MAXIMUM).map(shiftText),
    versions: twin && twinWords(twin),
  };
}

function marksOf({ rows, differences }: Comparison): Uint8Array {
  const marks = Uint8Array.from(rows, ({ a, b, isOvertaken }) => {
    if (a === undefined) return MARK.onlyB;
    if (b === undefined) return MARK.onlyA;
    return isOvertaken ? MARK.overtaken : MARK.same;
  });
  const isOwn = new Set<number>();
  for (const { row, isConsequence } of differences) {
    const mark = marks[row] as number;
    if (mark === MARK.same || mark === MARK.overtaken) marks[row] = MARK.different;
    if (!isConsequence) isOwn.add(row);
  }
  for (const { row } of differences) if (!isOwn.has(row)) marks[row] = (marks[row] ?? 0) | FOLLOWS;
  return marks;
}

function twinWords({ counterparts, differences }: Twin): TwinWords {
  return {
    counterparts: counterparts.map((each) => ({ ...each, clauses: each.clauses.map(clauseText) })),
    differences: differences.map((each) => ({ ...each, clauses: each.clauses.map(clauseText) })),
  };
}

export function clauseText(id: Clause): ClauseText {
  return { id, summary: clause(id).summary };
}

/** @throws RangeError when the comparison has been closed to make room */
export function besideFile(id: number, format: BothFormat): ExportedFile {
  return exportedBoth(keptUnder(id).both, format);
}

function keptUnder(id: number): Kept {
  const found = kept.get(id);
  if (found === undefined) {
    throw new RangeError(`this comparison is closed: the last ${KEPT_MAXIMUM} are kept`);
  }
  kept.delete(id);
  kept.set(id, found);
  return found;
}

/** @throws RangeError when the comparison has been closed to make room */
export function besideRows(id: number, from: number, to: number): readonly BesideRow[] {
  const { both, ...events } = keptUnder(id);
  return both.comparison.rows.slice(from, to).map(({ a, b }) => ({
    a: a === undefined ? undefined : cellOf(a, events.a),
    b: b === undefined ? undefined : cellOf(b, events.b),
  }));
}

function cellOf(n: number, events: Events): BesideCell {
  const [head, ...effects] = events.get(n) ?? [];
  const told = effects.filter(isTelling);
  const telling = told.map((event) => sentence(event).text);
  const [first = '', ...rest] = (head === undefined ? [] : [head, ...told]).map(eventWords);
  const shown = telling.slice(0, EFFECTS_SHOWN_MAXIMUM);
  const left = telling.length - shown.length;
  return {
    n,
    time: clock(head?.timeMs ?? 0),
    words: [first, ...rest.filter(Boolean)],
    text: head === undefined ? '' : sentence(head).text,
    effects: left === 0 ? shown : [...shown, `… and ${left} more`],
  };
}
