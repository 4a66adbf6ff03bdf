/** What stands behind a word such as `publish`: places in order, then `name=value`. One table reads and writes it. */
import type { Kind } from './kinds.ts';
import { didYouMean, oneOf } from './likeness.ts';
import type { Problem } from './problem.ts';
import { type Line, type Word, wordText } from './words.ts';

export interface Slot {
  /** As the text calls it: the standard's name. */
  readonly word: string;
  /** As the data call it, with its unit. */
  readonly key: string;
  // biome-ignore lint/suspicious/noExplicitAny: a table of values of many kinds, each read and written by its own
  readonly kind: Kind<any>;
  /** Has to be there. */
  readonly isNeeded?: boolean;
  /** What it is when it is not there; without it, the key is left out. */
  readonly otherwise?: unknown;
}

export interface Shape {
  /** By their places. */
  readonly takes?: readonly Slot[];
  /** By their names, in any order. */
  readonly named?: readonly Slot[];
}

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what stands from a word of the line on.
 * @param tell of what is wrong
 */
export function readShape(
  { takes = [], named = [] }: Shape,
  line: Line,
  from: number,
  tell: (problem: Problem) => void,
): Fields {
  const words = [...line.words.slice(from)];
  const fields: Record<string, unknown> = {};
  for (const slot of takes) {
    const word = words[0];
    const isPlace = word !== undefined && !isNamed(word, named);
    if (isPlace) put(slot, words.shift() as Word, line, fields, tell);
    else if (slot.isNeeded) tell(missing(slot, line, word));
  }
  const known = named.map(({ word }) => word);
  for (const word of words) {
    // `retain` is short for `retain=true`.
    const name = word.named?.name ?? word.text;
    const slot = named.find((each) => each.word === name);
    const isShort = word.named === undefined && slot?.kind.read('true') !== true;
    if (slot === undefined || isShort) tell(stranger(word, line, known));
    else if (slot.key in fields) tell(at(word, line, `${name} stands twice`));
    else if (word.named === undefined) fields[slot.key] = true;
    else put(slot, word.named.value, line, fields, tell);
  }
  for (const slot of named) {
    if (slot.isNeeded && !(slot.key in fields)) tell(missing(slot, line, undefined));
  }
  for (const { key, otherwise } of [...takes, ...named]) {
    if (otherwise !== undefined && !(key in fields)) fields[key] = otherwise;
  }
  return fields;
}

/** The words of what `readShape` would read as these fields. */
export function writeShape({ takes = [], named = [] }: Shape, fields: Fields): string {
  const isSaid = ({ key, otherwise }: Slot) => {
    const value = fields[key];
    return value !== undefined && value !== otherwise;
  };
  return [
    ...takes
      .filter((slot) => slot.isNeeded || isSaid(slot))
      .map(({ key, kind }) => wordText(kind.write(fields[key]))),
    ...named.filter(isSaid).map(({ word, key, kind }) => {
      return `${word}=${wordText(kind.write(fields[key]))}`;
    }),
  ]
    .map((word) => ` ${word}`)
    .join('');
}

export function at(word: Word, line: Line, message: string): Problem {
  return { line: line.number, column: word.column, length: word.raw.length, message };
}

function isNamed(word: Word, named: readonly Slot[]): boolean {
  return named.some((slot) => slot.word === word.named?.name);
}

function put(
  { word: name, key, kind }: Slot,
  word: Word,
  line: Line,
  fields: Record<string, unknown>,
  tell: (problem: Problem) => void,
): void {
  const value = kind.read(word.text);
  fields[key] = value;
  if (value !== undefined) return;
  const meant = kind.words === undefined ? '' : didYouMean(word.text, kind.words);
  tell(at(word, line, `'${word.text}' is no ${name}: expected ${kind.expected}${meant}`));
}

function missing({ word, kind }: Slot, line: Line, before: Word | undefined): Problem {
  const column = before?.column ?? line.end;
  const message = `${word} is missing: expected ${kind.expected}`;
  return { line: line.number, column, length: before?.raw.length ?? 1, message };
}

function stranger(word: Word, line: Line, known: readonly string[]): Problem {
  const name = word.named?.name ?? word.text;
  const has = known.length === 0 ? 'nothing more' : `${oneOf(known)}, as NAME=VALUE`;
  return at(word, line, `'${name}' is not known here: expected ${has}${didYouMean(name, known)}`);
}
