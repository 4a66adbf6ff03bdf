/** Texts of a client's in sentences for people: short, in quotes, and unable to pass for anything else. */

const SHOWN_CHARACTERS = 60;
/** Controls, halves of characters, and what is not seen or turns the writing around; quotes and their escape. */
const NOT_AS_IT_IS = /[\p{C}\p{Zl}\p{Zp}"\\]/gu;

/** `"a/+"`. A long text is cut, and ends with `…` inside the quotes. */
export function quoted(text: string): string {
  // A character takes two code units at most, so no more of a long text is looked at.
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS + 2)];
  const isCut = characters.length > SHOWN_CHARACTERS;
  const shown = isCut ? characters.slice(0, SHOWN_CHARACTERS).join('') : text;
  return `"${shown.replace(NOT_AS_IT_IS, escaped)}${isCut ? '…' : ''}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}
