/** A trace as its lines, which can be gone through more than once. */
import type { TraceHeader } from '../../machines/trace/format.ts';
import { type RecordItem, TraceReader } from '../../machines/trace/trace-reader.ts';
import { clock } from '../render/sentences/words.ts';
import { InspectError } from './inspect-error.ts';
import { END, isUpTo, type Where, whereInWords } from './where.ts';

/** Without line ends. Each iteration begins anew. */
export type TraceLines = Iterable<string>;

/** Called now and then with the number of the record that has been reached. */
export type Progress = (n: number) => void;

export const EMPTY = 'empty: a trace begins with a header';

const RECORDS_BETWEEN_PROGRESS = 20_000;

/** @throws TraceError that names the line */
export function headerOf(lines: TraceLines): TraceHeader {
  const reader = new TraceReader();
  for (const line of lines) {
    const item = reader.read(line);
    if (item?.kind === 'header') return item.header;
  }
  throw new InspectError(EMPTY);
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

/** The last record at that place or before it, and when that was; 0 for none. */
export function lastUpTo(lines: TraceLines, where: Where): Pick<RecordItem, 'n' | 't'> {
  let last: Pick<RecordItem, 'n' | 't'> = { n: 0, t: 0 };
  for (const item of recordsOf(lines)) {
    if (!isUpTo(where, item)) break;
    last = item;
  }
  return last;
}

/** What to say of a place that the trace does not have. */
export function notInTrace(where: Where, last: Pick<RecordItem, 'n' | 't'>): string {
  const asked = where.kind === 'record' ? `record ${where.n}` : `moment ${clock(where.ms)}`;
  const has = last.n === 0 ? 'has no records' : `ends with ${whereInWords(last)}`;
  return `there is no ${asked}: the trace ${has}`;
}

export function notThere(where: Where, lines: TraceLines): InspectError {
  return new InspectError(notInTrace(where, lastUpTo(lines, END)));
}
