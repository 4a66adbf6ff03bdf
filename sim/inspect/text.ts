/** States and their differences for people: sections, aligned, and one line for all that is empty. */
import { wrap } from '../render/text/wrap.ts';
import type { StateDiff } from './diff.ts';
import { type Entry, entriesOf, SECTIONS, type Section } from './entries.ts';
import type { StateAt } from './state-at.ts';

const WIDTH = 110;
const NAME_WIDTH_MAXIMUM = 52;
/** Of one section; a queue can hold a hundred thousand. */
const SHOWN_MAXIMUM = 50;

/** Fields whose value speaks for itself. */
const PLAIN: ReadonlySet<string> = new Set(['state', 'version', 'message', 'due']);

/** @param clientId when only what concerns one client is wanted */
export function stateText(state: StateAt, clientId?: string): string {
  const entries = entriesOf(state, clientId);
  const lines: string[] = [];
  const empty: Section[] = [];
  for (const section of SECTIONS) {
    const own = entries.filter((entry) => entry.section === section);
    if (own.length === 0) {
      empty.push(section);
      continue;
    }
    lines.push(`${section.toUpperCase()} (${own.length})`, ...table(own), '');
  }
  if (empty.length > 0) lines.push(`Nothing under: ${empty.join(', ')}.`);
  return `${lines.join('\n').trimEnd()}\n`;
}

function table(entries: readonly Entry[]): readonly string[] {
  const shown = entries.slice(0, SHOWN_MAXIMUM);
  const longest = Math.max(...shown.map(({ name }) => name.length));
  const width = Math.min(longest, NAME_WIDTH_MAXIMUM) + 4;
  const lines = shown.flatMap((entry) => row(entry, width));
  const left = entries.length - shown.length;
  return left === 0 ? lines : [...lines, `  … and ${left} more (--json shows all)`];
}

function row({ name, fields }: Entry, width: number): readonly string[] {
  const [first = '', ...rest] = wrap(fieldsInWords(fields), WIDTH, width);
  const head = `  ${name}`;
  if (head.length >= width) return [head, first, ...rest];
  return [head.padEnd(width) + first.slice(width), ...rest];
}

function fieldsInWords(fields: Entry['fields']): string {
  return Object.entries(fields)
    .map(([field, value]) => {
      if (field === 'left') return `${value} left`;
      return PLAIN.has(field) ? value : `${field} ${value}`;
    })
    .join('; ');
}

export function diffText({ added, removed, changed }: StateDiff): string {
  if (added.length + removed.length + changed.length === 0) return 'Nothing has changed.\n';
  const lines: string[] = [];
  if (removed.length > 0) lines.push('GONE', ...table(removed.map(named)), '');
  if (added.length > 0) lines.push('NEW', ...table(added.map(named)), '');
  if (changed.length > 0) lines.push('CHANGED');
  for (const { section, name, fields } of changed) {
    lines.push(`  ${named({ section, name, fields: {} }).name}`);
    const width = Math.max(...fields.map(({ field }) => field.length));
    for (const { field, from, to } of fields) {
      lines.push(`    ${field.padEnd(width)}  ${from ?? 'none'} → ${to ?? 'none'}`);
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const OF_SECTION: Partial<Readonly<Record<Section, string>>> = {
  subscriptions: 'subscription ',
  'retained messages': 'retained message ',
  timers: 'timer ',
};

/** Where there are no sections, an entry says itself what it is. */
function named(entry: Entry): Entry {
  return { ...entry, name: `${OF_SECTION[entry.section] ?? ''}${entry.name}` };
}
