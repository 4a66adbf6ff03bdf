/** What a soak can be told, and what it says when it is asked. */
import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly connections: number;
  readonly minutes: number;
  /** PUBLISH a second of all publishers; each goes to two subscribers. */
  readonly rate: number;
  /** Publishers, and as many subscribers; everybody else is mostly idle. */
  readonly publishers: number;
  /** A second. */
  readonly cuts: number;
  /** A second. */
  readonly takeovers: number;
  /** Ends the traffic sooner; 0 for no such end. */
  readonly messages: number;
  /** What may remain above the memory at the baseline, once garbage has been collected. */
  readonly toleranceMb: number;
  /** The same of resident memory, which the allocators give back late and in part. */
  readonly residentToleranceMb: number;
  readonly seed: string;
  readonly json: boolean;
  readonly help: boolean;
}

export class UsageError extends Error {}

const NUMBERS = {
  connections: { value: 10_000, least: 4, about: 'connections held' },
  minutes: { value: 3, least: 0.01, about: 'of traffic, cuts and takeovers' },
  rate: {
    value: 1_000,
    least: 1,
    about: 'messages published a second; each goes to two subscribers',
  },
  publishers: { value: 200, least: 2, about: 'and as many subscribers; at most a quarter of all' },
  cuts: { value: 40, least: 0, about: 'connections cut a second' },
  takeovers: { value: 20, least: 0, about: 'connections taken over a second' },
  messages: { value: 0, least: 0, about: 'end the traffic after so many (0: by time alone)' },
  'tolerance-mb': {
    value: 20,
    least: 1,
    about: 'memory in use that may remain above the baseline',
  },
  'resident-mb': { value: 64, least: 1, about: 'the same of resident memory, given back late' },
} as const;

type NumberName = keyof typeof NUMBERS;

export const HELP = [
  'usage: npm run soak -- [options]',
  '',
  ...Object.entries(NUMBERS).map(
    ([name, { value, about }]) => `  ${`--${name} N`.padEnd(19)} ${about} (default ${value})`,
  ),
  `  ${'--seed TEXT'.padEnd(19)} what chance is made of (default 1). It fixes the choices, not the timing.`,
  `  ${'--json'.padEnd(19)} the summary as one line of JSON on stdout, everything else on stderr`,
  `  ${'--help'.padEnd(19)} this text`,
  '',
  'Ctrl-C ends the traffic, checks what there was, and sums up. Twice ends it at once.',
].join('\n');

/** @throws UsageError */
export function readOptions(args: readonly string[]): SoakOptions {
  const values = parse(args);
  const number = (name: NumberName): number => {
    const { value, least } = NUMBERS[name];
    const text = values[name];
    const read = text === undefined ? value : Number(text);
    if (!(read >= least) || !Number.isFinite(read)) {
      throw new UsageError(`--${name} takes a number from ${least}`);
    }
    return read;
  };
  const connections = Math.floor(number('connections'));
  return {
    connections,
    minutes: number('minutes'),
    rate: number('rate'),
    publishers: Math.min(Math.floor(number('publishers')), Math.floor(connections / 4)),
    cuts: number('cuts'),
    takeovers: number('takeovers'),
    messages: Math.floor(number('messages')),
    toleranceMb: number('tolerance-mb'),
    residentToleranceMb: number('resident-mb'),
    seed: typeof values['seed'] === 'string' ? values['seed'] : '1',
    json: values['json'] === true,
    help: values['help'] === true,
  };
}

/** What repeats it, as far as a run on real sockets can be repeated. */
export function commandOf(options: SoakOptions): string {
  const { connections, minutes, rate, publishers, cuts, takeovers, messages, seed } = options;
  const memory = {
    'tolerance-mb': options.toleranceMb,
    'resident-mb': options.residentToleranceMb,
  };
  const numbers = { connections, minutes, rate, publishers, cuts, takeovers, messages };
  const flags = Object.entries({ ...numbers, ...memory }).map(
    ([name, value]) => `--${name} ${value}`,
  );
  return `npm run soak -- ${flags.join(' ')} --seed '${seed.replaceAll("'", "'\\''")}'`;
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, text]));
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...numbers, seed: text, json: flag, help: { ...flag, short: 'h' } },
    });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
