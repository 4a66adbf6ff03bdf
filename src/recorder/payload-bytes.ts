/** Payloads as they stand in a trace, written as bytes: what `bytesText` of the machines has as text. */
import { bytesText, kindOf, type PayloadMode, type PayloadText } from '../../machines/index.ts';
import { cut, type Fragment, fragment, hole } from './fragments.ts';
import type { LineBuffer, Source } from './line-buffer.ts';
import { isPlainAscii } from './plain-text.ts';

/** Writes the payload that stands at a place in the source. */
export type PayloadBytes = (line: LineBuffer, source: Source, from: number, length: number) => void;

const WORD_BYTES = 4;
const BACKSLASH = 0x5c;
const PAD = 0x3d;
const ESCAPED = 0x100;
/** A byte of text takes at most so many. */
const ESCAPED_BYTES = 2;
/** Base64 makes four characters of three bytes. */
const GROUP_BYTES = 3;
const GROUP_CHARACTERS = 4;

const [textHead, textTail] = edges(cut(bytesText(Buffer.from(`${hole(0)}`))));
const [base64Head, base64Tail] = edges(bytesText(Uint8Array.of(0)).split('AA=='));

function edges([head = '', tail = '']: readonly string[]): [Fragment, Fragment] {
  return [fragment(head), fragment(tail)];
}

/** What becomes of a byte in text: itself, or ESCAPED and the letter behind a backslash; 0 when it is no text. */
const letters = Uint16Array.from({ length: 256 }, (_, byte) => {
  const kind = kindOf(Uint8Array.of(byte));
  if (kind === 'plain') return byte;
  const quoted = JSON.stringify(String.fromCharCode(byte));
  return kind === 'binary' ? 0 : ESCAPED | quoted.charCodeAt(2);
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Two characters of Base64 for twelve bits, as they stand in memory. */
const twelveBits = Uint16Array.from({ length: 4_096 }, (_, bits) => {
  return ALPHABET.charCodeAt(bits >> 6) | (ALPHABET.charCodeAt(bits & 63) << 8);
});

/** @param text how payloads stand in the lines that are not written as bytes */
export function payloadBytes(mode: PayloadMode, text: PayloadText): PayloadBytes {
  if (mode === 'whole') return writeWhole;
  return (line, { bytes }, from, length) => line.text(text(bytes.subarray(from, from + length)));
}

function writeWhole(line: LineBuffer, source: Source, from: number, length: number): void {
  line.reserve(ESCAPED_BYTES * length + GROUP_CHARACTERS);
  const start = line.at;
  line.fragment(textHead);
  if (writeText(line, source, from, from + length)) {
    line.fragment(textTail);
    return;
  }
  line.at = start;
  line.fragment(base64Head);
  writeBase64(line, source.bytes, from, from + length);
  line.fragment(base64Tail);
}

/** False when it is no text. */
function writeText(line: LineBuffer, { bytes, view }: Source, from: number, end: number): boolean {
  const to = line.bytes;
  let at = from;
  let toAt = line.at;
  while (at < end) {
    if (at + WORD_BYTES <= end) {
      const four = view.getInt32(at, true);
      if (isPlainAscii(four)) {
        line.view.setInt32(toAt, four, true);
        at += WORD_BYTES;
        toAt += WORD_BYTES;
        continue;
      }
    }
    // Up to where four are looked at again.
    const stop = Math.min(end, at + WORD_BYTES);
    for (; at < stop; at++) {
      const byte = bytes[at] as number;
      const letter = letters[byte] as number;
      if (letter === 0) return false;
      if (letter >= ESCAPED) to[toAt++] = BACKSLASH;
      // Only its lowest byte is stored.
      to[toAt++] = letter;
    }
  }
  line.at = toAt;
  return true;
}

function writeBase64(line: LineBuffer, bytes: Buffer, from: number, end: number): void {
  const { view } = line;
  let toAt = line.at;
  for (let at = from; at < end; at += GROUP_BYTES) {
    const first = bytes[at] as number;
    const second = at + 1 < end ? (bytes[at + 1] as number) : 0;
    const third = at + 2 < end ? (bytes[at + 2] as number) : 0;
    view.setUint16(toAt, twelveBits[(first << 4) | (second >> 4)] as number, true);
    view.setUint16(toAt + 2, twelveBits[((second & 0xf) << 8) | third] as number, true);
    toAt += GROUP_CHARACTERS;
  }
  const missing = (GROUP_BYTES - ((end - from) % GROUP_BYTES)) % GROUP_BYTES;
  for (let index = 1; index <= missing; index++) line.bytes[toAt - index] = PAD;
  line.at = toAt;
}
