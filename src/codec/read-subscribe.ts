/** SUBSCRIBE and UNSUBSCRIBE from bytes (5.0 sections 3.8 and 3.10). */
import type { QoS, Subscribe, SubscriptionRequest, Unsubscribe } from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { hex, MalformedError, protocolError } from './malformed.ts';
import { readProperties } from './properties.ts';
import { readPacketId } from './read-publish.ts';
import { TextField } from './text-fields.ts';

export function readSubscribe(cursor: Cursor, version: number): Subscribe {
  const packetId = readPacketId(cursor);
  const properties = version === 5 ? readProperties(cursor, 'SUBSCRIBE') : undefined;
  const identifiers = properties?.subscriptionIdentifiers;
  if (identifiers !== undefined) checkIdentifiers(identifiers);
  const subscriptions: SubscriptionRequest[] = [];
  while (cursor.remaining > 0) subscriptions.push(readRequest(cursor, version));
  if (subscriptions.length === 0) {
    const detail = 'SUBSCRIBE without a Topic Filter';
    throw protocolError(detail, 'v3 MQTT-3.8.3-3', 'v5 MQTT-3.8.3-2');
  }
  return {
    type: 'SUBSCRIBE',
    packetId,
    subscriptions,
    subscriptionIdentifier: identifiers?.[0],
    ...(properties?.userProperties && { userProperties: properties.userProperties }),
  };
}

function checkIdentifiers([first, ...others]: readonly number[]): void {
  if (others.length > 0) {
    throw protocolError('Subscription Identifier twice', 'v5 3.1.2.11.2 duplicate property');
  }
  if (first === 0) {
    throw protocolError('Subscription Identifier is 0', 'v5 3.8.2.1.2 subscription identifier 0');
  }
}

function readRequest(cursor: Cursor, version: number): SubscriptionRequest {
  const topicFilter = cursor.text(TextField.subscribed);
  const options = cursor.byte();
  const reserved = version === 5 ? 0xc0 : 0xfc;
  if ((options & reserved) !== 0) {
    const detail = `Subscription Options are ${hex(options)}, with reserved bits`;
    throw new MalformedError(detail, ['v3 MQTT-3.8.3-4', 'v5 MQTT-3.8.3-5']);
  }
  const qos = options & 0x03;
  const retainHandling = (options >> 4) & 0x03;
  if (qos === 3) {
    const detail = 'QoS of a subscription is 3';
    throw protocolError(detail, 'v3 MQTT-3.8.3-4', 'v5 3.8.3.1 maximum qos 3');
  }
  if (retainHandling === 3) {
    throw protocolError('Retain Handling is 3', 'v5 3.8.3.1 retain handling 3');
  }
  return {
    topicFilter,
    qos: qos as QoS,
    noLocal: (options & 0x04) !== 0,
    retainAsPublished: (options & 0x08) !== 0,
    retainHandling: retainHandling as 0 | 1 | 2,
  };
}

export function readUnsubscribe(cursor: Cursor, version: number): Unsubscribe {
  const packetId = readPacketId(cursor);
  const properties = version === 5 ? readProperties(cursor, 'UNSUBSCRIBE') : undefined;
  const topicFilters: string[] = [];
  while (cursor.remaining > 0) topicFilters.push(cursor.text(TextField.unsubscribed));
  if (topicFilters.length === 0) {
    const detail = 'UNSUBSCRIBE without a Topic Filter';
    throw protocolError(detail, 'v3 MQTT-3.10.3-2', 'v5 MQTT-3.10.3-2');
  }
  return {
    type: 'UNSUBSCRIBE',
    packetId,
    topicFilters,
    ...(properties?.userProperties && { userProperties: properties.userProperties }),
  };
}
