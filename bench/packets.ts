/** Packets as clients send them, for benches that begin behind the codec. */
import type { Connect, Publish, QoS, Subscribe, Unsubscribe } from '../machines/packets.ts';

type AckType = 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP';

const payload = new Uint8Array(16);

export function connectPacket(clientId: string, facts: Partial<Connect> = {}): Connect {
  return {
    type: 'CONNECT',
    protocolVersion: 5,
    cleanStart: true,
    clientId,
    keepAliveSeconds: 60,
    userName: undefined,
    password: undefined,
    will: undefined,
    properties: { sessionExpiryInterval: 3600 },
    ...facts,
  };
}

export function publishPacket(about: {
  readonly topicName: string;
  readonly qos: QoS;
  readonly packetId?: number;
}): Publish {
  const { topicName, qos, packetId = qos === 0 ? 0 : 1 } = about;
  const message = { topicName, payload, qos, retain: false, properties: undefined };
  return { type: 'PUBLISH', message, qos, retain: false, dup: false, packetId };
}

export function ack<Type extends AckType>(type: Type, packetId: number) {
  return { type, packetId, reasonCode: 0 };
}

export function subscribePacket(topicFilter: string, qos: QoS = 2): Subscribe {
  const request = { topicFilter, qos, noLocal: false, retainAsPublished: false };
  const subscriptions = [{ ...request, retainHandling: 0 as const }];
  return { type: 'SUBSCRIBE', packetId: 1, subscriptions, subscriptionIdentifier: undefined };
}

export function unsubscribePacket(topicFilter: string): Unsubscribe {
  return { type: 'UNSUBSCRIBE', packetId: 1, topicFilters: [topicFilter] };
}
