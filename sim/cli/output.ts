/** What commands write: results on standard output or to a file, and beside them on standard error. */
import { writeFileSync } from 'node:fs';
import { UserError } from './user-error.ts';

/** As flags name it. */
export const STANDARD_OUTPUT = '-';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line of JSON, for programs. */
export function sayJson(value: object): void {
  say(JSON.stringify(value));
}

export function warn(text: string): void {
  process.stderr.write(`lifeline: ${text}\n`);
}

/**
 * A result to where a flag says. Standard output is written to as a stream: a pipe whose reader is slow takes a part
 * of what a plain write gives it, and refuses the rest.
 * @param flag such as `--out`
 * @throws UserError when the file cannot be written
 */
export function writeTo(flag: string, path: string, content: string | Uint8Array): void {
  if (path === STANDARD_OUTPUT) {
    process.stdout.write(content);
    return;
  }
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw cannotWrite(flag, error);
  }
}

export function cannotWrite(flag: string, error: unknown): UserError {
  return new UserError(`${flag} has to be a file that can be written: ${(error as Error).message}`);
}
