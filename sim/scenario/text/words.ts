/** A line as words: plain, in quotation marks, or `name=value`. Both ways. */
import type { Problem } from './problem.ts';

export interface Word {
  /** As it stands in the line. */
  readonly raw: string;
  /** What is meant: without quotation marks and escapes. */
  readonly text: string;
  /** From 1. */
  readonly column: number;
  /** For `name=value`: its two halves. Topics may hold `=`, so that only who reads it knows whether it is one. */
  readonly named: { readonly name: string; readonly value: Word } | undefined;
}

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly words: readonly Word[];
  /** Column after the last character. */
  readonly end: number;
  readonly raw: string;
}

const NAMED = /^([A-Za-z]\w*)=/;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const PLAIN = /[^\s"]+/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};
const ESCAPED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/** @returns undefined for a line that says nothing: empty, or beginning with `#` */
export function readLine(raw: string, number: number): Line | Problem | undefined {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(raw[at] ?? '')) at += 1;
    if (at >= raw.length) break;
    // A topic filter may begin with `#`, a line does not.
    if (words.length === 0 && raw[at] === '#') return undefined;
    const end = endOfWord(raw, at);
    if (end === undefined) {
      const message =
        'a quotation mark is missing: what begins with " ends with " on the same line';
      return { line: number, column: at + 1, length: raw.length - at, message };
    }
    words.push(wordOf(raw.slice(at, end), at + 1));
    at = end;
  }
  return words.length === 0 ? undefined : { number, words, end: raw.trimEnd().length + 1, raw };
}

/** A word goes on to the next space that is not in quotation marks. */
function endOfWord(raw: string, begin: number): number | undefined {
  let at = begin;
  while (at < raw.length && !/\s/.test(raw[at] as string)) {
    const pattern = raw[at] === '"' ? QUOTED : PLAIN;
    pattern.lastIndex = at;
    const match = pattern.exec(raw);
    if (match === null) return undefined;
    at = pattern.lastIndex;
  }
  return at;
}

function wordOf(raw: string, column: number): Word {
  const [name] = NAMED.exec(raw)?.slice(1) ?? [];
  const named =
    name === undefined
      ? undefined
      : { name, value: plainWord(raw.slice(name.length + 1), column + name.length + 1) };
  return { ...plainWord(raw, column), named };
}

function plainWord(raw: string, column: number): Word {
  const text = raw.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) =>
    inner.replace(/\\(.)/g, (_escape, sign: string) => ESCAPES[sign] ?? sign),
  );
  return { raw, text, column, named: undefined };
}

/** A word that reads as this text: in quotation marks where it has to be. */
export function wordText(text: string): string {
  if (text !== '' && !/[\s"\\]/.test(text) && !NAMED.test(text)) return text;
  return `"${text.replace(/[\n\r\t"\\]/g, (sign) => ESCAPED[sign] as string)}"`;
}
