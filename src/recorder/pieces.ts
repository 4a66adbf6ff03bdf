/**
 * What stands between the numbers and names of a line. Cut out of lines that machines/trace writes: so there is one
 * writer of the format, and this is only a faster way to its words.
 */
import {
  ackText,
  publishText,
  type QoS,
  receivedText,
  referenceText,
  setTimerText,
  stepLine,
  transmitText,
} from '../../machines/index.ts';
import { cut, type Fragment, fragment, hole } from './fragments.ts';
import { ACKS, FIRST_VERSION, keepAliveTimer, Shape } from './notes.ts';

/** All values that the four flags of a first byte, and the shape of a transmitted packet, can have. */
const FLAGS = 16;
const SHAPES = 128;
const ACK_SHAPES = 16;

const line = cut(stepLine(hole(0), hole(1), `${hole(2)}`, `${hole(3)}`, undefined));
const [beforeN, beforeT, beforeInput, beforeEffects, afterEffects] = line as [
  string,
  string,
  string,
  string,
  string,
];

export const lineBegin = fragment(beforeN);
export const inputEnd = fragment(beforeEffects);
export const lineEnd = fragment(afterEffects);

/** From the record's number to its input. */
export function timeText(t: number): string {
  return `${beforeT}${t}${beforeInput}`;
}

/** What stands around the parts of a PUBLISH that was received. */
export interface ReceivedPublish {
  readonly topicName: Fragment;
  readonly payload: Fragment;
  readonly packetId: Fragment;
  /** The beginning of the effects included. */
  readonly end: Fragment;
}

function receivedPublishTexts(flags: number): string[] {
  const qos = ((flags >> 1) & 3) as QoS;
  const retain = (flags & 1) !== 0;
  const dup = (flags & 8) !== 0;
  const payload = new Uint8Array(0);
  const message = { topicName: `${hole(1)}`, payload, qos, retain, properties: undefined };
  const wording = { payload: () => `${hole(2)}`, numberOf: () => undefined };
  const packet = { type: 'PUBLISH', message, qos, retain, dup, packetId: hole(3) } as const;
  return cut(receivedText(hole(0), packet, wording));
}

/** Of any packet that was received: all before the connection. */
export const receivedBegin = receivedPublishTexts(0)[0] as string;

/** By the flags of the first byte. */
export const receivedPublishes = Array.from({ length: FLAGS }, (_, flags): ReceivedPublish => {
  const [, ...texts] = receivedPublishTexts(flags);
  const [topicName, payload, packetId, end] = texts as [string, string, string, string];
  return {
    topicName: fragment(topicName),
    payload: fragment(payload),
    packetId: fragment(packetId),
    end: fragment(end + beforeEffects),
  };
});

export interface ReceivedAck {
  readonly packetId: Fragment;
  readonly reasonCode: Fragment;
  readonly end: Fragment;
}

/** In the order of ACKS. */
export const receivedAcks = ACKS.map((type): ReceivedAck => {
  const packet = { type, packetId: hole(1), reasonCode: hole(2) };
  const wording = { payload: () => '', numberOf: () => undefined };
  const [, ...texts] = cut(receivedText(hole(0), packet, wording));
  const [packetId, reasonCode, end] = texts as [string, string, string];
  return {
    packetId: fragment(packetId),
    reasonCode: fragment(reasonCode),
    end: fragment(end + beforeEffects),
  };
});

/** What stands before the numbers of a PUBLISH that is transmitted, and at its end. */
export interface TransmittedPublish {
  readonly connection: Fragment;
  readonly message: Fragment;
  readonly packetId: Fragment;
  readonly bytes: Fragment;
  readonly crc32: Fragment;
  readonly end: Fragment;
}

/** By its shape. */
export const publishes = Array.from({ length: SHAPES }, (_, shape): TransmittedPublish => {
  const version = FIRST_VERSION + (shape >> Shape.versionShift);
  const retain = (shape & Shape.retain) !== 0;
  const dup = (shape & Shape.dup) !== 0;
  const packet = publishText(referenceText(hole(1)), shape & 3, retain, dup, hole(2), '');
  const wire = { bytes: hole(3), crc32: hole(4) };
  const pieces = cut(transmitText(hole(0), version, packet, wire)).map(fragment);
  const [connection, message, packetId, bytes, crc32, end] = pieces as Six;
  return { connection, message, packetId, bytes, crc32, end };
});

export interface TransmittedAck {
  readonly connection: Fragment;
  readonly packetId: Fragment;
  readonly reasonCode: Fragment;
  readonly bytes: Fragment;
  readonly crc32: Fragment;
  readonly end: Fragment;
}

/** By their shape. */
export const acks = Array.from({ length: ACK_SHAPES }, (_, shape): TransmittedAck => {
  const version = FIRST_VERSION + (shape >> Shape.ackVersionShift);
  const packet = ackText(ACKS[shape & 3] as string, hole(1), hole(2));
  const wire = { bytes: hole(3), crc32: hole(4) };
  const pieces = cut(transmitText(hole(0), version, packet, wire)).map(fragment);
  const [connection, packetId, reasonCode, bytes, crc32, end] = pieces as Six;
  return { connection, packetId, reasonCode, bytes, crc32, end };
});

const unchecked = transmitText(0, 0, '', undefined);
const checked = cut(transmitText(0, 0, '', { bytes: hole(0), crc32: hole(1) }));
const [beforeBytes, beforeCrc32, afterCrc32] = checked as [string, string, string];
const checkAt = [...unchecked].findIndex((character, at) => character !== beforeBytes[at]);

/** What stands behind any packet that is transmitted; and instead of it the check, before, between and behind. */
export const transmitEnd = unchecked.slice(checkAt);
export const uncheckedEnd = fragment(transmitEnd);
export const checkBytes = fragment(beforeBytes.slice(checkAt));
export const checkCrc32 = fragment(beforeCrc32);
export const checkEnd = fragment(afterCrc32);

type Six = [Fragment, Fragment, Fragment, Fragment, Fragment, Fragment];

const timer = cut(setTimerText(keepAliveTimer(hole(0)), hole(1)));
const [beforeTimer, beforeDelay, afterDelay] = timer as [string, string, string];

export const keepAliveBegin = fragment(beforeTimer);

/** From the connection's number to the end. */
export function keepAliveEnd(delayMs: number): string {
  return `${beforeDelay}${delayMs}${afterDelay}`;
}
