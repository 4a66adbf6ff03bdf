/**
 * Bytes in JSON. Printable ASCII stands as `{"$text":"21.5"}`, anything else as `{"$bytes":"AAEC"}` in Base64.
 *
 * What a trace does not keep has a form of its own: `{"$hashed":"…","length":4}`, `{"$omitted":4}` and, for passwords
 * and authentication data, `{"$secret":true}`. Such bytes come back as a stand-in: as many zeros, and none for a
 * secret. A stand-in is written again as it was read.
 */
import { fromBase64, toBase64 } from './base64.ts';

export type PayloadText = (bytes: Uint8Array) => string;

export const SECRET_TEXT = '{"$secret":true}';

/** Arguments that a function call can bear. */
const CHARACTERS_AT_ONCE = 4_096;

const standIns = new WeakMap<Uint8Array, string>();

/** The JSON text of bytes. */
export function bytesText(bytes: Uint8Array): string {
  const standIn = standIns.get(bytes);
  if (standIn !== undefined) return standIn;
  switch (kindOf(bytes)) {
    case 'plain':
      return `{"$text":"${asciiText(bytes)}"}`;
    case 'escaped':
      return `{"$text":${JSON.stringify(asciiText(bytes))}}`;
    case 'binary':
      return `{"$bytes":"${toBase64(bytes)}"}`;
  }
}

/** `plain` text needs no escapes in JSON. */
export function kindOf(bytes: Uint8Array): 'plain' | 'escaped' | 'binary' {
  let isPlain = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x20 && byte < 0x7f) {
      if (byte === 0x22 || byte === 0x5c) isPlain = false;
    } else if (byte === 0x09 || byte === 0x0a || byte === 0x0d) isPlain = false;
    else return 'binary';
  }
  return isPlain ? 'plain' : 'escaped';
}

export function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHARACTERS_AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHARACTERS_AT_ONCE));
  }
  return text;
}

export function omittedText(bytes: Uint8Array): string {
  return standIns.get(bytes) ?? `{"$omitted":${bytes.length}}`;
}

/** The bytes that a value of parsed JSON stands for; undefined when it is none of the forms above. */
export function bytesOf(value: object): Uint8Array | undefined {
  for (const key in value) {
    const found = (value as Record<string, unknown>)[key];
    switch (key) {
      case '$text':
        return typeof found === 'string' ? fromText(found) : undefined;
      case '$bytes':
        return typeof found === 'string' ? fromBase64(found) : undefined;
      case '$hashed':
        return standIn(value, (value as { length?: unknown }).length);
      case '$omitted':
        return standIn(value, found);
      case '$secret':
        return standIn(value, 0);
      default:
        return undefined;
    }
  }
  return undefined;
}

function fromText(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

/** Zeros that many stand-ins share: a trace of omitted payloads must not cost what the payloads did. */
let zeros = new ArrayBuffer(CHARACTERS_AT_ONCE);
const LENGTH_MAX = 268_435_455;

function standIn(value: object, length: unknown): Uint8Array | undefined {
  if (typeof length !== 'number' || !Number.isInteger(length)) return undefined;
  if (length < 0 || length > LENGTH_MAX) return undefined;
  if (length > zeros.byteLength) zeros = new ArrayBuffer(length);
  const bytes = new Uint8Array(zeros, 0, length);
  standIns.set(bytes, JSON.stringify(value));
  return bytes;
}
