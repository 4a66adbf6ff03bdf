/** What commands write: results on standard output, and beside them on standard error. */

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
