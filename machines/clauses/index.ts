/**
 * The normative statements that transitions name in `meta.clauses`. 3.1.1 and 5.0 number different rules alike (Keep
 * Alive is 3.1.2-24 in one and 3.1.2-22 in the other), so an id always begins with its version.
 */
import type { Binds, ClauseRow } from './row.ts';
import { unnumberedClauses } from './unnumbered.ts';
import { v3Clauses } from './v3.ts';
import { v5Clauses } from './v5.ts';

/** The id of a normative statement, such as `'v5 MQTT-3.1.2-22'`. A wrong one does not compile. */
export type Clause =
  | keyof typeof v3Clauses
  | keyof typeof v5Clauses
  | keyof typeof unnumberedClauses;

/** What every transition of every chart carries as `meta`. */
export interface ChartMeta {
  readonly clauses: readonly Clause[];
}

export type ClauseVersion = '3.1' | '3.1.1' | '5.0';

export interface ClauseEntry {
  readonly id: Clause;
  readonly version: ClauseVersion;
  /** Number and title of the section. */
  readonly section: string;
  readonly binds: Binds;
  /** The rule in our words. */
  readonly summary: string;
}

const versions = { 'v3.1': '3.1', v3: '3.1.1', v5: '5.0' } as const;

const entries = new Map<string, ClauseEntry>();
for (const table of [v3Clauses, v5Clauses, unnumberedClauses]) {
  for (const [id, [section, binds, summary]] of Object.entries<ClauseRow>(table)) {
    const prefix = id.slice(0, id.indexOf(' ')) as keyof typeof versions;
    const version = versions[prefix];
    entries.set(id, { id: id as Clause, version, section, binds, summary });
  }
}

/** Every clause: 3.1.1, then 5.0, each in the document's order, then those without a number. */
export const allClauses: readonly ClauseEntry[] = [...entries.values()];

export function clause(id: Clause): ClauseEntry {
  return entries.get(id) as ClauseEntry;
}

/** By the version in CONNECT. What 3.1 left unsaid 3.1.1 has written down, so a 3.1 client is held to both. */
const prefixes: ReadonlyMap<number, readonly string[]> = new Map([
  [3, ['v3.1 ', 'v3 ']],
  [4, ['v3 ']],
  [5, ['v5 ']],
]);

/** Of these the ones that hold for a version (3, 4, 5); all of them when that is not known (0). */
export function clausesOf(version: number, clauses: readonly Clause[]): readonly Clause[] {
  const starts = prefixes.get(version);
  if (starts === undefined) return clauses;
  return clauses.filter((id) => starts.some((start) => id.startsWith(start)));
}

/** The entry of an id that comes from outside, from a trace or a command line, or undefined. */
export function findClause(id: string): ClauseEntry | undefined {
  return entries.get(id);
}
