/** The events of a run as filters see them, in the order of the trace. */
import type { Run } from '../compare/run.ts';
import { subjectOfEvent } from '../filter/event-subject.ts';
import type { FilterSubject } from '../filter/filter.ts';
import type { TimelineEvent } from '../render/timeline/types.ts';

export interface Subject extends FilterSubject {
  readonly event: TimelineEvent;
}

/** The arrival of a packet, where the trace does not say so itself, is no event here. */
export function subjectsOf({ timeline, records }: Run): readonly Subject[] {
  return timeline.events
    .filter((event) => !isInferred(event))
    .map((event) => {
      const record = records[Number.parseInt(event.id, 10)];
      const actor = record !== undefined && 'note' in record ? record.note.actor : '';
      return Object.assign(subjectOfEvent(event, actor), { event });
    });
}

function isInferred({ id, what, lifeline }: TimelineEvent): boolean {
  const isArrival = what.kind === 'packet' && what.end === 'received';
  return isArrival && id.includes('.') && lifeline.kind === 'client';
}
