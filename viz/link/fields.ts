/** The short fields of a link, each checked on its way in. */
import { type LinkPlace, RECORD_MAXIMUM } from './place.ts';

export function wordIn(
  fields: URLSearchParams,
  name: string,
  maximum: number,
  problems: string[],
): string | undefined {
  const word = fields.get(name);
  if (word === null || word === '') return undefined;
  if (word.length <= maximum) return word;
  problems.push(`${name}= has ${word.length} characters, of ${maximum} that it may have`);
  return undefined;
}

export function numberIn(
  fields: URLSearchParams,
  name: string,
  problems: string[],
): number | undefined {
  const word = fields.get(name);
  if (word === null || word === '') return undefined;
  if (/^\d{1,9}$/.test(word) && Number(word) <= RECORD_MAXIMUM) return Number(word);
  problems.push(`${name}= takes the number of a record, not '${word.slice(0, 20)}'`);
  return undefined;
}

type Window = NonNullable<LinkPlace['window']>;

/** In milliseconds: `1000-5000`. */
export function windowText({ fromMs, toMs }: Window): string {
  return `${thousandths(fromMs)}-${thousandths(toMs)}`;
}

export function windowIn(
  fields: URLSearchParams,
  name: string,
  problems: string[],
): Window | undefined {
  const word = fields.get(name);
  if (word === null || word === '') return undefined;
  const [, from, to] = /^(\d{1,12}(?:\.\d{1,3})?)-(\d{1,12}(?:\.\d{1,3})?)$/.exec(word) ?? [];
  const window = { fromMs: Number(from), toMs: Number(to) };
  if (window.fromMs < window.toMs) return window;
  problems.push(`${name}= takes two times in milliseconds, 1000-5000, not '${word.slice(0, 20)}'`);
  return undefined;
}

function thousandths(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
