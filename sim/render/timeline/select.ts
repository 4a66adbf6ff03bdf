/** What of a timeline is shown: whose, from when to when, and how much of it. */
import type { Command } from '../../../machines/index.ts';
import { BEGINNING, END, isBefore, isUpTo, type Where } from '../../inspect/where.ts';
import type { Lifeline, Timeline, TimelineEvent } from './types.ts';

export interface Selection {
  /** Client Identifiers, or names like `c1`; all when it is left out. */
  readonly clients?: readonly string[];
  readonly from?: Where;
  readonly upTo?: Where;
  /** Timers being set, requests, orderly closes: what a reader can infer, or rarely asks for. */
  readonly details?: boolean;
}

export function select(timeline: Timeline, selection: Selection): readonly TimelineEvent[] {
  const { from = BEGINNING, upTo = END, details = false } = selection;
  const isChosen = chosen(selection);
  return timeline.events.filter(
    (event) =>
      !isBefore(from, placeOf(event)) &&
      isUpTo(upTo, placeOf(event)) &&
      (details || isTelling(event)) &&
      (event.client === undefined || isChosen(event.client)),
  );
}

/** The number of its record comes first in its id. */
function placeOf({ id, timeMs }: TimelineEvent) {
  return { n: Number.parseInt(id, 10), t: timeMs };
}

export function chosen({ clients }: Selection): (lifeline: Lifeline) => boolean {
  if (clients === undefined || clients.length === 0) return () => true;
  const names = new Set(clients);
  return ({ label, name, connections }) =>
    names.has(label) || names.has(name) || connections.some((each) => names.has(each.name));
}

/** Announcements that a packet beside them says already. */
const SAID_BY_PACKETS: ReadonlySet<string> = new Set([
  'connection.opened',
  'connection.closed',
  'client.connected',
  'subscription.added',
  'subscription.removed',
]);

/** What a broker says about itself comes every few seconds, and would hide what its clients do. */
function isOfItself(command: Command): boolean {
  return command.type === 'publish' && command.message.topicName.startsWith('$SYS/');
}

export function isTelling({ what }: TimelineEvent): boolean {
  switch (what.kind) {
    case 'packet':
    case 'timerFired':
    case 'malformed':
    case 'recovered':
    case 'restored':
    case 'gap':
      return true;
    case 'commanded':
      return !isOfItself(what.command);
    case 'announced':
      return !SAID_BY_PACKETS.has(what.event.type);
    case 'closed':
      return what.error !== '';
    case 'stored':
      return !what.ok;
    case 'noted':
      return what.isFault;
    default:
      return false;
  }
}

/** What a takeover consists of, for drawings to bring out. */
export function isOfTakeover({ what }: TimelineEvent): boolean {
  if (what.kind === 'announced') {
    const { event } = what;
    if (event.type === 'session.takenOver') return true;
    return event.type === 'client.disconnected' && event.cause === 'sessionTakenOver';
  }
  if (what.kind !== 'packet' || what.flight.direction !== 'toClient') return false;
  const { packet } = what.flight;
  return packet.type === 'DISCONNECT' && packet.reasonCode === 0x8e;
}
