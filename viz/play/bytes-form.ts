/** Bytes that are to be sent as they are, and what a decoder finds in them as far as their header tells. */
import { count } from '../../sim/render/sentences/words.ts';
import { frameOf } from '../../sim/wire/frame.ts';

export interface Finding {
  /** What is wrong with the field itself. */
  readonly problem: string | undefined;
  /** What a decoder says; empty while the header alone does not tell. */
  readonly detail: string;
  /** For who writes the bytes. */
  readonly remark: string;
}

/** @param text pairs of hexadecimal digits, with spaces wherever one likes */
export function findingOf(text: string): Finding {
  const digits = text.replace(/[\s:]|0x/g, '');
  if (digits === '') return { problem: undefined, detail: '', remark: '' };
  if (!/^([0-9a-fA-F]{2})+$/.test(digits)) {
    return { problem: 'pairs of hexadecimal digits', detail: '', remark: '' };
  }
  const pairs = digits.toLowerCase().match(/../g) ?? [];
  const bytes = Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
  const { type, length, problem } = frameOf(bytes);
  const written = pairs.join(' ');
  if (problem !== undefined) {
    return { problem: undefined, detail: `${written}: ${problem}`, remark: problem };
  }
  return { problem: undefined, detail: written, remark: remarkOn(type, length, bytes.length) };
}

function remarkOn(type: string | undefined, length: number | undefined, has: number): string {
  const say = 'Say what the decoder finds in the rest.';
  if (length === undefined)
    return `The header of a ${type} is not complete: a decoder waits for more. ${say}`;
  if (has < length)
    return `A ${type} of ${count(length, 'byte')} begins: a decoder waits for ${length - has} more. ${say}`;
  if (has > length)
    return `A ${type} of ${count(length, 'byte')}, and ${count(has - length, 'byte')} of another packet. ${say}`;
  return `The header is that of a ${type}. ${say}`;
}
