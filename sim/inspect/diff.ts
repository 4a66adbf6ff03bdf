/** What has changed between two states. */
import { type Entry, entriesOf, type Section } from './entries.ts';
import type { StateAt } from './state-at.ts';

export interface Changed {
  readonly section: Section;
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  readonly field: string;
  /** Undefined where there was none, or is none any more. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface StateDiff {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly changed: readonly Changed[];
}

/** Always other than before, and said by what they count down to or from. */
const PASSING: ReadonlySet<string> = new Set(['left', 'place']);

export function diffOf(from: StateAt, to: StateAt, clientId?: string): StateDiff {
  const before = byName(entriesOf(from, clientId));
  const after = byName(entriesOf(to, clientId));
  const changed: Changed[] = [];
  for (const [key, entry] of after) {
    const old = before.get(key);
    const fields = old === undefined ? [] : fieldChanges(old, entry);
    if (fields.length > 0) changed.push({ section: entry.section, name: entry.name, fields });
  }
  return {
    added: [...after].filter(([key]) => !before.has(key)).map(([, entry]) => entry),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, entry]) => entry),
    changed,
  };
}

function byName(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [`${entry.section} ${entry.key ?? entry.name}`, entry]));
}

function fieldChanges(before: Entry, after: Entry): readonly FieldChange[] {
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]);
  return [...names]
    .filter((field) => !PASSING.has(field) && before.fields[field] !== after.fields[field])
    .map((field) => ({ field, from: before.fields[field], to: after.fields[field] }));
}
