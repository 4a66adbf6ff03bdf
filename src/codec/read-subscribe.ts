/** SUBSCRIBE and UNSUBSCRIBE from bytes (5.0 sections 3.8 and 3.10). */
import type { QoS, Subscribe, SubscriptionRequest, Unsubscribe } from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { MalformedError, protocolError } from './malformed.ts';
import { readProperties } from './properties.ts';
import { readPacketId } from './read-publish.ts';

export function readSubscribe(cursor: Cursor, version: number): Subscribe {
  const packetId = readPacketId(cursor);
  const properties = version === 5 ? readProperties(cursor, 'SUBSCRIBE') : undefined;
  const identifiers = properties?.subscriptionIdentifiers;
  if (identifiers && identifiers.length > 1) throw protocolError('subscriptionIdentifier twice');
  if (identifiers?.[0] === 0) throw protocolError('subscriptionIdentifier of 0');
  const subscriptions: SubscriptionRequest[] = [];
  while (cursor.remaining > 0) subscriptions.push(readRequest(cursor, version));
  if (subscriptions.length === 0) throw protocolError('SUBSCRIBE without a Topic Filter');
  return {
    type: 'SUBSCRIBE',
    packetId,
    subscriptions,
    subscriptionIdentifier: identifiers?.[0],
    ...(properties?.userProperties && { userProperties: properties.userProperties }),
  };
}

function readRequest(cursor: Cursor, version: number): SubscriptionRequest {
  const topicFilter = cursor.text();
  const options = cursor.byte();
  const reserved = version === 5 ? 0xc0 : 0xfc;
  if ((options & reserved) !== 0) throw new MalformedError('reserved bits of a subscription');
  const qos = options & 0x03;
  const retainHandling = (options >> 4) & 0x03;
  if (qos === 3) throw protocolError('a subscription with QoS 3');
  if (retainHandling === 3) throw protocolError('Retain Handling 3');
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
  while (cursor.remaining > 0) topicFilters.push(cursor.text());
  if (topicFilters.length === 0) throw protocolError('UNSUBSCRIBE without a Topic Filter');
  return {
    type: 'UNSUBSCRIBE',
    packetId,
    topicFilters,
    ...(properties?.userProperties && { userProperties: properties.userProperties }),
  };
}
