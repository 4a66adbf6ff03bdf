/** Pieces of text that lines are made of over and over, as bytes that can be copied fast. */

/** Copied by the double, which is the widest that JavaScript has. */
export const UNIT_BYTES = 8;
/** How a double of this machine stands in memory. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const TABLE_BYTES = 16_384;
/** So many bytes has one whose text may change. */
const CHANGING_BYTES = 128;
/** A double of ASCII is always a number; NaN would not be copied as it is. */
const ASCII_END = 0x7f;

export interface Fragment {
  readonly units: Float64Array;
  /** The first of them. */
  readonly start: number;
  /** Bytes. */
  length: number;
}

/** Side by side, so that they stay near the processor. Equal texts are one. */
const table = new Float64Array(TABLE_BYTES / UNIT_BYTES);
const known = new Map<string, Fragment>();
let used = 0;

export function fragment(text: string): Fragment {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = { units: table, start: used, length: 0 };
  used += Math.ceil(text.length / UNIT_BYTES);
  if (used > table.length) throw new Error('the table of fragments is too small');
  change(made, text);
  known.set(text, made);
  return made;
}

/** One whose text may be set anew. */
export function changingFragment(text: string): Fragment {
  const made = { units: new Float64Array(CHANGING_BYTES / UNIT_BYTES), start: 0, length: 0 };
  change(made, text);
  return made;
}

export function change(fragment: Fragment, text: string): void {
  const { units, start } = fragment;
  const bytes = Buffer.from(units.buffer, start * UNIT_BYTES);
  fragment.length = bytes.write(text, 'latin1');
  if (bytes.subarray(0, fragment.length).some((byte) => byte >= ASCII_END)) {
    throw new Error(`not ASCII: ${text}`);
  }
}

const FIRST_HOLE = 7_654_321_000;
const HOLE = new RegExp(`${FIRST_HOLE / 1_000}\\d{3}`);

/** A number that stands in a text for what will differ. */
export function hole(index: number): number {
  return FIRST_HOLE + index;
}

/** The pieces before, between and behind the holes. */
export function cut(text: string): string[] {
  return text.split(HOLE);
}
