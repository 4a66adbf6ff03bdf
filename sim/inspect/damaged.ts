/** A line that is a record, whose input or effects are none. */
import { TraceError } from '../../machines/trace/trace-error.ts';
import { TraceReader } from '../../machines/trace/trace-reader.ts';
import { InspectError } from './inspect-error.ts';
import type { TraceLines } from './trace-lines.ts';

export function damaged(line: number, n: number, error: unknown): TraceError {
  return new TraceError(
    line,
    `record ${n} is damaged: ${(error as Error).message}`,
    `The file is damaged there; what stands before can be read with: head -n ${line - 1} FILE`,
  );
}

/** Found by who has the records alone. */
export class DamagedRecord extends InspectError {
  readonly n: number;

  constructor(n: number, cause: unknown) {
    super(
      `record ${n} is damaged: ${(cause as Error).message}; what stands before it can be looked at with --at ${n - 1}`,
      { cause },
    );
    this.n = n;
  }
}

/** What has gone wrong with lines; of a damaged record it says in which of them. */
export function inLine(error: unknown, lines: TraceLines): unknown {
  if (!(error instanceof DamagedRecord)) return error;
  const reader = new TraceReader();
  for (const line of lines) {
    const item = reader.read(line);
    if (item === undefined || item.kind === 'header' || item.n !== error.n) continue;
    return damaged(reader.line, error.n, error.cause);
  }
  return error;
}
