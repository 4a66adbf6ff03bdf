/** The values that stand in scenarios: how each is read, and how it is written. */
import {
  NEVER_EXPIRES_SECONDS,
  type ProtocolVersion,
  reasonCodeName,
} from '../../../machines/index.ts';
import { durationMs, TIME_EXAMPLES } from '../../inspect/duration.ts';
import { oneOf } from './likeness.ts';

export interface Kind<Value> {
  /** @returns undefined for what is no such value */
  readonly read: (text: string) => Value | undefined;
  readonly write: (value: Value) => string;
  /** `a number from 0 to 255`. */
  readonly expected: string;
  /** All that there are, where they can be counted. */
  readonly words?: readonly string[];
}

export const anyText: Kind<string> = { read: (text) => text, write: String, expected: 'a text' };

export const name: Kind<string> = {
  read: (text) => (/^[A-Za-z][\w.-]*$/.test(text) && text !== 'world' ? text : undefined),
  write: String,
  expected: "a name of letters, digits and hyphens, other than 'world'",
};

/** What sent a packet: a note, or an effect. */
export const causeId: Kind<string> = {
  read: (text) => (/^\d+(\.\d+)?$/.test(text) ? text : undefined),
  write: String,
  expected: 'the record or effect that sent it, such as 12 or 12.3',
};

/** So that drawings and traces can be read everywhere. */
export const ascii: Kind<string> = {
  read: (text) => (isAscii(text) ? text : undefined),
  write: String,
  expected: 'plain ASCII',
};

export const bytes: Kind<Uint8Array> = {
  read(text) {
    const [, digits] = /^0x((?:[0-9a-fA-F]{2})*)$/.exec(text) ?? [];
    if (digits !== undefined) return fromHex(digits);
    return isAscii(text) ? Uint8Array.from(text, (sign) => sign.charCodeAt(0)) : undefined;
  },
  write(value) {
    const text = String.fromCharCode(...value);
    const isPlain = isAscii(text) && !/[^\x20-\x7e]/.test(text) && !text.startsWith('0x');
    return isPlain ? text : `0x${toHex(value)}`;
  },
  expected: 'plain ASCII, or bytes such as 0x00FF',
};

export const flag: Kind<boolean> = {
  read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  write: String,
  expected: 'true or false',
  words: ['true', 'false'],
};

export function count(minimum: number, maximum: number): Kind<number> {
  return {
    read(text) {
      if (!/^\d{1,10}$/.test(text)) return undefined;
      const number = Number(text);
      return number >= minimum && number <= maximum ? number : undefined;
    },
    write: String,
    expected: `a number from ${minimum} to ${maximum}`,
  };
}

export function choice<Value extends string | number>(values: readonly Value[]): Kind<Value> {
  const words = values.map(String);
  return {
    read: (text) => values[words.indexOf(text)],
    write: String,
    expected: oneOf(words),
    words,
  };
}

/** `0x8E`, or the name that the standard has for it. */
export const reasonCode: Kind<number> = {
  read(text) {
    const number = /^(0x[0-9a-fA-F]{1,2}|\d{1,3})$/.test(text) ? Number(text) : undefined;
    return number !== undefined && number <= 0xff ? number : undefined;
  },
  write: (code) => `0x${code.toString(16).toUpperCase().padStart(2, '0')}`,
  expected: `a Reason Code such as 0x00 or 0x8E (${reasonCodeName(0x8e)})`,
};

export const milliseconds: Kind<number> = {
  read: durationMs,
  write: (ms) => (ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`),
  expected: `a time such as ${TIME_EXAMPLES}`,
};

export const seconds: Kind<number> = {
  read(text) {
    const ms = durationMs(text);
    return ms === undefined ? undefined : ms / 1_000;
  },
  // What 0.003 s is in milliseconds would else not be 3.
  write: (value) => milliseconds.write(Math.round(value * 1_000_000) / 1_000),
  expected: milliseconds.expected,
};

/** As they stand in a packet: no fractions. */
export function wholeSeconds(maximum: number): Kind<number> {
  return {
    read(text) {
      const value = seconds.read(text);
      return Number.isInteger(value) && (value as number) <= maximum ? value : undefined;
    },
    write: seconds.write,
    expected: `whole seconds up to ${maximum}, such as 30s or 1h`,
  };
}

export const expiry: Kind<number> = {
  read: (text) =>
    text === 'never' ? NEVER_EXPIRES_SECONDS : wholeSeconds(NEVER_EXPIRES_SECONDS - 1).read(text),
  write: (value) => (value === NEVER_EXPIRES_SECONDS ? 'never' : seconds.write(value)),
  expected: 'whole seconds such as 30s or 1h, or never',
  words: ['never'],
};

const VERSIONS: Readonly<Record<string, ProtocolVersion>> = { '3.1': 3, '3.1.1': 4, '5.0': 5 };

export const version: Kind<ProtocolVersion> = {
  read: (text) => VERSIONS[text] ?? VERSIONS[`${text}.0`],
  write: (value) => Object.keys(VERSIONS).find((key) => VERSIONS[key] === value) as string,
  expected: oneOf(Object.keys(VERSIONS)),
  words: Object.keys(VERSIONS),
};

/** `1s,2s,4s`. */
export function listOf<Value>(kind: Kind<Value>): Kind<readonly Value[]> {
  return {
    read(text) {
      const values = text === '' ? [] : text.split(',').map((part) => kind.read(part.trim()));
      return values.some((value) => value === undefined) ? undefined : (values as Value[]);
    },
    write: (values) => values.map(kind.write).join(','),
    expected: `${kind.expected}, or several with commas between them`,
  };
}

/** `1ms..20ms`, or `5ms` for both. */
export const range: Kind<{ readonly min: number; readonly max: number }> = {
  read(text) {
    const [from = '', to = from, ...more] = text.split('..');
    const [min, max] = [durationMs(from), durationMs(to)];
    if (min === undefined || max === undefined || more.length > 0) return undefined;
    return Number.isInteger(min) && Number.isInteger(max) && min <= max ? { min, max } : undefined;
  },
  write: ({ min, max }) => (min === max ? `${min}ms` : `${min}ms..${max}ms`),
  expected: 'a range of whole milliseconds such as 1ms..20ms',
};

export const percent: Kind<number> = {
  read: (text) => (text.endsWith('%') ? count(0, 100).read(text.slice(0, -1)) : undefined),
  write: (value) => `${value}%`,
  expected: 'a percentage from 0% to 100%',
};

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toHex(value: Uint8Array): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
