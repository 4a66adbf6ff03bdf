/**
 * A place in a trace, written and read in one way everywhere: a record `12`, an effect of one `12.3`, or a time `1.5s`.
 */
import { clock } from '../render/sentences/words.ts';
import { TIME_EXAMPLES, timeMs } from './duration.ts';
import { InspectError } from './inspect-error.ts';

export type Where =
  | { readonly kind: 'record'; readonly n: number; readonly effect: number | undefined }
  /** After all that had happened by then. */
  | { readonly kind: 'time'; readonly ms: number };

/** Before and after everything. */
export const BEGINNING: Where = { kind: 'time', ms: 0 };
export const END: Where = { kind: 'time', ms: Number.POSITIVE_INFINITY };

/** What a place can be, for errors and help texts. */
export const PLACES = `a record (1200), an effect of one (1200.3) or a time (${TIME_EXAMPLES})`;

/** @throws InspectError that shows how to write it */
export function parseWhere(text: string): Where {
  const record = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (record !== null) {
    const [, n, effect] = record;
    return { kind: 'record', n: Number(n), effect: effect === undefined ? effect : Number(effect) };
  }
  const ms = timeMs(text);
  if (ms !== undefined) return { kind: 'time', ms };
  throw new InspectError(`'${text}' is no place in a trace: write ${PLACES}`);
}

/** A record and its time, as every command prints them. */
export function whereInWords({ n, t }: { readonly n: number; readonly t: number }): string {
  return `record ${n}, ${clock(t)}`;
}

/** Whether a record belongs to what has happened at that place. */
export function isUpTo(
  where: Where,
  { n, t }: { readonly n: number; readonly t: number },
): boolean {
  return where.kind === 'record' ? n <= where.n : t <= where.ms;
}

/** Whether a record stands before that place. */
export function isBefore(
  where: Where,
  { n, t }: { readonly n: number; readonly t: number },
): boolean {
  return where.kind === 'record' ? n < where.n : t < where.ms;
}

/** Whether a trace that ends there has that place: what would have come later, it does not know. */
export function isWithin(
  where: Where,
  { n, t }: { readonly n: number; readonly t: number },
): boolean {
  if (where.kind === 'record') return where.n <= n;
  return where.ms <= t || where.ms === Number.POSITIVE_INFINITY;
}
