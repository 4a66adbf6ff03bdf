/** The events of a run as a filter sees them: each with its own words, and with the client that it concerns. */
import type { Packet } from '../../machines/index.ts';
import type { Run } from '../compare/run.ts';
import type { FilterSubject } from '../filter/filter.ts';
import { markLabel, packetLabel } from '../render/sentences/labels.ts';
import { sentence } from '../render/sentences/sentence.ts';
import type { TimelineEvent } from '../render/timeline/types.ts';

export interface Subject extends FilterSubject {
  readonly event: TimelineEvent;
}

/** In the order of the trace. The arrival of a packet, where the trace does not say so itself, is no event here. */
export function subjectsOf(run: Run): readonly Subject[] {
  return run.timeline.events
    .filter((event) => !isInferred(event))
    .map((event) => subjectOf(event, run));
}

function isInferred({ id, what, lifeline }: TimelineEvent): boolean {
  const isArrival = what.kind === 'packet' && what.end === 'received';
  return isArrival && id.includes('.') && lifeline.kind === 'client';
}

function subjectOf(event: TimelineEvent, { records }: Run): Subject {
  const { id, what, connection, client, timeMs } = event;
  const n = Number.parseInt(id, 10);
  const record = records[n];
  const actor = record !== undefined && 'note' in record ? record.note.actor : '';
  const told = sentence(event);
  const packet = what.kind === 'packet' ? what.flight.packet : undefined;
  const announced = what.kind === 'announced' ? what.event : undefined;
  return {
    event,
    n,
    t: timeMs,
    kinds: kindsOf(event, actor !== ''),
    clients: [client?.label, actor.split(' ')[1]].filter((name) => name !== undefined),
    connections: connection === undefined ? [] : [connection.number],
    qos: packet?.type === 'PUBLISH' ? [packet.qos] : [],
    ids: packet !== undefined && 'packetId' in packet ? [packet.packetId] : [],
    topics: [
      ...topicsOf(packet),
      ...(announced && 'topicName' in announced ? [announced.topicName] : []),
    ],
    states: what.kind === 'noted' && what.note.state !== undefined ? [what.note.state] : [],
    clauses: told.clauses,
    text: () => `${labelOf(event)} ${told.text}`,
  };
}

function kindsOf({ id, what }: TimelineEvent, isNote: boolean): readonly string[] {
  switch (what.kind) {
    case 'packet': {
      const atClient = what.end === 'sent' ? 'sends' : 'receives';
      const atBroker = id.includes('.') ? 'transmit' : 'received';
      return [isNote ? atClient : atBroker, what.flight.packet.type];
    }
    case 'announced':
      return [what.event.type, ...('cause' in what.event ? [what.event.cause] : [])];
    case 'timerSet':
      return ['setTimer', what.timer.name];
    case 'timerCleared':
      return ['clearTimer', what.timer.name];
    case 'timerFired':
      return ['timer', what.timer.name];
    case 'noted':
      return [what.note.kind];
    case 'commanded':
      return ['command', what.command.type];
    default:
      return [what.kind];
  }
}

function topicsOf(packet: Packet | undefined): readonly string[] {
  if (packet?.type === 'PUBLISH') return [packet.message.topicName];
  if (packet?.type === 'SUBSCRIBE')
    return packet.subscriptions.map(({ topicFilter }) => topicFilter);
  return packet?.type === 'UNSUBSCRIBE' ? packet.topicFilters : [];
}

function labelOf({ what }: TimelineEvent): string {
  return what.kind === 'packet' ? packetLabel(what.flight.packet) : markLabel(what);
}
