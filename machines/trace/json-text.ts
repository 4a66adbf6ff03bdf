/**
 * The JSON text of inputs, effects and packets: bytes in their forms, secrets redacted, messages by number where a
 * number is known. Keys come in the order in which the value has them; what is undefined is left out.
 */
import type { Message } from '../packets.ts';
import { bytesText, type PayloadText, SECRET_TEXT } from './bytes.ts';

/** `data` is what `authenticate` and `authenticated` carry. No other input or effect has anything of that name. */
const SECRETS: ReadonlySet<string> = new Set(['password', 'authenticationData', 'data']);

export interface Wording {
  readonly payload: PayloadText;
  readonly numberOf: (message: Message) => number | undefined;
}

export function jsonText(value: unknown, wording: Wording): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, wording)).join(',')}]`;
  return `{${membersText(value, wording)}}`;
}

/** Members of an object without the braces around them. */
export function membersText(value: object, wording: Wording, omitted?: string): string {
  let text = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || key === omitted) continue;
    if (text !== '') text += ',';
    text += `"${key}":${memberText(key, member, wording)}`;
  }
  return text;
}

function memberText(key: string, member: unknown, wording: Wording): string {
  if (SECRETS.has(key)) return SECRET_TEXT;
  if (key === 'message' && typeof member === 'object') {
    return messageText(member as Message, wording);
  }
  if (key === 'payload' && member instanceof Uint8Array) return wording.payload(member);
  return jsonText(member, wording);
}

/** The message whole, or its number. */
export function messageText(message: Message, wording: Wording): string {
  const number = wording.numberOf(message);
  return number === undefined ? wholeMessageText(message, wording) : referenceText(number);
}

export function referenceText(number: number): string {
  return `{"$message":${number}}`;
}

export function wholeMessageText(message: Message, wording: Wording): string {
  const { topicName, payload, qos, retain, properties } = message;
  const more = properties === undefined ? '' : `,"properties":${jsonText(properties, wording)}`;
  return `{"topicName":${stringText(topicName)},"payload":${wording.payload(payload)},"qos":${qos},"retain":${retain}${more}}`;
}

/** JSON.stringify of the same few topics over and over is a good part of the cost of a line. */
let lastString = '';
let lastText = '""';

export function stringText(text: string): string {
  if (text !== lastString) {
    lastText = JSON.stringify(text);
    lastString = text;
  }
  return lastText;
}

/** JSON has no infinity; a deadline that never comes is null. */
function numberText(value: number): string {
  return Number.isFinite(value) ? `${value}` : 'null';
}
