/** What the broker holds, as lines to read, with what the last record has changed set off. */
import { diffOf } from '../../sim/inspect/diff.ts';
import { type Entry, entriesOf, SECTIONS, type Section } from '../../sim/inspect/entries.ts';
import type { StateAt } from '../../sim/inspect/state-at.ts';
import type { LedgerEntry, LedgerSection } from '../protocol.ts';

/** Of one section; a queue can hold a hundred thousand. */
const SHOWN_MAXIMUM = 40;

const BROKER_TOPICS = '$SYS/';

/** What one looks for first comes first. */
const ORDER: readonly Section[] = [
  ...new Set<Section>(['connections', 'sessions', 'timers', 'wills', 'takeovers', ...SECTIONS]),
];

/** What stands beside the name, where there is such a field. */
const FIRST = ['left', 'state'];
/** Values that speak for themselves. */
const PLAIN: ReadonlySet<string> = new Set(['version', 'message', 'due']);

export function ledgerOf(
  before: StateAt | undefined,
  state: StateAt,
  clientId: string,
): readonly LedgerSection[] {
  const client = clientId === '' ? undefined : clientId;
  const diff = before && diffOf(before, state, client);
  const added = new Set(diff?.added.map(keyOf));
  const changed = new Set(diff?.changed.map(keyOf));
  const entries = entriesOf(state, client);
  const gone = diff?.removed ?? [];
  return ORDER.flatMap((name) => {
    const own = entries.filter(({ section }) => section === name);
    const lost = gone.filter(({ section }) => section === name);
    if (own.length + lost.length === 0) return [];
    const listed = (all: readonly Entry[], prefix: string) => {
      const shown = all.slice(0, SHOWN_MAXIMUM).map((entry) => {
        const key = keyOf(entry);
        return written(entry, added.has(key) ? 'new' : changed.has(key) ? 'changed' : '');
      });
      return all.length === shown.length
        ? shown
        : [...shown, remainder(`${prefix}and ${all.length - shown.length} more`)];
    };
    // What the broker publishes of itself is not to push out what others do.
    const others = listed(
      own.filter((entry) => !isOfBroker(entry)),
      '',
    );
    const ofBroker = listed(own.filter(isOfBroker), `${BROKER_TOPICS} `);
    const ended = lost.slice(0, SHOWN_MAXIMUM).map((entry) => written(entry, 'gone'));
    return [{ name, entries: [...others, ...ended, ...ofBroker] }];
  });
}

function isOfBroker({ name }: Entry): boolean {
  return name.startsWith(BROKER_TOPICS);
}

function remainder(name: string): LedgerEntry {
  return { name, state: '', stateInFull: '', rest: '', mark: '' };
}

function keyOf({ section, name }: Pick<Entry, 'section' | 'name'>): string {
  return `${section} ${name}`;
}

function written({ name, fields }: Entry, mark: LedgerEntry['mark']): LedgerEntry {
  const first = FIRST.find((field) => fields[field] !== undefined);
  const state = first === undefined ? '' : (fields[first] as string);
  const rest = Object.entries(fields)
    .filter(([field]) => field !== first && field !== 'set by')
    .map(([field, value]) => (PLAIN.has(field) ? value : `${field} ${value}`))
    .join(' · ');
  // `connected (traffic.open, …)`: the regions are for who asks.
  const short = first === 'left' ? `${state} left` : state.replace(/ \(.*\)$/, '');
  return { name, state: short, stateInFull: state, rest, mark };
}
