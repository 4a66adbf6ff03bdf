/**
 * Strings that come again and again, made once: a broker has few topics and many messages. It keeps no more than it has
 * places for, however many come.
 */

import { asciiText } from './bytes.ts';

const PLACES = 16_384;
/** Longer strings are made anew each time. */
const KEPT_BYTES_MAX = 256;
const FNV_BASIS = 0x811c_9dc5;
const FNV_PRIME = 0x0100_0193;

export class TextCache {
  readonly #texts: string[] = new Array(PLACES).fill('');

  /** The ASCII text of the bytes from `start` to before `end`. */
  textOf(bytes: Uint8Array, start: number, end: number): string {
    let hash = FNV_BASIS;
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ (bytes[at] as number), FNV_PRIME);
    }
    const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    const known = this.#texts[place] as string;
    if (isText(known, bytes, start, end)) return known;
    const text = asciiText(bytes.subarray(start, end));
    if (text.length <= KEPT_BYTES_MAX) this.#texts[place] = text;
    return text;
  }
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
