/** Files that people write, line by line. What is wrong with one is said with its name and the number of the line. */
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors.ts';

export interface TextLine {
  /** For errors: `file:line`. */
  readonly place: string;
  /** Without white space at its end. */
  readonly text: string;
}

/** Lines that say something: not empty, and no comment, which begins with `#` in the first column as in mosquitto. */
export function linesOf(content: string, path: string): TextLine[] {
  return content
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((text, index) => ({ place: `${path}:${index + 1}`, text: text.trimEnd() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}

/** @throws ConfigurationError for a file that cannot be read; `flag` names what asks for it. */
export function readText(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`${flag} cannot be read: ${(error as Error).message}`);
  }
}
