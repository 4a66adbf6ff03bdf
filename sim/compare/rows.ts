/** The records of two traces in one list, each row a record of one of them, or of both. */
import type { TimelineEvent } from '../render/timeline/types.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { Names } from './names.ts';
import { inOrder, pairs } from './pairs.ts';
import { eventsByRecord, type Run } from './run.ts';

/** One of the two traces, with what it means. */
export interface Side {
  readonly run: Run;
  /** What came, by record, in order. */
  readonly heads: readonly Meaning[];
  /** What the broker did, by number of record. */
  readonly effects: ReadonlyMap<number, readonly Meaning[]>;
}

export interface Row {
  /** Number of the record in A; undefined where only B has it. */
  readonly a: number | undefined;
  readonly b: number | undefined;
  /** It is in both, and stands elsewhere among the records of other clients. Each of its two places has a row. */
  readonly isOvertaken: boolean;
}

export function sideOf(run: Run, hasNotes: boolean): Side {
  const names = new Names(run);
  const heads: Meaning[] = [];
  const effects = new Map<number, readonly Meaning[]>();
  for (const [n, events] of eventsByRecord(run)) {
    const record = run.records[n];
    const isNote = record !== undefined && 'note' in record;
    if (isNote && !hasNotes) continue;
    const actor = isNote ? record.note.actor : undefined;
    const [head, ...rest] = events as readonly [TimelineEvent, ...TimelineEvent[]];
    heads.push(meaningOf(head, names, actor));
    const own = rest.map((event) => meaningOf(event, names, actor));
    effects.set(n, own);
  }
  return { run, heads, effects };
}

export function recordOf({ event }: Meaning): number {
  return Number.parseInt(event.id, 10);
}

export function rowsOf(a: Side, b: Side): readonly Row[] {
  const all = pairs(a.heads, b.heads);
  const chain = inOrder(all);
  const partnerInB = new Map(all);
  const partnerInA = new Map(all.map(([atA, atB]) => [atB, atA]));
  const n = (side: Side, at: number) => recordOf(side.heads[at] as Meaning);
  const rows: Row[] = [];
  const between = (fromA: number, toA: number, fromB: number, toB: number) => {
    for (const { of, at } of byTime(a, b, { fromA, toA, fromB, toB })) {
      const partner = of === 'a' ? partnerInB.get(at) : partnerInA.get(at);
      const isOvertaken = partner !== undefined;
      const row =
        of === 'a'
          ? { a: n(a, at), b: partner && n(b, partner) }
          : { a: partner && n(a, partner), b: n(b, at) };
      // One row is enough: it stands where A has the record.
      if (of === 'a' || !isOvertaken) rows.push({ ...row, isOvertaken });
    }
  };
  let fromA = 0;
  let fromB = 0;
  for (const [atA, atB] of chain) {
    between(fromA, atA, fromB, atB);
    rows.push({ a: n(a, atA), b: n(b, atB), isOvertaken: false });
    fromA = atA + 1;
    fromB = atB + 1;
  }
  between(fromA, a.heads.length, fromB, b.heads.length);
  return rows;
}

interface Gap {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** What stands between two rows that both have, as it happened, counted from the row before. */
function byTime(a: Side, b: Side, { fromA, toA, fromB, toB }: Gap) {
  const since = (side: Side, from: number, at: number) =>
    timeOf(side, at) - (from === 0 ? 0 : timeOf(side, from - 1));
  const places = [];
  for (let at = fromA; at < toA; at++)
    places.push({ of: 'a' as const, at, ms: since(a, fromA, at) });
  for (let at = fromB; at < toB; at++)
    places.push({ of: 'b' as const, at, ms: since(b, fromB, at) });
  return places.sort((left, right) => left.ms - right.ms);
}

function timeOf({ heads }: Side, at: number): number {
  return heads[at]?.event.timeMs ?? 0;
}
