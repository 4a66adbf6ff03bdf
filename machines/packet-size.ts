/** How many bytes packets take on the wire, for those who say how large a packet may be (5.0 section 3.1.2.11.4). */
import type {
  Message,
  MessageProperties,
  ProtocolVersion,
  QoS,
  UserProperties,
} from './packets.ts';
import { utf8Length } from './topics/topic.ts';

export const LENGTH_BYTES = 2;
export const ID_BYTES = 1;
export const UINT16_BYTES = 2;
export const UINT32_BYTES = 4;

export interface PublishShape {
  readonly message: Message;
  readonly qos: QoS;
  readonly subscriptionIdentifiers: readonly number[] | undefined;
}

/** PUBLISH of a message, without a Topic Alias. */
export function publishSize(
  { message, qos, subscriptionIdentifiers }: PublishShape,
  version: ProtocolVersion,
): number {
  let bytes = textBytes(message.topicName) + message.payload.length;
  if (qos > 0) bytes += UINT16_BYTES;
  if (version === 5) {
    const properties =
      messagePropertiesSize(message.properties) + identifiersSize(subscriptionIdentifiers);
    bytes += integerBytes(properties) + properties;
  }
  return 1 + integerBytes(bytes) + bytes;
}

/** A Topic Alias with its identifier. */
export const TOPIC_ALIAS_BYTES = ID_BYTES + UINT16_BYTES;

function messagePropertiesSize(properties: MessageProperties | undefined): number {
  if (properties === undefined) return 0;
  const { responseTopic, contentType, correlationData, userProperties } = properties;
  let bytes = 0;
  if (properties.payloadFormatIndicator !== undefined) bytes += ID_BYTES + 1;
  if (properties.messageExpiryInterval !== undefined) bytes += ID_BYTES + UINT32_BYTES;
  if (responseTopic !== undefined) bytes += ID_BYTES + textBytes(responseTopic);
  if (contentType !== undefined) bytes += ID_BYTES + textBytes(contentType);
  if (correlationData !== undefined) bytes += ID_BYTES + LENGTH_BYTES + correlationData.length;
  return bytes + userPropertiesSize(userProperties);
}

export function userPropertiesSize(properties: UserProperties | undefined): number {
  let bytes = 0;
  for (const [name, value] of properties ?? []) {
    bytes += ID_BYTES + textBytes(name) + textBytes(value);
  }
  return bytes;
}

function identifiersSize(identifiers: readonly number[] | undefined): number {
  let bytes = 0;
  for (const identifier of identifiers ?? []) bytes += ID_BYTES + integerBytes(identifier);
  return bytes;
}

/** A string, with the bytes that say how long it is. */
export function textBytes(text: string): number {
  return LENGTH_BYTES + utf8Length(text);
}

/** Of a Variable Byte Integer. */
export function integerBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : 4;
}
