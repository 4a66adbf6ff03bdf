/** A whole trace as a timeline. For one that grows, keep the builder. */
import type { TraceHeader, TraceRecord } from '../../../machines/trace/format.ts';
import { TimelineBuilder } from './builder.ts';
import type { Timeline } from './types.ts';

export function timeline(records: Iterable<TraceRecord>, header: TraceHeader): Timeline {
  const builder = new TimelineBuilder(header);
  for (const record of records) builder.add(record);
  return builder.timeline;
}
