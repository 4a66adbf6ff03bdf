/**
 * Violations by hand, each with the Reason Code that 5.0 has for it: what must be answered, whatever decoder and charts
 * think of it. They are sent where a packet may begin, by a client that is connected.
 */
import { ReasonCode } from '../../machines/index.ts';

interface Violation {
  readonly name: string;
  readonly versions: readonly number[];
  /** Those that may stand in the DISCONNECT. */
  readonly reasonCodes: readonly number[];
  readonly bytes: readonly number[];
  /** Told from the bytes alone. Else it waits its turn where the authorizer is asked first. */
  readonly isMalformed: boolean;
}

const { malformedPacket, protocolError, packetTooLarge } = ReasonCode;
const { topicAliasInvalid, topicNameInvalid, topicFilterInvalid } = ReasonCode;
const ALL = [3, 4, 5];
const BAD = [malformedPacket];
const EITHER = [malformedPacket, protocolError];

function text(value: string): number[] {
  const bytes = Buffer.from(value);
  return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
}

function frame(first: number, ...body: number[]): number[] {
  return [first, body.length, ...body];
}

function malformed(
  name: string,
  versions: readonly number[],
  reasonCodes: readonly number[],
  bytes: number[],
): Violation {
  return { name, versions, reasonCodes, bytes, isMalformed: true };
}

function misplaced(
  name: string,
  versions: readonly number[],
  reasonCode: number,
  bytes: number[],
): Violation {
  return { name, versions, reasonCodes: [reasonCode], bytes, isMalformed: false };
}

/** PUBLISH at QoS 0 with the topic `a` and these properties. */
const publish5 = (...properties: number[]) =>
  frame(0x30, ...text('a'), properties.length, ...properties);
const subscribe3 = (filter: string, options = 0) => frame(0x82, 0, 1, ...text(filter), options);
const subscribe5 = (filter: string, options = 0) => frame(0x82, 0, 1, 0, ...text(filter), options);

export const VIOLATIONS: readonly Violation[] = [
  malformed('packet type 0', ALL, BAD, [0x00, 0]),
  malformed('AUTH in 3.x', [3, 4], BAD, [0xf0, 0]),
  malformed('reserved flags of PINGREQ', ALL, BAD, [0xc1, 0]),
  malformed('reserved flags of SUBSCRIBE', ALL, BAD, [0x80, 4, 0, 1, 0, 0]),
  malformed('reserved flags of PUBREL', ALL, BAD, [0x60, 2, 0, 1]),
  malformed('QoS 3', ALL, BAD, [0x36, 5, ...text('a'), 0, 1]),
  malformed('DUP at QoS 0', [4, 5], BAD, [0x38, 3, ...text('a')]),
  malformed('Remaining Length of five bytes', ALL, BAD, [0x30, 0xff, 0xff, 0xff, 0xff, 1]),
  malformed('Remaining Length longer than needed', ALL, BAD, [0xc0, 0x80, 0]),
  malformed('packet too large', ALL, [packetTooLarge], [0x30, 0xff, 0xff, 0x7f]),
  malformed('CONNACK', ALL, [protocolError], [0x20, 2, 0, 0]),
  malformed('SUBACK', ALL, [protocolError], [0x90, 3, 0, 1, 0]),
  malformed('UNSUBACK', ALL, [protocolError], [0xb0, 2, 0, 1]),
  malformed('PINGRESP', ALL, [protocolError], [0xd0, 0]),
  malformed('ill-formed UTF-8', ALL, BAD, frame(0x30, 0, 2, 0xc3, 0x28, 0)),
  malformed('a surrogate', ALL, BAD, frame(0x30, 0, 3, 0xed, 0xa0, 0x80, 0)),
  malformed('U+0000', ALL, BAD, frame(0x30, 0, 1, 0, 0)),
  malformed('string past the end', ALL, BAD, frame(0x30, 0, 9, 0x61)),
  malformed('packet identifier 0', ALL, EITHER, frame(0x32, ...text('a'), 0, 0, 0)),
  malformed('PUBACK without identifier', ALL, BAD, [0x40, 0]),
  malformed('PINGREQ with a body', ALL, BAD, [0xc0, 1, 0]),
  malformed('SUBSCRIBE without a filter in 3.x', [3, 4], EITHER, frame(0x82, 0, 1)),
  malformed('SUBSCRIBE without a filter', [5], EITHER, frame(0x82, 0, 1, 0)),
  malformed('UNSUBSCRIBE without a filter in 3.x', [3, 4], EITHER, frame(0xa2, 0, 1)),
  malformed('UNSUBSCRIBE without a filter', [5], EITHER, frame(0xa2, 0, 1, 0)),
  malformed('reserved bits of a subscription in 3.x', [3, 4], BAD, subscribe3('a', 4)),
  malformed('reserved bits of a subscription', [5], BAD, subscribe5('a', 0x40)),
  malformed('subscription with QoS 3', [5], EITHER, subscribe5('a', 3)),
  malformed('Retain Handling 3', [5], EITHER, subscribe5('a', 0x30)),
  malformed(
    'Subscription Identifier 0',
    [5],
    EITHER,
    frame(0x82, 0, 1, 2, 0x0b, 0, ...text('a'), 0),
  ),
  malformed('repeated property', [5], [protocolError], publish5(0x01, 0, 0x01, 0)),
  malformed('repeated empty property', [5], [protocolError], publish5(3, 0, 0, 3, 0, 0)),
  malformed('unknown property', [5], EITHER, publish5(0x7f, 0)),
  malformed('property of another packet', [5], EITHER, publish5(0x11, 0, 0, 0, 1)),
  malformed('Payload Format Indicator 2', [5], EITHER, publish5(0x01, 2)),
  malformed('properties past the end', [5], BAD, frame(0x30, ...text('a'), 9, 1)),
  malformed('Reason Code of no PUBACK', [5], EITHER, frame(0x40, 0, 1, 0x42)),
  malformed('Reason Code of no DISCONNECT', [5], EITHER, frame(0xe0, 0x8b + 0x70)),
  misplaced('wildcard in a Topic Name', ALL, topicNameInvalid, frame(0x30, ...text('a/+'), 0)),
  misplaced('empty Topic Name', [5], protocolError, frame(0x30, ...text(''), 0)),
  misplaced('Topic Alias 0', [5], topicAliasInvalid, publish5(0x23, 0, 0)),
  misplaced('Topic Alias too large', [5], topicAliasInvalid, publish5(0x23, 0xff, 0xff)),
  misplaced('Subscription Identifier in PUBLISH', [5], protocolError, publish5(0x0b, 1)),
  misplaced('bad Topic Filter in 3.x', [3, 4], topicFilterInvalid, subscribe3('a#')),
  misplaced('bad Topic Filter', [5], topicFilterInvalid, subscribe5('a/#/b')),
  misplaced('empty Topic Filter', [5], topicFilterInvalid, subscribe5('')),
  misplaced('bad share name', [5], topicFilterInvalid, subscribe5('$share/+/a')),
  misplaced('No Local on a shared subscription', [5], protocolError, subscribe5('$share/g/a', 4)),
];

/** A second CONNECT, in the version of the first. It never waits. */
export function secondConnect(version: number): Violation {
  const name = version === 3 ? 'MQIsdp' : 'MQTT';
  const rest = version === 5 ? [0] : [];
  const bytes = frame(0x10, ...text(name), version, 2, 0, 0, ...rest, ...text('x'));
  return { ...malformed('second CONNECT', ALL, [protocolError], bytes) };
}
