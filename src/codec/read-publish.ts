/** PUBLISH and its acknowledgements from bytes: the packets there are most of, and so read with few allocations. */
import type {
  AckProperties,
  MessageProperties,
  Puback,
  Pubcomp,
  Publish,
  Pubrec,
  Pubrel,
  QoS,
} from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { isEmpty } from './is-empty.ts';
import { protocolError } from './malformed.ts';
import { readProperties } from './properties.ts';
import { readReasonCode } from './reason-code.ts';
import { TextField } from './text-fields.ts';

/** The payload is not copied: it stays part of the network's buffer. */
export function readPublish(cursor: Cursor, flags: number, version: number): Publish {
  const qos = ((flags >> 1) & 3) as QoS;
  const retain = (flags & 1) !== 0;
  const dup = (flags & 8) !== 0;
  const topicName = cursor.text(TextField.topicName);
  const packetId = qos > 0 ? readPacketId(cursor) : 0;
  const found = version === 5 ? readProperties(cursor, 'PUBLISH') : undefined;
  if (found === undefined) {
    const message = { topicName, payload: cursor.rest(), qos, retain, properties: undefined };
    return { type: 'PUBLISH', message, qos, retain, dup, packetId };
  }
  const { topicAlias, subscriptionIdentifiers, ...rest } = found;
  const properties = isEmpty(rest) ? undefined : (rest as MessageProperties);
  return {
    type: 'PUBLISH',
    message: { topicName, payload: cursor.rest(), qos, retain, properties },
    qos,
    retain,
    dup,
    packetId,
    ...(topicAlias !== undefined && { topicAlias }),
    ...(subscriptionIdentifiers !== undefined && { subscriptionIdentifiers }),
  };
}

/** A Packet Identifier, which is never 0. */
export function readPacketId(cursor: Cursor): number {
  const packetId = cursor.uint16();
  if (packetId === 0) {
    throw protocolError('Packet Identifier is 0', 'v3 MQTT-2.3.1-1', 'v5 MQTT-2.2.1-3');
  }
  return packetId;
}

export type AckPacket = Puback | Pubrec | Pubrel | Pubcomp;

export function readAck(cursor: Cursor, type: AckPacket['type'], version: number): AckPacket {
  const packetId = readPacketId(cursor);
  if (version !== 5 || cursor.remaining === 0) {
    cursor.expectEnd();
    return { type, packetId, reasonCode: 0 };
  }
  const reasonCode = readReasonCode(cursor, type);
  const properties = cursor.remaining > 0 ? readProperties(cursor, type) : undefined;
  cursor.expectEnd();
  if (properties === undefined) return { type, packetId, reasonCode };
  return { type, packetId, reasonCode, properties: properties as AckProperties };
}
