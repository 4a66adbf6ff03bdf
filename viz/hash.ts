/**
 * What the address says after `#`: which run is open, and where in it. `#s=takeover&seed=1&at=12`; `do` is what was
 * done to it by hand, `x` a scenario of one's own.
 */
import type { Made } from './protocol.ts';

export interface Place extends Made {
  /** Undefined: where the run itself says. */
  readonly at: number | undefined;
}

export const FIRST_PLACE: Place = { scenario: 'takeover', seed: '1', at: undefined };

const SEED_LENGTH_MAXIMUM = 64;

const PLAIN = ['s', 'seed', 'at', 'do', 'x'];

/** Whether `parseHash` understands all of it; anything else is a link, or what has become of one. */
export function isPlain(hash: string): boolean {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const { length } = fields.get('seed') ?? '';
  const isKnown = [...fields.keys()].every((name) => PLAIN.includes(name));
  return isKnown && length <= SEED_LENGTH_MAXIMUM && /^\d{0,9}$/.test(fields.get('at') ?? '');
}

/** What cannot be understood is as if it were not there. */
export function parseHash(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const at = fields.get('at') ?? '';
  const [text, doings] = [fields.get('x'), fields.get('do')];
  return {
    scenario: fields.get('s') || FIRST_PLACE.scenario,
    seed: (fields.get('seed') || FIRST_PLACE.seed).slice(0, SEED_LENGTH_MAXIMUM),
    at: /^\d{1,9}$/.test(at) ? Number(at) : undefined,
    ...(text && { text }),
    ...(doings && { doings }),
  };
}

export function printHash({ scenario, seed, at, text, doings }: Place): string {
  // A trace from a file: the address cannot bring it back.
  if (scenario === '') return '';
  const fields = new URLSearchParams({ s: scenario, seed });
  if (doings !== undefined) fields.set('do', doings);
  if (text !== undefined) fields.set('x', text);
  if (at !== undefined) fields.set('at', String(at));
  return `#${fields}`;
}

/** Whether both are made in the same way. */
export function isSameRun(a: Made, b: Made): boolean {
  return (
    a.scenario === b.scenario && a.seed === b.seed && a.text === b.text && a.doings === b.doings
  );
}
