/** Anything as flat fields of text: `will.message.topicName: gone/sensor`. */
import { toBase64 } from '../../machines/trace/base64.ts';
import type { Names } from './names.ts';

export type Fields = Readonly<Record<string, string>>;

export interface FieldDifference {
  readonly field: string;
  /** Undefined where there is no such field. */
  readonly a: string | undefined;
  readonly b: string | undefined;
}

/** Of a payload; the rest is in the trace. */
const TEXT_MAXIMUM = 80;

export function flat(value: object, names?: Names): Fields {
  const fields: Record<string, string> = {};
  add(fields, '', value, names);
  return fields;
}

function add(fields: Record<string, string>, path: string, value: unknown, names?: Names): void {
  if (value === undefined) return;
  if (value instanceof Uint8Array) fields[path] = bytesText(value);
  else if (Array.isArray(value)) {
    value.forEach((member, at) => {
      add(fields, `${path}[${at}]`, member, names);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[name];
      add(fields, path === '' ? name : `${path}.${name}`, member, names);
    }
  } else fields[path] = typeof value === 'string' ? (names?.inText(value) ?? value) : `${value}`;
}

function bytesText(bytes: Uint8Array): string {
  const isText = bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a);
  const text = isText ? String.fromCharCode(...bytes.subarray(0, TEXT_MAXIMUM)) : toBase64(bytes);
  return text.length < TEXT_MAXIMUM
    ? text
    : `${text.slice(0, TEXT_MAXIMUM)}… (${bytes.length} bytes)`;
}

export function fieldDifferences(a: Fields, b: Fields): readonly FieldDifference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names
    .filter((field) => a[field] !== b[field])
    .map((field) => ({ field, a: a[field], b: b[field] }));
}
