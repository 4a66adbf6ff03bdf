/** A line that is a record, whose input or effects are none. */
import { TraceError } from '../../machines/trace/trace-error.ts';

export function damaged(line: number, n: number, error: unknown): TraceError {
  return new TraceError(
    line,
    `record ${n} is damaged: ${(error as Error).message}`,
    `The file is damaged there; what stands before can be read with: head -n ${line - 1} FILE`,
  );
}
