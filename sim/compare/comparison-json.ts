/** A comparison as plain data, for programs and for pages: events as their id, time, sentence and clauses. */
import type { Clause } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import { sentence } from '../render/sentences/sentence.ts';
import type { Comparison } from './compare.ts';
import type { Difference, DifferenceKind } from './differences.ts';
import type { FieldDifference } from './fields.ts';
import type { Meaning } from './meaning.ts';

export interface PlainEvent {
  /** `12` for what came, `12.3` for an effect. */
  readonly id: CauseId;
  readonly timeMs: number;
  readonly sentence: string;
  readonly clauses: readonly Clause[];
}

export interface PlainDifference {
  readonly kind: DifferenceKind;
  readonly row: number;
  readonly a: PlainEvent | null;
  readonly b: PlainEvent | null;
  readonly fields: readonly FieldDifference[];
  readonly isConsequence: boolean;
}

export interface PlainComparison extends Omit<Comparison, 'differences' | 'text'> {
  readonly text: NonNullable<Comparison['text']> | null;
  readonly differences: readonly PlainDifference[];
}

export function plainComparison(comparison: Comparison): PlainComparison {
  return {
    ...comparison,
    text: comparison.text ?? null,
    differences: comparison.differences.map(plainDifference),
  };
}

function plainDifference({ a, b, ...rest }: Difference): PlainDifference {
  return { ...rest, a: plainEvent(a), b: plainEvent(b) };
}

function plainEvent(meaning: Meaning | undefined): PlainEvent | null {
  if (meaning === undefined) return null;
  const { event } = meaning;
  const { text, clauses } = sentence(event);
  return { id: event.id, timeMs: event.timeMs, sentence: text, clauses };
}
