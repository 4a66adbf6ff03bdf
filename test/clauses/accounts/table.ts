/** The accounts as text, for `npm run clauses`. */
import { type Account, accounts, KINDS, type Kind } from './index.ts';

/** Longer reasons are cut in the table; `--json` has all of them. */
const BY_CHARACTERS_MAX = 72;

const WORDS: Readonly<Record<Kind, string>> = {
  transition: 'transition',
  place: 'place',
  client: 'clients only',
  notApplicable: 'not applicable',
  pending: 'pending',
  missing: 'MISSING',
};

export interface Options {
  readonly json: boolean;
  /** Only what is missing or pending. */
  readonly missing: boolean;
}

/** The lines to print. */
export function tableOf(root: string, { json, missing }: Options): readonly string[] {
  const all = accounts(root);
  const open = ({ kind }: Account) => kind === 'missing' || kind === 'pending';
  const shown = missing ? all.filter(open) : all;
  if (json) return shown.map((account) => JSON.stringify(plain(account)));
  if (shown.length === 0) return ['every clause is accounted for', '', ...countLines(all)];
  const header = ['clause', 'by', 'carried by, or why', 'test'];
  const rows = [header, ...shown.map(cells)];
  return [...aligned(rows), '', ...countLines(all)];
}

function plain({ clause, kind, by, tests }: Account): object {
  const { id, version, section, binds, summary } = clause;
  return { id, version, section, binds, summary, kind, by, tests };
}

function cells({ clause, kind, by, tests }: Account): readonly string[] {
  const cut = by.length > BY_CHARACTERS_MAX ? `${by.slice(0, BY_CHARACTERS_MAX - 1)}…` : by;
  const [first = '–', ...more] = tests;
  const rest = more.length > 0 ? ` and ${more.length} more` : '';
  return [clause.id, WORDS[kind], cut, `${first}${rest}`];
}

/** How many clauses there are of each kind, in each version. */
export function countLines(all: readonly Account[]): readonly string[] {
  const rows: (readonly string[])[] = [['', 'clauses', ...KINDS.map((kind) => WORDS[kind])]];
  for (const version of ['3.1', '3.1.1', '5.0'] as const) {
    const ours = all.filter(({ clause }) => clause.version === version);
    const numbered = ours.filter(({ clause }) => isNumbered(clause.id));
    const others = ours.filter(({ clause }) => !isNumbered(clause.id));
    if (numbered.length > 0) rows.push(countRow(`${version}, numbered`, numbered));
    rows.push(countRow(`${version}, without a number`, others));
  }
  rows.push(countRow('all', all));
  return aligned(rows, true);
}

function isNumbered(id: string): boolean {
  return id.includes(' MQTT-');
}

function countRow(name: string, of: readonly Account[]): readonly string[] {
  const counts = KINDS.map((kind) => of.filter((account) => account.kind === kind).length);
  return [name, String(of.length), ...counts.map(String)];
}

function aligned(rows: readonly (readonly string[])[], isNumeric = false): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] as number;
        return isNumeric && column > 0 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
