/**
 * The properties of a PUBLISH (5.0 section 3.3.2.3) to bytes, in the order in which the message has them. By hand:
 * mqtt-packet takes many times as long, and where a client allows topic aliases every PUBLISH to it has a property.
 */
import type { MessageProperties, Publish, UserProperties } from '../../machines/index.ts';
import { lengthBytes, writeLength } from './variable-byte-integer.ts';

const LONGEST_STRING_BYTES = 65_535;
const NONE: MessageProperties = {};

const Id = {
  payloadFormatIndicator: 0x01,
  messageExpiryInterval: 0x02,
  contentType: 0x03,
  responseTopic: 0x08,
  correlationData: 0x09,
  subscriptionIdentifier: 0x0b,
  topicAlias: 0x23,
  userProperty: 0x26,
} as const;

type Name = keyof MessageProperties;

/** Bytes of all properties, the Property Length in front of them not counted. Throws for what cannot be written. */
export function propertiesBytes(publish: Publish): number {
  const properties = publish.message.properties ?? NONE;
  const { messageExpiryInterval, subscriptionIdentifiers, topicAlias } = publish;
  let bytes = 0;
  for (const name in properties) bytes += valueBytes(properties, name as Name);
  // What is left of the interval stands in for the message's own.
  const hasOwn = properties.messageExpiryInterval !== undefined;
  if (messageExpiryInterval !== undefined && !hasOwn) bytes += 5;
  if (topicAlias !== undefined) bytes += 3;
  for (const identifier of subscriptionIdentifiers ?? []) bytes += 1 + lengthBytes(identifier);
  return bytes;
}

/** Writes the properties at `start`. Returns where they end. */
export function writeProperties(bytes: Buffer, start: number, publish: Publish): number {
  const properties = publish.message.properties ?? NONE;
  const { messageExpiryInterval, subscriptionIdentifiers, topicAlias } = publish;
  let at = start;
  for (const name in properties) {
    if (name === 'messageExpiryInterval' && messageExpiryInterval !== undefined) {
      at = writeExpiry(bytes, at, messageExpiryInterval);
    } else {
      at = writeValue(bytes, at, properties, name as Name);
    }
  }
  if (messageExpiryInterval !== undefined && !('messageExpiryInterval' in properties)) {
    at = writeExpiry(bytes, at, messageExpiryInterval);
  }
  if (topicAlias !== undefined) {
    bytes[at++] = Id.topicAlias;
    at = bytes.writeUInt16BE(topicAlias, at);
  }
  for (const identifier of subscriptionIdentifiers ?? []) {
    bytes[at++] = Id.subscriptionIdentifier;
    at = writeLength(bytes, at, identifier);
  }
  return at;
}

function valueBytes(properties: MessageProperties, name: Name): number {
  const value = properties[name];
  if (value === undefined) return 0;
  switch (name) {
    case 'payloadFormatIndicator':
      return 2;
    case 'messageExpiryInterval':
      return 5;
    case 'contentType':
    case 'responseTopic':
      return 1 + textBytes(value as string);
    case 'correlationData':
      return 3 + (value as Uint8Array).length;
    case 'userProperties':
      return pairsBytes(value as UserProperties);
  }
}

function pairsBytes(pairs: UserProperties): number {
  let bytes = 0;
  for (const [name, text] of pairs) bytes += 1 + textBytes(name) + textBytes(text);
  return bytes;
}

/** With the two bytes of its length. */
function textBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  if (bytes > LONGEST_STRING_BYTES) throw new RangeError(`a string of ${bytes} bytes`);
  return 2 + bytes;
}

function writeValue(
  bytes: Buffer,
  start: number,
  properties: MessageProperties,
  name: Name,
): number {
  const value = properties[name];
  if (value === undefined) return start;
  switch (name) {
    case 'payloadFormatIndicator':
      bytes[start] = Id.payloadFormatIndicator;
      bytes[start + 1] = value as number;
      return start + 2;
    case 'messageExpiryInterval':
      return writeExpiry(bytes, start, value as number);
    case 'contentType':
    case 'responseTopic':
      bytes[start] = Id[name];
      return writeText(bytes, start + 1, value as string);
    case 'correlationData': {
      const { length } = value as Uint8Array;
      bytes[start] = Id.correlationData;
      bytes.writeUInt16BE(length, start + 1);
      bytes.set(value as Uint8Array, start + 3);
      return start + 3 + length;
    }
    case 'userProperties':
      return writePairs(bytes, start, value as UserProperties);
  }
}

function writePairs(bytes: Buffer, start: number, pairs: UserProperties): number {
  let at = start;
  for (const [name, text] of pairs) {
    bytes[at] = Id.userProperty;
    at = writeText(bytes, at + 1, name);
    at = writeText(bytes, at, text);
  }
  return at;
}

function writeExpiry(bytes: Buffer, at: number, seconds: number): number {
  bytes[at] = Id.messageExpiryInterval;
  return bytes.writeUInt32BE(seconds, at + 1);
}

function writeText(bytes: Buffer, at: number, text: string): number {
  const written = bytes.write(text, at + 2);
  bytes.writeUInt16BE(written, at);
  return at + 2 + written;
}
