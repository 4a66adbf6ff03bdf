/** What the address says after `#`: which run is open, and where in it. `#s=takeover&seed=1&at=12`. */

export interface Place {
  /** Empty where a file is open: the address cannot bring that back. */
  readonly scenario: string;
  readonly seed: string;
  /** Undefined: where the run itself says. */
  readonly at: number | undefined;
}

export const FIRST_PLACE: Place = { scenario: 'takeover', seed: '1', at: undefined };

const SEED_LENGTH_MAXIMUM = 64;

/** What cannot be understood is as if it were not there. */
export function parseHash(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const at = fields.get('at') ?? '';
  return {
    scenario: fields.get('s') || FIRST_PLACE.scenario,
    seed: (fields.get('seed') || FIRST_PLACE.seed).slice(0, SEED_LENGTH_MAXIMUM),
    at: /^\d{1,9}$/.test(at) ? Number(at) : undefined,
  };
}

export function printHash({ scenario, seed, at }: Place): string {
  if (scenario === '') return '';
  const fields = new URLSearchParams({ s: scenario, seed });
  if (at !== undefined) fields.set('at', String(at));
  return `#${fields}`;
}
