/**
 * What an event means, whatever its number: who, what kind of thing, and what is said of it, field by field. Packet
 * Identifiers, numbers of sessions and connections, ports and nonces are left out, because two runs that do the same
 * may count differently.
 */
import type { TimelineEvent } from '../render/timeline/types.ts';
import { type Fields, flat } from './fields.ts';
import type { Names } from './names.ts';

export interface Meaning {
  readonly event: TimelineEvent;
  /** Whose story it belongs to: only events of one lane are ever taken for the same. */
  readonly lane: string;
  /** `received CONNECT`, `setTimer keepAlive`, `session.created`. */
  readonly kind: string;
  readonly fields: Fields;
  /** Lane, kind and fields as one text. */
  readonly exactKey: string;
  /** Lane and kind as one text. */
  readonly kindKey: string;
}

/** @param actor of a note: who acts in it */
export function meaningOf(event: TimelineEvent, names: Names, actor?: string): Meaning {
  const { kind, content } = told(event, actor !== undefined);
  const lane = actor === undefined ? laneOf(event, names) : names.ofActor(actor, event);
  const fields = flat(content, names);
  const kindKey = `${lane} ${kind}`;
  const exactKey = `${kindKey} ${JSON.stringify(fields)}`;
  return { event, lane, kind, fields, exactKey, kindKey };
}

function laneOf({ client, lifeline }: TimelineEvent, names: Names): string {
  const whose = client ?? lifeline;
  return whose.kind === 'client' ? names.of(whose) : whose.kind;
}

interface Told {
  readonly kind: string;
  readonly content: object;
}

/** Which numbers of an announcement are merely counted. */
const COUNTED = ['connection', 'session', 'existing', 'incoming', 'origin', 'type'];

function told({ what, id }: TimelineEvent, isNote: boolean): Told {
  switch (what.kind) {
    case 'packet': {
      const { packet } = what.flight;
      const atBroker = id.includes('.') ? 'transmit' : 'received';
      const verb = isNote ? `client ${what.end}` : atBroker;
      return { kind: `${verb} ${packet.type}`, content: without(packet, ['packetId', 'type']) };
    }
    case 'announced':
      return { kind: what.event.type, content: without(what.event, COUNTED) };
    case 'timerSet':
      return { kind: `setTimer ${what.timer.name}`, content: { delayMs: what.delayMs } };
    case 'timerCleared':
      return { kind: `clearTimer ${what.timer.name}`, content: {} };
    case 'timerFired':
      return { kind: `timer ${what.timer.name}`, content: {} };
    case 'commanded':
      return { kind: `command ${what.command.type}`, content: without(what.command, ['type']) };
    case 'noted': {
      const { kind, state, detail } = what.note;
      // `PUBLISH 12`: what is abandoned has a Packet Identifier.
      const said = kind === 'abandons' ? detail?.replace(/ \d+$/, '') : detail;
      return { kind: `note ${kind}`, content: { state, detail: said } };
    }
    default:
      return {
        kind: what.kind,
        content: without(what, ['kind', 'connection', 'id', 'subscriber']),
      };
  }
}

function without(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
