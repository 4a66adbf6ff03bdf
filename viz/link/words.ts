/** The records of a run in a few words each, for a witness: who, and what came of it, without numbers that may vary. */
import { markLabel, packetLabel } from '../../sim/render/sentences/labels.ts';
import type { Timeline, TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { RecordWords } from './witness.ts';

/** @param count of records; those that nothing is told of are empty */
export function recordWords({ events }: Timeline, count: number): RecordWords {
  const words = Array.from({ length: count }, () => '');
  for (const event of events) {
    const at = Number.parseInt(event.id, 10) - 1;
    const label = eventWords(event);
    if (label === '' || at < 0 || at >= count) continue;
    words[at] = words[at] === '' ? label : `${words[at]}, ${label}`;
  }
  return words;
}

/** Of one event; empty where nothing is to be told. */
export function eventWords({ id, what, connection, client, lifeline }: TimelineEvent): string {
  if (what.kind === 'packet') {
    const { packet, connection: end } = what.flight;
    // The arrival of a packet, as a drawing infers it.
    if (what.end === 'received' && id.includes('.') && lifeline.kind === 'client') return '';
    const label = packetLabel(packet).replace(/ ?#\d+/, '');
    const how = id.includes('.') ? `${label} to` : what.end === 'sent' ? `${label} by` : label;
    return `${how} ${end.name}`;
  }
  if (what.kind === 'timerSet' || what.kind === 'timerCleared' || what.kind === 'storing')
    return '';
  const label = markLabel(what).replace(/batch \d+/, 'batch');
  const whose = connection?.name ?? client?.label ?? '';
  return whose === '' ? label : `${label} ${whose}`;
}
