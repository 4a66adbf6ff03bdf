/** An event of a timeline as a filter sees it: with its own words, the client that it concerns, and its clauses. */
import type { Packet } from '../../machines/index.ts';
import { markLabel, packetLabel } from '../render/sentences/labels.ts';
import { sentence } from '../render/sentences/sentence.ts';
import type { TimelineEvent } from '../render/timeline/types.ts';
import type { FilterSubject } from './filter.ts';

/** @param actor of the note that the event is told by, such as `client c1`; empty for what the broker's trace says */
export function subjectOfEvent(event: TimelineEvent, actor: string): FilterSubject {
  const { id, what, connection, client, timeMs } = event;
  const packet = what.kind === 'packet' ? what.flight.packet : undefined;
  const announced = what.kind === 'announced' ? what.event : undefined;
  return {
    n: Number.parseInt(id, 10),
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
    // Only few filters ask, and a sentence is not free.
    get clauses() {
      return sentence(event).clauses;
    },
    text: () => `${labelOf(event)} ${sentence(event).text}`,
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
  if (packet?.type === 'SUBSCRIBE') {
    return packet.subscriptions.map(({ topicFilter }) => topicFilter);
  }
  return packet?.type === 'UNSUBSCRIBE' ? packet.topicFilters : [];
}

function labelOf({ what }: TimelineEvent): string {
  return what.kind === 'packet' ? packetLabel(what.flight.packet) : markLabel(what);
}
