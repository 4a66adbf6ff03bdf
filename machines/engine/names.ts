import { asList } from './states.ts';

/** An action or guard as a chart may write it: its name, or `{ type: name }`. */
export function nameOf(reference: unknown): string | undefined {
  if (typeof reference === 'string') return reference;
  if (typeof reference !== 'object' || reference === null) return undefined;
  const keys = Object.keys(reference);
  const type = (reference as { type?: unknown }).type;
  // Anything beside the type would be params, which effects and tables have no place for.
  return keys.length === 1 && typeof type === 'string' ? type : undefined;
}

export function namesOf(references: unknown): readonly string[] {
  return asList(references).flatMap((reference) => nameOf(reference) ?? []);
}

/** XState's own guard combinators (`not`, `and`, `or`, `stateIn`), recognised by what they carry. */
interface GuardCombinator {
  readonly name: string;
  readonly check: unknown;
  readonly guards?: readonly unknown[];
  readonly stateValue?: unknown;
}

export function asCombinator(guard: unknown): GuardCombinator | undefined {
  if (typeof guard !== 'function' || !('check' in guard)) return undefined;
  return guard as unknown as GuardCombinator;
}

/** A guard in words: `isWillSet`, `not isWillSet`, `(isWillSet and isClean)`, `in online`. */
export function guardInWords(guard: unknown): string | undefined {
  if (guard === undefined) return undefined;
  const combinator = asCombinator(guard);
  if (combinator === undefined) return nameOf(guard) ?? '(unnamed)';
  const parts = (combinator.guards ?? []).map(guardInWords);
  if (combinator.name === 'not') return `not ${parts[0]}`;
  if (combinator.name === 'and' || combinator.name === 'or') {
    return `(${parts.join(` ${combinator.name} `)})`;
  }
  return `in ${statesInWords(combinator.stateValue)}`;
}

/** What `stateIn` asks for, as paths: `lit.left.bright`. */
function statesInWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const paths = Object.entries(value).map(([key, inner]) => {
    const rest = statesInWords(inner);
    return rest === '' ? key : `${key}.${rest}`;
  });
  return paths.join(' & ');
}
