/** What differs in each row of two traces, and whether it follows from something else that differs. */
import type { CauseId } from '../../machines/trace/format.ts';
import { Ends } from './ends.ts';
import { type FieldDifference, fieldDifferences } from './fields.ts';
import type { Meaning } from './meaning.ts';
import { inOrder, pairs } from './pairs.ts';
import { type Row, recordOf, type Side } from './rows.ts';

export type DifferenceKind =
  /** Only one of them has it. */
  | 'onlyA'
  | 'onlyB'
  /** Both have it, and it says something else. */
  | 'content'
  /** Both have it, in another place among what its client or its record has. */
  | 'moved';

export interface Difference {
  readonly kind: DifferenceKind;
  /** Place in the list of rows. */
  readonly row: number;
  readonly a: Meaning | undefined;
  readonly b: Meaning | undefined;
  /** Of content. */
  readonly fields: readonly FieldDifference[];
  /** What caused it is a difference too. */
  readonly isConsequence: boolean;
}

/** Before it is known what follows from what. */
type Found = Omit<Difference, 'isConsequence'>;

export function differencesIn(rows: readonly Row[], a: Side, b: Side): readonly Difference[] {
  const heads = { a: byRecord(a), b: byRecord(b) };
  const ends = new Ends();
  const found: Found[] = [];
  for (const [row, { a: nA, b: nB }] of rows.entries()) {
    const headA = nA === undefined ? undefined : heads.a.get(nA);
    const headB = nB === undefined ? undefined : heads.b.get(nB);
    if (headA === undefined || headB === undefined) {
      found.push(onlyOne(row, headA, headB));
      for (const effect of effectsOf(a, nA)) found.push(onlyOne(row, effect, undefined));
      for (const effect of effectsOf(b, nB)) found.push(onlyOne(row, undefined, effect));
      continue;
    }
    found.push(...contentDifference(row, headA, headB, ends));
    found.push(...effectDifferences(row, effectsOf(a, nA), effectsOf(b, nB), ends));
  }
  return withConsequences(joined(found), a, b);
}

function byRecord(side: Side): ReadonlyMap<number, Meaning> {
  return new Map(side.heads.map((head) => [recordOf(head), head]));
}

function effectsOf({ effects }: Side, n: number | undefined): readonly Meaning[] {
  return (n === undefined ? undefined : effects.get(n)) ?? [];
}

function onlyOne(row: number, a: Meaning | undefined, b: Meaning | undefined): Found {
  return { kind: b === undefined ? 'onlyA' : 'onlyB', row, a, b, fields: [] };
}

function contentDifference(row: number, a: Meaning, b: Meaning, ends: Ends): readonly Found[] {
  const fields = [...fieldDifferences(a.fields, b.fields), ...ends.difference(a.event, b.event)];
  return fields.length === 0 ? [] : [{ kind: 'content', row, a, b, fields }];
}

function effectDifferences(
  row: number,
  a: readonly Meaning[],
  b: readonly Meaning[],
  ends: Ends,
): readonly Found[] {
  const all = pairs(a, b);
  const chain = new Set(inOrder(all));
  const pairedA = new Set(all.map(([atA]) => atA));
  const pairedB = new Set(all.map(([, atB]) => atB));
  return [
    ...all.flatMap((match): readonly Found[] => {
      const [ofA, ofB] = [a[match[0]] as Meaning, b[match[1]] as Meaning];
      const content = contentDifference(row, ofA, ofB, ends);
      if (content.length > 0 || chain.has(match)) return content;
      return [{ kind: 'moved', row, a: ofA, b: ofB, fields: [] }];
    }),
    ...a.flatMap((of, at) => (pairedA.has(at) ? [] : [onlyOne(row, of, undefined)])),
    ...b.flatMap((of, at) => (pairedB.has(at) ? [] : [onlyOne(row, undefined, of)])),
  ];
}

/** What only A has in one place and only B in another is one thing that has moved. */
function joined(found: readonly Found[]): readonly Found[] {
  const waiting = new Map<string, Found[]>();
  for (const difference of found) {
    if (difference.kind !== 'onlyB' || difference.b === undefined) continue;
    const { exactKey } = difference.b;
    waiting.set(exactKey, [...(waiting.get(exactKey) ?? []), difference]);
  }
  const taken = new Set<Found>();
  const all = found.map((difference) => {
    if (difference.kind !== 'onlyA' || difference.a === undefined) return difference;
    const other = waiting.get(difference.a.exactKey)?.shift();
    if (other === undefined) return difference;
    taken.add(other);
    return { ...difference, kind: 'moved' as const, b: other.b };
  });
  return all.filter((difference) => !taken.has(difference));
}

function withConsequences(found: readonly Found[], a: Side, b: Side): readonly Difference[] {
  const odd = { a: new Set<CauseId>(), b: new Set<CauseId>() };
  for (const difference of found) {
    if (difference.kind === 'moved') continue;
    if (difference.a !== undefined) odd.a.add(difference.a.event.id);
    if (difference.b !== undefined) odd.b.add(difference.b.event.id);
  }
  const follows = (meaning: Meaning | undefined, side: Side, ids: ReadonlySet<CauseId>) => {
    const by = meaning && causeOf(meaning, side);
    return by !== undefined && ids.has(by);
  };
  return found.map((difference) => {
    const { a: ofA, b: ofB } = difference;
    return { ...difference, isConsequence: follows(ofA, a, odd.a) || follows(ofB, b, odd.b) };
  });
}

/** An effect is caused by what came, and that by what the trace says. */
function causeOf({ event }: Meaning, { run }: Side): CauseId | undefined {
  const n = Number.parseInt(event.id, 10);
  return event.id.includes('.') ? `${n}` : run.records[n]?.by;
}
