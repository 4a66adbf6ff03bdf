// Every clause is accounted for: carried by a transition, enforced in a named place, beyond what a server can see, or
// not applicable; and each names the tests that fail when it is broken.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findClause } from '../../machines/index.ts';
import { codeAlone, codeFiles, root } from '../support/source-tree.ts';
import { accounts, written } from './accounts/index.ts';
import { countLines, tableOf } from './accounts/table.ts';

const all = accounts(root);

/** The ids of those accounts that are wrong in some way. */
function idsOf(wrong: (account: (typeof all)[number]) => boolean): readonly string[] {
  return all.filter(wrong).map(({ clause, by }) => `${clause.id}: ${by}`);
}

describe('every clause', () => {
  test('has an account', () => {
    console.info(countLines(all).join('\n'));
    expect(all.length).toBeGreaterThan(392);
    expect(idsOf(({ kind }) => kind === 'missing')).toEqual([]);
  });

  test('that has an account is one of the standard', () => {
    expect([...written.keys()].filter((id) => findClause(id) === undefined)).toEqual([]);
  });

  test('has a test, unless only clients can keep it', () => {
    const excused = new Set(['client', 'pending']);
    expect(idsOf(({ kind, tests }) => tests.length === 0 && !excused.has(kind))).toEqual([]);
  });

  // Else the table would go on saying what has long been otherwise.
  test('that a transition carries names no other place', () => {
    const isElsewhere = ({ charts, written: found }: (typeof all)[number]) =>
      charts.length > 0 && (found?.place ?? found?.client ?? found?.notApplicable) !== undefined;
    expect(idsOf(isElsewhere)).toEqual([]);
  });

  test('is pending no longer when a transcript is about it', () => {
    expect(idsOf(({ kind, tests }) => kind === 'pending' && tests.length > 0)).toEqual([]);
  });

  test('that is left to clients binds nobody else', () => {
    expect(idsOf(({ kind, clause }) => kind === 'client' && clause.binds !== 'client')).toEqual([]);
  });
});

describe('npm run clauses', () => {
  test('has a line for each clause, and one JSON object', () => {
    const table = tableOf(root, { json: false, missing: false });
    const lines = tableOf(root, { json: true, missing: false });
    expect(lines).toHaveLength(all.length);
    for (const [index, { clause }] of all.entries()) {
      expect(table[index + 1]?.startsWith(`${clause.id} `)).toBe(true);
      expect(JSON.parse(lines[index] as string)).toMatchObject({ id: clause.id });
    }
  });

  test('can show only what is missing or pending', () => {
    const isOpen = ({ kind }: (typeof all)[number]) => kind === 'missing' || kind === 'pending';
    const lines = tableOf(root, { json: true, missing: true });
    expect(lines).toHaveLength(all.filter(isOpen).length);
  });
});

describe('what an account names', () => {
  test('as a place is in the source', () => {
    const places = [...new Set(all.flatMap(({ written: found }) => found?.place ?? []))];
    expect(places.length).toBeGreaterThan(30);
    expect(places.filter((place) => !isDeclared(place))).toEqual([]);
  });

  test('as a transcript is there', () => {
    const names = [...new Set(all.flatMap(({ tests }) => tests))].filter((name) =>
      name.endsWith('.txt'),
    );
    expect(names.length).toBeGreaterThan(30);
    const folder = join(root, 'test', 'transcripts');
    expect(names.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
  });

  test('as a test has that title', () => {
    const names = [...new Set(all.flatMap(({ tests }) => tests))].filter((name) =>
      name.includes(' > '),
    );
    expect(names.length).toBeGreaterThan(100);
    const titles = titlesIn([...new Set(names.map((name) => split(name)[0]))]);
    const isThere = (name: string) => {
      const [file, title] = split(name);
      return (titles.get(file) ?? []).some((each) => each.includes(title));
    };
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  }, 120_000);
});

/** `src/codec/frame.ts checkSize`: the file declares a function, a method, a constant or an entry of that name. */
function isDeclared(place: string): boolean {
  const [path, symbol] = place.split(' ');
  const file = codeFiles.find((each) => each.path === path);
  if (file === undefined || symbol === undefined) return false;
  const declaration = new RegExp(
    `^(export )?(function|const|class) ${symbol}\\b|^ +(private |protected )?${symbol}(\\(|:|,$)`,
    'm',
  );
  return declaration.test(codeAlone(file.text));
}

function split(name: string): readonly [file: string, title: string] {
  const at = name.indexOf(' > ');
  return [name.slice(0, at), name.slice(at + 3)];
}

/** The titles of all tests in the files, as Vitest itself finds them: many are made of tables. */
function titlesIn(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-clauses-'));
  const listPath = join(folder, 'tests.json');
  try {
    const paths = files.map((file) => join('test', file));
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const { status, stderr } = spawnSync(
      process.execPath,
      [vitest, 'list', `--json=${listPath}`, ...paths],
      { cwd: root, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`vitest list failed:\n${stderr}`);
    const found = JSON.parse(readFileSync(listPath, 'utf8')) as { name: string; file: string }[];
    const titles = new Map<string, string[]>();
    for (const { name, file } of found) {
      const path = relative(join(root, 'test'), file).split(sep).join('/');
      titles.set(path, [...(titles.get(path) ?? []), name]);
    }
    return titles;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Which is why the rules for servers that are clients of others do not apply (v3 MQTT-7.0.0-1).
test('the broker dials nobody', () => {
  const sources = codeFiles.filter(({ path }) => path.startsWith('src/'));
  expect(sources.length).toBeGreaterThan(0);
  const dials = /\b(createConnection|net\.connect|tls\.connect)\b|\bconnect(Tcp|Tls)?\(/;
  expect(sources.filter(({ text }) => dials.test(codeAlone(text))).map(({ path }) => path)).toEqual(
    [],
  );
});
