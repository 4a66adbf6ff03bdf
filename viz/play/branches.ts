/** The tree of branches: runs that were forked from one another. As data; state/ and panes/ have the rest. */
import type { Opened, Source } from '../protocol.ts';

export interface Branch {
  readonly id: number;
  /** Id of the branch that it was forked from; undefined for one that was opened. */
  readonly parent: number | undefined;
  /** What a person calls it; what it is called until then. */
  readonly name: string;
  /** What was done, in words; empty for one that was opened. */
  readonly words: string;
  /** The record that tells of it, the first that its parent does not have; 0 for one that was opened. */
  readonly n: number;
  readonly opened: Opened;
}

export interface Branches {
  readonly all: readonly Branch[];
  /** Id of the one that is shown; 0 for none. */
  readonly current: number;
  /** Ids are not used again. */
  readonly last: number;
}

/** Characters of a name. */
export const NAME_MAXIMUM = 60;

export const NO_BRANCHES: Branches = { all: [], current: 0, last: 0 };

/** A run is shown: one of the tree, or one that has just been opened. */
export function shown(tree: Branches, opened: Opened): Branches {
  const known = sameIn(tree, opened);
  if (known !== undefined) {
    const all = tree.all.map((branch) => (branch === known ? { ...branch, opened } : branch));
    return { ...tree, all, current: known.id };
  }
  const id = tree.last + 1;
  const root = { id, parent: undefined, name: nameOf(opened), words: '', n: 0, opened };
  return { all: [...kept(tree), root], current: id, last: id };
}

/** Of the runs of a scenario it is the seed that tells them apart. */
function nameOf({ name, source }: Opened): string {
  return source.kind === 'scenario' && source.seed !== '1' ? `${name}, seed ${source.seed}` : name;
}

/** The current one is forked, and the fork is shown. */
export function forked(tree: Branches, opened: Opened, words: string, n: number): Branches {
  if (sameIn(tree, opened) !== undefined) return shown(tree, opened);
  const id = tree.last + 1;
  const name = shortened(words);
  const branch = { id, parent: tree.current, name, words, n, opened };
  return { all: [...tree.all, branch], current: id, last: id };
}

/** What was done names it better than a number would. */
function shortened(words: string): string {
  // What stands in brackets explains, and may have a comma in it.
  const [main = ''] = words.length <= NAME_MAXIMUM ? [words] : words.split(/, (?![^(]*\))/);
  const first = main.length <= NAME_MAXIMUM ? main : main.replace(/ \([^)]*\)/g, '');
  const name = first.charAt(0).toUpperCase() + first.slice(1);
  return name.length <= NAME_MAXIMUM ? name : `${name.slice(0, NAME_MAXIMUM - 1).trimEnd()}…`;
}

export function renamed(tree: Branches, id: number, name: string): Branches {
  const trimmed = name.trim();
  if (trimmed === '') return tree;
  return { ...tree, all: tree.all.map((b) => (b.id === id ? { ...b, name: trimmed } : b)) };
}

/** Without it and what was forked from it; the branch that it came from is shown instead. */
export function removed(tree: Branches, id: number): Branches {
  const gone = new Set([id]);
  for (const { id: own, parent } of tree.all) if (gone.has(parent ?? 0)) gone.add(own);
  const branch = tree.all.find((each) => each.id === id);
  const current = gone.has(tree.current) ? (branch?.parent ?? 0) : tree.current;
  return { ...tree, all: tree.all.filter((each) => !gone.has(each.id)), current };
}

export function currentOf({ all, current }: Branches): Branch | undefined {
  return all.find(({ id }) => id === current);
}

export interface Row {
  readonly branch: Branch;
  /** 0 for one that was opened. */
  readonly depth: number;
}

/** In the order of a tree: each before what was forked from it, earlier forks first. */
export function rowsOf({ all }: Branches): readonly Row[] {
  const below = (parent: number | undefined, depth: number): readonly Row[] =>
    all
      .filter((branch) => branch.parent === parent)
      .toSorted((a, b) => a.n - b.n || a.id - b.id)
      .flatMap((branch) => [{ branch, depth }, ...below(branch.id, depth + 1)]);
  return below(undefined, 0);
}

/** What was only looked at does not stay in the list. */
function kept({ all }: Branches): readonly Branch[] {
  return all.filter(
    ({ id, parent }) => parent !== undefined || all.some((other) => other.parent === id),
  );
}

/** By the worker's number, or, where that is another by now, by what it was made from. */
function sameIn({ all }: Branches, { run, source }: Opened): Branch | undefined {
  const byNumber = all.find(({ opened }) => opened.run === run);
  if (byNumber !== undefined || source.kind !== 'scenario') return byNumber;
  return all.find(({ opened }) => isMadeAlike(opened.source, source));
}

function isMadeAlike(a: Source, b: Source): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(source: Source): readonly (readonly [string, unknown])[] {
  return Object.entries(source).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
