/** A trace as its lines, which can be gone through more than once. */
import type { TraceHeader } from '../../machines/trace/format.ts';
import { type RecordItem, TraceReader } from '../../machines/trace/trace-reader.ts';
import { InspectError } from './inspect-error.ts';
import type { Where } from './where.ts';

/** Without line ends. Each iteration begins anew. */
export type TraceLines = Iterable<string>;

/** Called now and then with the number of the record that has been reached. */
export type Progress = (n: number) => void;

const RECORDS_BETWEEN_PROGRESS = 20_000;

/** @throws TraceError that names the line */
export function headerOf(lines: TraceLines): TraceHeader {
  const reader = new TraceReader();
  for (const line of lines) {
    const item = reader.read(line);
    if (item?.kind === 'header') return item.header;
  }
  throw new InspectError('the trace is empty: it has not even a header');
}

export function* recordsOf(lines: TraceLines, progress?: Progress): Generator<RecordItem> {
  const reader = new TraceReader();
  for (const line of lines) {
    const item = reader.read(line);
    if (item === undefined || item.kind === 'header') continue;
    if (item.n % RECORDS_BETWEEN_PROGRESS === 0) progress?.(item.n);
    yield item;
  }
}

/** @param last number of the trace's last record */
export function notThere(where: Where, last: number): InspectError {
  const asked = where.kind === 'record' ? `record ${where.n}` : `moment ${where.ms} ms`;
  const has = last === 0 ? 'no records' : `records 1 to ${last}`;
  return new InspectError(`there is no ${asked}: the trace has ${has}`);
}
