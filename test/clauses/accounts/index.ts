/**
 * How each clause is accounted for. What the broker's charts carry is read from their transitions, what transcripts are
 * about from their headings; the rest is in the tables beside this file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { allClauses, type ClauseEntry, describeChart, machines } from '../../../machines/index.ts';
import type { Written } from './account.ts';
import { unnumberedAccounts } from './unnumbered.ts';
import { v3Accounts } from './v3.ts';
import { v5Accounts } from './v5.ts';

export const KINDS = [
  'transition',
  'place',
  'client',
  'notApplicable',
  'pending',
  'missing',
] as const;

export type Kind = (typeof KINDS)[number];

export interface Account {
  readonly clause: ClauseEntry;
  readonly kind: Kind;
  /** The charts, the place, or the reason. */
  readonly by: string;
  /** Each a transcript's name, or a test file under test/ and part of a title. */
  readonly tests: readonly string[];
  readonly written: Written | undefined;
  /** The broker's charts that have a transition for it. */
  readonly charts: readonly string[];
}

export const written: ReadonlyMap<string, Written> = new Map<string, Written>(
  Object.entries({ ...v3Accounts, ...v5Accounts, ...unnumberedAccounts }),
);

/** Every clause, in the order of the documents. The folder is that of the project. */
export function accounts(root: string): readonly Account[] {
  const carried = carriedByCharts();
  const told = toldByTranscripts(join(root, 'test', 'transcripts'));
  return allClauses.map((clause) =>
    accountOf(clause, carried.get(clause.id) ?? [], told.get(clause.id) ?? []),
  );
}

function accountOf(
  clause: ClauseEntry,
  charts: readonly string[],
  transcripts: readonly string[],
): Account {
  const found = written.get(clause.id);
  const tests = [...new Set([...transcripts, ...(found?.tests ?? [])])];
  const [kind, by] = kindOf(found, charts, tests);
  return { clause, kind, by, tests, written: found, charts };
}

function kindOf(
  found: Written | undefined,
  charts: readonly string[],
  tests: readonly string[],
): readonly [Kind, string] {
  const { client, notApplicable, pending, place } = found ?? {};
  if (pending !== undefined) return ['pending', pending];
  if (client !== undefined) return ['client', client];
  if (tests.length === 0) return ['missing', 'no test'];
  if (charts.length > 0) return ['transition', charts.join(', ')];
  if (notApplicable !== undefined) return ['notApplicable', notApplicable];
  return place === undefined ? ['missing', 'no place'] : ['place', place];
}

/**
 * The charts of the broker that have a transition for a clause. That of the simulator's clients is none of them: what
 * well-behaved clients do is no proof that the broker checks it.
 */
function carriedByCharts(): ReadonlyMap<string, readonly string[]> {
  const carried = new Map<string, string[]>();
  for (const [name, machine] of Object.entries<AnyStateMachine>(machines)) {
    if (name === 'client') continue;
    for (const { clauses, kind } of describeChart(machine)) {
      if (kind === 'ignored') continue;
      for (const id of clauses) {
        const charts = carried.get(id) ?? [];
        if (!charts.includes(name)) carried.set(id, [...charts, name]);
      }
    }
  }
  return carried;
}

/** The clauses that stand in brackets at the end of a transcript's heading. */
function toldByTranscripts(folder: string): ReadonlyMap<string, readonly string[]> {
  const told = new Map<string, string[]>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.txt')) continue;
    const [heading = ''] = readFileSync(join(folder, name), 'utf8').split('\n\n');
    const [, list = ''] = /\[([^\]]+)\]\.$/.exec(heading) ?? [];
    for (const id of list.replaceAll('\n# ', ' ').split(', ')) {
      told.set(id, [...(told.get(id) ?? []), name]);
    }
  }
  return told;
}
