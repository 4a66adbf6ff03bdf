/** A trace that is to be compared: its records as text, as data, and as events in words. */
import type { TraceHeader, TraceRecord } from '../../machines/trace/format.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import { EMPTY } from '../inspect/trace-lines.ts';
import { TimelineReader } from '../render/timeline/timeline-reader.ts';
import type { Timeline, TimelineEvent } from '../render/timeline/types.ts';

export interface Run {
  readonly header: TraceHeader;
  /** By number; there is none at 0. */
  readonly records: readonly (TraceRecord | undefined)[];
  /** As they stand in the trace, by number. */
  readonly texts: readonly string[];
  readonly timeline: Timeline;
  /** Number of the first record: a part of a folder does not begin at 1. */
  readonly first: number;
  /** Number of the last record; below `first` where there is none. */
  readonly last: number;
  /** What has gone wrong when a record of it was put into words, with its line. */
  inLine(error: unknown): unknown;
}

/**
 * @param lines without their ends
 * @param rest what stands after the last line end: a record that may have been cut off
 * @param tell is given what is missing then
 * @throws TraceError that names the line, and InspectError for an empty trace
 */
export function runOf(
  lines: Iterable<string>,
  rest = '',
  tell: (remark: string) => void = () => {},
): Run {
  const reader = new TimelineReader();
  const records: (TraceRecord | undefined)[] = [undefined];
  const texts: string[] = [''];
  let first = 0;
  let last = 0;
  const add = (record: TraceRecord | undefined, line: string) => {
    if (record === undefined) return;
    if (first === 0) first = record.n;
    last = record.n;
    records[record.n] = record;
    texts[record.n] = line;
  };
  for (const line of lines) add(reader.read(line), line);
  const end = reader.readLast(rest);
  if (typeof end === 'string') tell(end);
  else add(end, rest);
  const { header, timeline } = reader;
  if (header === undefined || timeline === undefined) throw new InspectError(EMPTY);
  const inLine = (error: unknown) => reader.inLine(error);
  return { header, records, texts, timeline, first: first || 1, last, inLine };
}

/** The events of each record, in order: what came, then what the broker did. */
export function eventsByRecord({ timeline }: Run): ReadonlyMap<number, readonly TimelineEvent[]> {
  const events = new Map<number, TimelineEvent[]>();
  for (const event of timeline.events) {
    if (isInferred(event)) continue;
    const n = Number.parseInt(event.id, 10);
    const own = events.get(n);
    if (own === undefined) events.set(n, [event]);
    else own.push(event);
  }
  return events;
}

/** The arrival of a packet at a client, which a drawing infers: the trace has the effect alone. */
function isInferred({ id, what, lifeline }: TimelineEvent): boolean {
  return (
    id.includes('.') &&
    what.kind === 'packet' &&
    what.end === 'received' &&
    lifeline.kind === 'client'
  );
}
