/**
 * The filter language, one line for the command line and the visualizer alike:
 *
 *     client:a kind:PUBLISH qos:2 id:7 t:1s..2s /regex/ !kind:PING*
 *
 * Terms are joined by "and"; `!` in front of one turns it around. Values may have `*`, and quotes for spaces. A word
 * without a key is looked for in the record's text.
 */
import { TIME_EXAMPLES, timeMs } from '../inspect/duration.ts';

/** What a filter looks at. Whoever has something to be filtered makes one of these of it. */
export interface FilterSubject {
  readonly n: number;
  readonly t: number;
  /** Words for what it is: `received`, `PUBLISH`, `timer`, `session.created`. */
  readonly kinds: readonly string[];
  readonly clients: readonly string[];
  readonly connections: readonly number[];
  readonly qos: readonly number[];
  /** Packet Identifiers. */
  readonly ids: readonly number[];
  readonly topics: readonly string[];
  /** States of charts: `session.online`. */
  readonly states: readonly string[];
  readonly clauses: readonly string[];
  /** All of it as text; asked for only by terms that need it. */
  readonly text: () => string;
}

export interface Filter {
  (subject: FilterSubject): boolean;
  /** Whether a term names the clause; undefined where none is about clauses, which are not free to be found. */
  readonly wantsClause: ((id: string) => boolean) | undefined;
}

/** What is wrong with a filter, with a mark under the place. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  /** From 1. */
  readonly column: number;

  constructor(text: string, at: number, problem: string) {
    super(`${problem}\n  ${text}\n  ${' '.repeat(at)}^`);
    this.column = at + 1;
  }
}

type Term = (subject: FilterSubject) => boolean;

type Make = (value: string, fail: (problem: string) => never) => Term;

const KEYS: Readonly<Record<string, Make>> = {
  client: words(({ clients }) => clients),
  kind: words(({ kinds }) => kinds),
  topic: words(({ topics }) => topics),
  state: words(({ states }) => states),
  clause: words(({ clauses }) => clauses),
  connection: numbers(({ connections }) => connections, number),
  qos: numbers(({ qos }) => qos, number),
  id: numbers(({ ids }) => ids, number),
  n: numbers(({ n }) => [n], number),
  t: numbers(({ t }) => [t], timeMs),
};

const TERM =
  /(!?)(?:\/((?:[^/\\]|\\.)+)\/(i?)(?=\s|$)|([a-z]+):("[^"]*"|\S*)|("[^"]*"|[^\s/"]\S*))/y;

/** @throws FilterError that points at the column. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const clauses: RegExp[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ') at += 1;
    if (at >= text.length) break;
    TERM.lastIndex = at;
    const match = TERM.exec(text);
    if (match === null) throw new FilterError(text, at, problemAt(text[at] as string));
    terms.push(term(text, at, match));
    if (match[4] === 'clause') clauses.push(wordPattern(unquoted(match[5] as string)));
    at += match[0].length;
  }
  const matches = (subject: FilterSubject) => terms.every((term) => term(subject));
  const wantsClause = (id: string) => clauses.some((pattern) => pattern.test(id));
  return Object.assign(matches, { wantsClause: clauses.length === 0 ? undefined : wantsClause });
}

function problemAt(character: string): string {
  if (character === '/') return 'a regular expression without its closing /';
  return character === '"' ? 'a quote without its closing "' : 'a term is missing here';
}

function term(text: string, at: number, match: RegExpExecArray): Term {
  const [, not, expression, flags, key, value, word] = match;
  const valueAt = at + (not as string).length + (key === undefined ? 0 : key.length + 1);
  const fail = (problem: string): never => {
    throw new FilterError(text, valueAt, problem);
  };
  const found = positive({ expression, flags, key, value, word }, fail, () => {
    const keys = Object.keys(KEYS).join(', ');
    throw new FilterError(
      text,
      valueAt - 1 - (key as string).length,
      `there is no '${key}:'; there are ${keys}`,
    );
  });
  return not === '' ? found : (subject) => !found(subject);
}

function positive(
  { expression, flags, key, value, word }: Record<string, string | undefined>,
  fail: (problem: string) => never,
  unknownKey: () => never,
): Term {
  if (expression !== undefined) {
    const pattern = regular(expression, flags ?? '', fail);
    return (subject) => pattern.test(subject.text());
  }
  if (key === undefined) {
    const wanted = unquoted(word as string);
    return (subject) => subject.text().includes(wanted);
  }
  const make = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (make === undefined) return unknownKey();
  const wanted = unquoted(value as string);
  return wanted === '' ? fail(`'${key}:' needs a value`) : make(wanted, fail);
}

function regular(source: string, flags: string, fail: (problem: string) => never): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    return fail((error as Error).message);
  }
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}

/** Whole words, with `*` for anything. */
function words(of: (subject: FilterSubject) => readonly string[]): Make {
  return (value) => {
    const pattern = wordPattern(value);
    return (subject) => of(subject).some((word) => pattern.test(word));
  };
}

function wordPattern(value: string): RegExp {
  const source = value.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`);
}

/** One number, or a range: `1..3`, `1..`, `..3`. */
function numbers(
  of: (subject: FilterSubject) => readonly number[],
  read: (text: string) => number | undefined,
): Make {
  return (value, fail) => {
    const [low, high, ...more] = value.includes('..') ? value.split('..') : [value, value];
    const from = low === '' ? Number.NEGATIVE_INFINITY : read(low as string);
    const to = high === '' ? Number.POSITIVE_INFINITY : read(high as string);
    if (from === undefined || to === undefined || more.length > 0) {
      const how =
        read === number
          ? 'number, and no range of them (1..3)'
          : `time (${TIME_EXAMPLES}), and no range of them (1s..2s)`;
      return fail(`'${value}' is no ${how}`);
    }
    return (subject) => of(subject).some((one) => one >= from && one <= to);
  };
}

function number(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
