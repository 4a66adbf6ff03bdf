/** Fields for a step of a client, from the tables that scenarios are read with; filled in, they are the step. */
import type { Shape, Slot } from '../../sim/scenario/text/shape.ts';

export interface ShapeField {
  readonly word: string;
  readonly key: string;
  readonly isNeeded: boolean;
  /** What stands in it at first. */
  readonly text: string;
  readonly expected: string;
  /** All that it can be; none where that cannot be counted. */
  readonly words: readonly string[];
}

export interface FilledShape {
  /** Undefined where something is wrong. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  /** By key. */
  readonly problems: Readonly<Record<string, string>>;
}

export function shapeFields({ takes = [], named = [] }: Shape): readonly ShapeField[] {
  return [...takes, ...named].map(({ word, key, kind, isNeeded = false, otherwise }) => ({
    word,
    key,
    isNeeded,
    text: otherwise === undefined ? '' : kind.write(otherwise),
    expected: kind.expected,
    words: kind.words ?? [],
  }));
}

/** @param texts by key */
export function fillShape(
  { takes = [], named = [] }: Shape,
  texts: Readonly<Record<string, string>>,
): FilledShape {
  const fields: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const slot of [...takes, ...named]) {
    const text = texts[slot.key] ?? '';
    const value = text === '' ? absent(slot) : slot.kind.read(text);
    if (value === undefined && (slot.isNeeded || text !== '')) {
      problems[slot.key] = slot.kind.expected;
    } else if (value !== undefined) fields[slot.key] = value;
  }
  return { fields: Object.keys(problems).length === 0 ? fields : undefined, problems };
}

/** A text may be there and empty; anything else that is empty is not there. */
function absent({ kind, isNeeded, otherwise }: Slot): unknown {
  return otherwise ?? (isNeeded ? kind.read('') : undefined);
}
