/** A few words for what a drawing has little room for; the sentence is for those who look closer. */
import { type LifecycleEvent, type Packet, reasonCodeName } from '../../../machines/index.ts';
import type { Note } from '../../../machines/trace/format.ts';
import type { Happening } from '../timeline/types.ts';
import { timerName } from './timers.ts';
import { count, duration, heldText, hex, inWords, stateText } from './words.ts';

/** `PUBLISH room/light QoS 1 #7`, most telling first, because the end may be cut off. */
export function packetLabel(packet: Packet): string {
  switch (packet.type) {
    case 'CONNECT':
      return packet.cleanStart ? 'CONNECT clean start' : 'CONNECT';
    case 'CONNACK':
      if (packet.reasonCode !== 0) return `CONNACK ${hex(packet.reasonCode)}`;
      return packet.sessionPresent ? 'CONNACK session present' : 'CONNACK';
    case 'PUBLISH':
      return publishLabel(packet);
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP': {
      const failed = packet.reasonCode === 0 ? '' : ` ${hex(packet.reasonCode)}`;
      return `${packet.type} #${packet.packetId}${failed}`;
    }
    case 'SUBSCRIBE':
      return `SUBSCRIBE ${packet.subscriptions.map(({ topicFilter }) => topicFilter).join(' ')}`;
    case 'UNSUBSCRIBE':
      return `UNSUBSCRIBE ${packet.topicFilters.join(' ')}`;
    case 'DISCONNECT':
      return packet.reasonCode === 0
        ? 'DISCONNECT'
        : `DISCONNECT ${hex(packet.reasonCode)} ${reasonCodeName(packet.reasonCode, 'DISCONNECT')}`;
    default:
      return packet.type;
  }
}

function publishLabel(packet: Extract<Packet, { type: 'PUBLISH' }>): string {
  const { message, qos, packetId, dup, topicAlias } = packet;
  const topic = message.topicName === '' ? `alias ${topicAlias}` : message.topicName;
  const parts = ['PUBLISH', topic];
  if (qos > 0) parts.push(`QoS ${qos} #${packetId}`);
  if (dup) parts.push('DUP');
  return parts.join(' ');
}

/** For what is a mark on a lifeline rather than an arrow between two. */
export function markLabel(what: Exclude<Happening, { kind: 'packet' }>): string {
  switch (what.kind) {
    case 'announced':
      return announcedLabel(what.event);
    case 'timerFired':
      return `${timerName(what.timer)} runs out`;
    case 'timerSet':
      return `${timerName(what.timer)}: ${duration(what.delayMs)}`;
    case 'timerCleared':
      return `${timerName(what.timer)} cleared`;
    case 'opened':
      return 'opens';
    case 'closed':
      return what.error === '' ? 'closed' : `failed: ${what.error}`;
    case 'closing':
      return what.abort ? 'broker tears down' : 'broker closes';
    case 'malformed':
      return `malformed ${hex(what.reasonCode)}`;
    case 'asked':
      return `${what.about}?`;
    case 'answered':
      return `${what.about}: ${what.detail}`;
    case 'commanded':
      return `operator: ${what.command.type}`;
    case 'handed':
      return `to local subscriber ${what.subscriber}`;
    case 'storing':
      return `store batch ${what.id}: ${count(what.writes, 'write')}`;
    case 'stored':
      return what.ok ? `batch ${what.id} stored` : `batch ${what.id} failed`;
    case 'recovered':
      return 'broker is back';
    case 'restored':
      return `already ${heldText(what)}`;
    case 'gap':
      return what.steps === 0 ? 'steps missing' : `${count(what.steps, 'step')} missing`;
    case 'noted':
      if (what.note.kind === 'byHand') return `by hand: ${what.note.detail}`;
      return noteLabel(what.note);
    default:
      return what.kind;
  }
}

function noteLabel({ kind, state, detail }: Note): string {
  if (kind === 'state') return stateText(state, detail);
  const head = [words(kind), state].filter(Boolean).join(' ');
  return detail ? `${head}: ${detail}` : head;
}

function announcedLabel(event: LifecycleEvent): string {
  switch (event.type) {
    case 'session.created':
      return 'session begins';
    case 'session.resumed':
      return 'session resumed';
    case 'session.takenOver':
      return 'session taken over';
    case 'session.offline':
      return event.expiresInSeconds === undefined
        ? 'session offline'
        : `session offline, ${duration(event.expiresInSeconds * 1_000)}`;
    case 'session.ended':
      return event.cause === 'connectionClosed' ? 'session ends' : `session ${event.cause}`;
    case 'will.delayed':
      return `will delayed ${duration(event.delaySeconds * 1_000)}`;
    case 'will.published':
      return 'will published';
    case 'will.deleted':
      return 'will deleted';
    case 'client.disconnected':
      return event.cause === 'clientDisconnected'
        ? 'disconnected'
        : `disconnected: ${inWords(event.cause)}`;
    case 'client.refused':
      return `refused: ${inWords(event.cause)}`;
    case 'message.dropped':
      return `message dropped: ${inWords(event.cause)}`;
    default:
      return inWords(event.type.replace('.', ' '));
  }
}

/** `halfOpen` is `half-open`. */
function words(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
