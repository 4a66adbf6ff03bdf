/** A line that is a record, whose input or effects are none. */
import type { TraceHeader } from '../../machines/trace/format.ts';
import { UnknownNameError } from '../../machines/trace/known-names.ts';
import { TraceError } from '../../machines/trace/trace-error.ts';
import { TraceReader } from '../../machines/trace/trace-reader.ts';
import { InspectError } from './inspect-error.ts';
import type { TraceLines } from './trace-lines.ts';

export function damaged(line: number, n: number, error: unknown): TraceError {
  const before = `what stands before can be read with: head -n ${line - 1} FILE`;
  if (error instanceof UnknownNameError) {
    return new TraceError(
      line,
      `record ${n} has ${error.message}`,
      `If a newer lifeline has made it, update with \`npm install mqtt-lifeline@latest\`; else the file is damaged there, and ${before}`,
    );
  }
  return new TraceError(
    line,
    `record ${n} is damaged: ${(error as Error).message}`,
    `The file is damaged there; ${before}`,
  );
}

/** What depends on all that came before cannot be found out from a part of a recording: undefined for a first one. */
export function beginningMissing({ continues }: TraceHeader): TraceError | undefined {
  if (continues === undefined) return undefined;
  return new TraceError(
    1,
    `begins after record ${continues.n}, and the parts before it are not here`,
    'Give the folder with all parts. Where --record-files has deleted the first, the rest can be rendered, not replayed or inspected.',
  );
}

/** Found by who has the records alone. */
export class DamagedRecord extends InspectError {
  readonly n: number;

  constructor(n: number, cause: unknown) {
    super(`record ${n} is damaged: ${(cause as Error).message}`, { cause });
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
