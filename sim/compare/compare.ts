/**
 * Two traces side by side: which records are the same thing, what differs in them, and what only one of them has.
 *
 * Records are aligned by what came, client by client, so that a run in which everything happens a little later, or is
 * counted otherwise, is still the same run. A difference that follows from another by the trace's own causes is marked
 * as such. Two clients that merely overtook each other are no difference, and neither is a shift in time; both are told.
 */
import { type Difference, differencesIn } from './differences.ts';
import { type FieldDifference, fieldDifferences, flat } from './fields.ts';
import { type Row, rowsOf, type Side, sideOf } from './rows.ts';
import { type Run, runOf } from './run.ts';
import { lagMaximumMs, type Shift, shiftsIn } from './shifts.ts';

export interface Comparison {
  readonly a: Summary;
  readonly b: Summary;
  /** Fields of the headers that are not equal: the scenario, the seed, options of the law, the law itself. */
  readonly headers: readonly FieldDifference[];
  /** Where the texts part for the first time; undefined where they are equal to the byte. */
  readonly text: TextDifference | undefined;
  /** All records of both, in an order that is right for both. */
  readonly rows: readonly Row[];
  readonly differences: readonly Difference[];
  /** Where one run begins to lag behind, or catches up. */
  readonly shifts: readonly Shift[];
  /** The most that something is away from the same in the other, in virtual time. */
  readonly lagMaximumMs: number;
  readonly counts: {
    /** Records that are in both and mean the same. */
    readonly same: number;
    readonly different: number;
    readonly onlyA: number;
    readonly onlyB: number;
    /** Records that are in both, and the order among clients is another. */
    readonly overtaken: number;
  };
}

export interface Summary {
  readonly records: number;
  readonly endMs: number;
  readonly scenario: string | null;
  readonly seed: string | null;
  readonly charts: string;
}

export interface TextDifference {
  readonly n: number;
  /** Lines of the traces; undefined where one has ended. */
  readonly a: string | undefined;
  readonly b: string | undefined;
}

/**
 * @param lines without their ends
 * @throws TraceError that names the line, and InspectError for an empty trace
 */
export function compare(linesOfA: Iterable<string>, linesOfB: Iterable<string>): Comparison {
  return compareRuns(runOf(linesOfA), runOf(linesOfB));
}

export function compareRuns(a: Run, b: Run): Comparison {
  const [sideA, sideB] = sides(a, b);
  const rows = rowsOf(sideA, sideB);
  const differences = differencesIn(rows, sideA, sideB);
  const different = new Set(differences.map(({ row }) => row));
  const differentInBoth = rows.filter((row, at) => isInBoth(row) && different.has(at)).length;
  const both = rows.filter(isInBoth);
  return {
    a: summaryOf(a),
    b: summaryOf(b),
    headers: headerDifferences(a, b),
    text: textDifference(a, b),
    rows,
    differences,
    shifts: shiftsIn(rows, sideA, sideB),
    lagMaximumMs: lagMaximumMs(rows, sideA, sideB),
    counts: {
      same: both.length - differentInBoth,
      different: differentInBoth,
      onlyA: rows.filter((row) => row.b === undefined).length,
      onlyB: rows.filter((row) => row.a === undefined).length,
      overtaken: both.filter(({ isOvertaken }) => isOvertaken).length,
    },
  };
}

function isInBoth({ a, b }: Row): boolean {
  return a !== undefined && b !== undefined;
}

/** A broker's recording knows nothing of what clients do: beside one, only what the broker saw is compared. */
function sides(a: Run, b: Run): readonly [Side, Side] {
  const hasNotes = a.header.source === b.header.source;
  return [sideOf(a, hasNotes), sideOf(b, hasNotes)];
}

function summaryOf({ header, records, first, last }: Run): Summary {
  const { scenario, seed, charts } = header;
  const count = Math.max(0, last - first + 1);
  return { records: count, endMs: records[last]?.t ?? 0, scenario, seed, charts };
}

function headerDifferences(a: Run, b: Run): readonly FieldDifference[] {
  return fieldDifferences(flat(a.header), flat(b.header));
}

function textDifference(a: Run, b: Run): TextDifference | undefined {
  const last = Math.max(a.last, b.last);
  for (let n = Math.min(a.first, b.first); n <= last; n++) {
    if (a.texts[n] !== b.texts[n]) return { n, a: a.texts[n], b: b.texts[n] };
  }
  return undefined;
}
