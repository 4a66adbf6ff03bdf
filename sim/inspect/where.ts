/** A place in a trace as people write it: `12`, `12.3` for an effect, `1.5s` for a time. */
import { durationMs } from './duration.ts';
import { InspectError } from './inspect-error.ts';

export type Where =
  | { readonly kind: 'record'; readonly n: number; readonly effect: number | undefined }
  /** After all that had happened by then. */
  | { readonly kind: 'time'; readonly ms: number };

/** @throws InspectError that shows how to write it */
export function parseWhere(text: string): Where {
  const record = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (record !== null) {
    const [, n, effect] = record;
    return { kind: 'record', n: Number(n), effect: effect === undefined ? effect : Number(effect) };
  }
  const ms = durationMs(text);
  if (ms !== undefined) return { kind: 'time', ms };
  throw new InspectError(
    `'${text}' is no place in a trace; write a record (12), an effect of one (12.3) or a time (1.5s, 200ms, 2min)`,
  );
}

/** Whether a record belongs to what has happened at that place. */
export function isUpTo(
  where: Where,
  { n, t }: { readonly n: number; readonly t: number },
): boolean {
  return where.kind === 'record' ? n <= where.n : t <= where.ms;
}
