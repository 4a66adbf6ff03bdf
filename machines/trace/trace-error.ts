/** A file that cannot be read as a trace: where, what is wrong, and what to do about it. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  /** From 1, as editors count. */
  readonly line: number;

  constructor(line: number, problem: string, advice: string) {
    super(`line ${line}: ${problem}\n  ${advice}`);
    this.line = line;
  }
}
