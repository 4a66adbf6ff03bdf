/**
 * Choices as a short word for links and command lines: a digit of base 36 for each, and for those from 36 on their
 * digits in parentheses, `0a(12)0`. Every character may stand in the fragment of a URL.
 */

const RADIX = 36;

export function encodeChoices(indices: readonly number[]): string {
  return indices.map(encodeChoice).join('');
}

function encodeChoice(index: number): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`choice ${index}`);
  const digits = index.toString(RADIX);
  return digits.length === 1 ? digits : `(${digits})`;
}

/** @throws SyntaxError for what `encodeChoices` does not write. */
export function decodeChoices(word: string): number[] {
  const indices: number[] = [];
  const choice = /([0-9a-z])|\(([1-9a-z][0-9a-z]{1,9})\)/y;
  while (choice.lastIndex < word.length) {
    const at = choice.lastIndex;
    const match = choice.exec(word);
    if (match === null) throw new SyntaxError(`choices: ${word.slice(at, at + 10)} at ${at}`);
    indices.push(Number.parseInt(match[1] ?? (match[2] as string), RADIX));
  }
  return indices;
}
