/**
 * The text of a step: its input and its effects. What a broker sees most is put together by hand from its fields, so
 * that the recorder can do so from numbers alone; everything else goes through jsonText.
 */
import type { Effect, Transmit } from '../effects.ts';
import type { Input } from '../inputs.ts';
import type { Packet, Publish } from '../packets.ts';
import { jsonText, membersText, messageText, stringText, type Wording } from './json-text.ts';

/** What a packet is on the wire: its length in all, and the CRC-32 of the bytes before the payload of a PUBLISH. */
export interface Wire {
  readonly bytes: number;
  readonly crc32: number;
}

/** The input without its time, which stands in the record. */
export function inputText(input: Input, wording: Wording): string {
  if (input.type === 'received') return receivedText(input.connection, input.packet, wording);
  return `{"type":"${input.type}",${membersText({ ...input, nowMs: undefined }, wording, 'type')}}`;
}

export function receivedText(connection: number, packet: Packet, wording: Wording): string {
  return `{"type":"received","connection":${connection},"packet":${packetText(packet, wording)}}`;
}

export function effectText(effect: Effect, wire: Wire | undefined, wording: Wording): string {
  switch (effect.type) {
    case 'transmit': {
      const { connection, version, packet } = effect;
      return transmitText(connection, version, packetText(packet, wording), wire);
    }
    case 'setTimer':
      return setTimerText(effect.timer, effect.delayMs);
    case 'clearTimer':
      return `{"type":"clearTimer","timer":${JSON.stringify(effect.timer)}}`;
    default:
      return jsonText(effect, wording);
  }
}

export function transmitText(
  connection: number,
  version: number,
  packet: string,
  wire: Wire | undefined,
): string {
  const check = wire === undefined ? '' : `,"bytes":${wire.bytes},"crc32":${wire.crc32}`;
  return `{"type":"transmit","connection":${connection},"version":${version},"packet":${packet}${check}}`;
}

/** Timers are named by words and numbers, which need no escapes. */
export function setTimerText(timer: string, delayMs: number): string {
  return `{"type":"setTimer","timer":"${timer}","delayMs":${delayMs}}`;
}

function packetText(packet: Packet, wording: Wording): string {
  switch (packet.type) {
    case 'PUBLISH': {
      const { qos, retain, dup, packetId } = packet;
      const message = messageText(packet.message, wording);
      return publishText(message, qos, retain, dup, packetId, publishExtras(packet));
    }
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      if (packet.properties !== undefined) return jsonText(packet, wording);
      return ackText(packet.type, packet.packetId, packet.reasonCode);
    default:
      return jsonText(packet, wording);
  }
}

export function ackText(type: string, packetId: number, reasonCode: number): string {
  return `{"type":"${type}","packetId":${packetId},"reasonCode":${reasonCode}}`;
}

export function publishText(
  message: string,
  qos: number,
  retain: boolean,
  dup: boolean,
  packetId: number,
  extras: string,
): string {
  return `{"type":"PUBLISH","message":${message},"qos":${qos},"retain":${retain},"dup":${dup},"packetId":${packetId}${extras}}`;
}

function publishExtras(publish: Publish): string {
  const { topicAlias, isTopicOmitted, subscriptionIdentifiers, messageExpiryInterval } = publish;
  let text = topicAlias === undefined ? '' : `,"topicAlias":${topicAlias}`;
  if (isTopicOmitted) text += ',"isTopicOmitted":true';
  if (subscriptionIdentifiers !== undefined) {
    text += `,"subscriptionIdentifiers":[${subscriptionIdentifiers.join(',')}]`;
  }
  if (messageExpiryInterval !== undefined) {
    text += `,"messageExpiryInterval":${messageExpiryInterval}`;
  }
  return text;
}

/** Bytes that hold a secret are not checked: a short secret could be found again from its CRC. */
export function isChecked({ packet }: Transmit): boolean {
  if (packet.type === 'CONNECT') return packet.password === undefined && !hasSecret(packet);
  return !hasSecret(packet);
}

function hasSecret(packet: Packet): boolean {
  if (packet.type !== 'CONNECT' && packet.type !== 'CONNACK' && packet.type !== 'AUTH')
    return false;
  return packet.properties?.authenticationData !== undefined;
}

/** One line of a trace, without its end. */
export function stepLine(
  n: number,
  t: number,
  input: string,
  effects: string,
  by: string | undefined,
): string {
  const cause = by === undefined ? '' : `,"by":${stringText(by)}`;
  return `{"n":${n},"t":${t}${cause},"in":${input},"out":[${effects}]}`;
}
