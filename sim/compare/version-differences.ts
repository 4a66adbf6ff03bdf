/** What is different between a 3.1.1 and a 5.0 run of one scenario, each kind of difference once, in one sentence. */
import type { Clause } from '../../machines/index.ts';
import { inFull, sentence } from '../render/sentences/sentence.ts';
import type { Comparison } from './compare.ts';
import type { Difference } from './differences.ts';
import type { Meaning } from './meaning.ts';
import { isAside, RULES } from './version-rules.ts';

export interface VersionDifference {
  /** `server disconnects 0x8E`: the same for the same kind. */
  readonly id: string;
  readonly text: string;
  /** Of 3.1.1 and of 5.0. */
  readonly clauses: readonly Clause[];
  /** Rows of the comparison where it shows, in order. */
  readonly rows: readonly number[];
}

/** So in every scenario: what is special about this one comes first. */
const GENERAL: ReadonlySet<string> = new Set(['connect', 'connack']);

type Entry = { -readonly [Key in keyof VersionDifference]: VersionDifference[Key] };

/**
 * In the order in which they show for the first time, those last that always do. Of what has no name only that is told which neither follows from
 * something else nor stands in a row with something that has one.
 */
export function versionDifferences({ differences }: Comparison): readonly VersionDifference[] {
  const found = new Map<string, Entry>();
  const explained = new Set<number>();
  const nameless: Difference[] = [];
  for (const difference of differences) {
    const { row } = difference;
    const names = RULES.flatMap((rule) => rule(difference, found) ?? []);
    if (names.length === 0 && !difference.isConsequence && !isAside(difference)) {
      nameless.push(difference);
    }
    for (const name of names) {
      explained.add(row);
      const known = found.get(name.id);
      if (known === undefined) found.set(name.id, { ...name, rows: [row] });
      else if (known.rows.at(-1) !== row) known.rows = [...known.rows, row];
    }
  }
  for (const difference of nameless) {
    const { row } = difference;
    const id = `record ${row}`;
    if (explained.has(row) || found.has(id)) continue;
    found.set(id, { id, text: inWords(difference), clauses: [], rows: [row] });
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(GENERAL.has(a.id)) - Number(GENERAL.has(b.id)) || (a.rows[0] ?? 0) - (b.rows[0] ?? 0),
  );
}

function inWords({ kind, a, b, fields }: Difference): string {
  if (a !== undefined && b !== undefined) {
    const values = fields.map(
      (field) => `${field.field} ${field.a ?? 'none'} against ${field.b ?? 'none'}`,
    );
    const how = kind === 'moved' ? 'At another moment' : values.join(', ');
    return `${how}: ${told(b)}`;
  }
  return a === undefined ? `Only in 5.0: ${told(b as Meaning)}` : `Only in 3.1.1: ${told(a)}`;
}

function told({ event }: Meaning): string {
  return inFull(sentence(event));
}
