/**
 * What happened, in one plain sentence, and by which clauses.
 *
 * The clauses here come from tables: for each kind of event, the statements that it is an instance of. A caller that
 * replays the trace through the charts knows better, because it knows the very transition: what it supplies in
 * `clausesOf` is shown instead.
 */
import type { Clause } from '../../../machines/index.ts';
import { DamagedRecord } from '../../inspect/damaged.ts';
import type { TimelineEvent } from '../timeline/types.ts';
import { announcement } from './announcements.ts';
import { packetSentence } from './packets.ts';
import { timerSentence } from './timers.ts';
import type { Told } from './told.ts';
import { capital, isNamed, party, reason, whom } from './words.ts';
import { worldSentence } from './world.ts';

export interface Sentence {
  /** With a full stop. */
  readonly text: string;
  readonly clauses: readonly Clause[];
}

/** Clauses of the transitions that an event has had, for who knows them; undefined for the tables' own. */
export type ClausesOf = (event: TimelineEvent) => readonly Clause[] | undefined;

export function sentence(event: TimelineEvent, clausesOf?: ClausesOf): Sentence {
  const told = toldOf(event);
  const text = `${capital(told.text)}.`;
  return { text, clauses: clausesOf?.(event) ?? told.clauses ?? [] };
}

/** `… has claimed its session (v5 MQTT-3.1.4-3).` */
export function inFull({ text, clauses }: Sentence): string {
  return clauses.length === 0 ? text : `${text.slice(0, -1)} (${clauses.join(', ')}).`;
}

/** A record may lack what its sentence speaks of: a file that was edited by hand does. */
function toldOf(event: TimelineEvent): Told {
  try {
    return tell(event);
  } catch (error) {
    throw new DamagedRecord(Number.parseInt(event.id, 10), error);
  }
}

function tell(event: TimelineEvent): Told {
  const { what } = event;
  switch (what.kind) {
    case 'packet':
      return packetSentence(what.flight, what.end);
    case 'announced':
      return announcement(what.event, event);
    case 'timerSet':
    case 'timerFired':
    case 'timerCleared':
      return timerSentence(what, event);
    case 'opened':
      return { text: `${whoseEnd(event)} opens a Network Connection` };
    case 'closed':
      return { text: `the Network Connection of ${whoseEnd(event)} is gone${because(what.error)}` };
    case 'closing':
      return {
        text: `the broker ${what.abort ? 'tears down' : 'closes'} the Network Connection of ${whoseEnd(event)}`,
      };
    case 'malformed':
      return {
        text: `${whoseEnd(event)} sends what is no valid packet: ${reason(what.reasonCode)}${because(what.detail)}`,
        clauses: what.clauses ?? [
          event.version === 5 ? 'v5 4.13.1 malformed packet' : 'v3 MQTT-4.8.0-1',
        ],
      };
    case 'congested':
      return { text: `nothing more can be written to ${whoseEnd(event)} for now` };
    case 'writable':
      return { text: `${whoseEnd(event)} can be written to again` };
    default:
      return worldSentence(what, event);
  }
}

function whoseEnd({ connection, client }: TimelineEvent): string {
  if (connection === undefined) return whom(client);
  return isNamed(connection.lifeline) ? party(connection) : `connection ${connection.number}`;
}

function because(detail: string): string {
  return detail === '' ? '' : `: ${detail}`;
}
