/** What the effects of the sender chart do: our half of QoS 1 and 2 towards a client. */
import type { SenderEvent } from '../charts/sender.ts';
import { publishSize, TOPIC_ALIAS_BYTES } from '../packet-size.ts';
import type { Publish } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import { utf8Length } from '../topics/topic.ts';
import type { Core, Performer } from './core.ts';
import { drop, offerQuota } from './delivering.ts';
import { protocolError } from './mail.ts';
import {
  type Connection,
  type Delivery,
  type Exchange,
  isReleased,
  type Session,
  versionOf,
} from './parts.ts';

const PACKET_ID_MAX = 65_535;
/** By so many bytes Property Length and Remaining Length may grow when a property is added. */
const LENGTH_SLACK = 2;

/** An exchange on its connection. `exchange` is undefined for a Packet Identifier that is not in use. */
export interface Sending {
  readonly connection: Connection;
  readonly session: Session;
  readonly packetId: number;
  readonly exchange: Exchange | undefined;
}

/** The first transmission of a QoS 1 or 2 message. The caller has seen to the quota. */
export function beginExchange(
  core: Core,
  connection: Connection,
  session: Session,
  delivery: Delivery,
  order: number,
): void {
  const packetId = unusedPacketId(session);
  const snapshot = core.charts.sender.start({}).snapshot;
  const exchange = { order, packetId, delivery, snapshot, countedOn: connection.id };
  const sending = { connection, session, packetId, exchange };
  core.stepSender(sending, { type: 'exchange.begun', qos: delivery.qos as 1 | 2 });
}

/**
 * The next identifier that is not in use (v3 MQTT-2.3.1-4, v5 MQTT-2.2.1-4). There is one: the quota never exceeds
 * 65,535. Identifiers come free in about the order of use, so the first try nearly always is right.
 */
function unusedPacketId(session: Session): number {
  let packetId = session.nextPacketId;
  while (session.outbound.has(packetId)) packetId = packetId === PACKET_ID_MAX ? 1 : packetId + 1;
  session.nextPacketId = packetId === PACKET_ID_MAX ? 1 : packetId + 1;
  return packetId;
}

/** Sends a message to one client. The Message Expiry Interval is what is left of it (v5 MQTT-3.3.2-6). */
export function sendPublish(
  core: Core,
  connection: Connection,
  delivery: Delivery,
  packetId: number,
  dup: boolean,
): void {
  const { message, qos, subscriptionIdentifiers, expiresAtMs } = delivery;
  const retain = retainFor(connection, delivery);
  const packet: Publish = { type: 'PUBLISH', message, qos, retain, dup, packetId };
  const { outgoingMaximum } = connection.aliases;
  const isPlain = subscriptionIdentifiers === undefined && expiresAtMs === Number.POSITIVE_INFINITY;
  if (isPlain && outgoingMaximum === 0) {
    core.transmit(connection, packet);
    return;
  }
  const leftSeconds = Math.max(0, Math.ceil((expiresAtMs - core.nowMs) / 1000));
  core.transmit(connection, {
    ...packet,
    ...(subscriptionIdentifiers !== undefined && { subscriptionIdentifiers }),
    ...(leftSeconds !== Number.POSITIVE_INFINITY && { messageExpiryInterval: leftSeconds }),
    ...(outgoingMaximum > 0 && aliasFor(connection, delivery)),
  });
}

/**
 * A message can wait under a 5.0 subscription for a connection that speaks 3.x, where RETAIN tells what was retained
 * before from what is passed on (v3 MQTT-3.3.1-8, v3 MQTT-3.3.1-9). So the connection decides that carries it.
 */
function retainFor(connection: Connection, { retain, retainAsPublished }: Delivery): boolean {
  return retain && (retainAsPublished !== true || versionOf(connection) === 5);
}

/** The first topics of a connection get the Topic Aliases that its client takes (v5 MQTT-3.1.2-26, MQTT-3.3.2-11). */
function aliasFor(
  connection: Connection,
  delivery: Delivery,
): Pick<Publish, 'topicAlias' | 'isTopicOmitted'> | undefined {
  const { aliases, maximumPacketSizeBytes } = connection;
  const { outgoing, outgoingMaximum } = aliases;
  const { topicName } = delivery.message;
  // An alias for what is as short saves nothing.
  if (utf8Length(topicName) <= TOPIC_ALIAS_BYTES) return undefined;
  const known = outgoing.get(topicName);
  if (known !== undefined) return { topicAlias: known, isTopicOmitted: true };
  if (outgoing.size >= outgoingMaximum) return undefined;
  // Here the alias comes on top of the topic, and must not be what makes the packet too large.
  if (maximumPacketSizeBytes !== Number.POSITIVE_INFINITY) {
    const size = publishSize(delivery, versionOf(connection)) + TOPIC_ALIAS_BYTES + LENGTH_SLACK;
    if (size > maximumPacketSizeBytes) return undefined;
  }
  const topicAlias = outgoing.size + 1;
  outgoing.set(topicName, topicAlias);
  return { topicAlias };
}

function transmit(core: Core, { connection, packetId, exchange }: Sending, dup: boolean): void {
  connection.sendQuota -= 1;
  sendPublish(core, connection, (exchange as Exchange).delivery, packetId, dup);
}

function countOn({ connection, session, packetId, exchange }: Sending): void {
  session.outbound.set(packetId, { ...(exchange as Exchange), countedOn: connection.id });
}

export const senderEffects: Readonly<Record<string, Performer<Sending, SenderEvent>>> = {
  transmitPublish: (core, sending) => {
    core.journal.exchange(sending.session, sending.exchange as Exchange, false);
    transmit(core, sending, false);
  },
  retransmitPublish: (core, sending) => {
    countOn(sending);
    transmit(core, sending, true);
  },
  awaitQuota: (_core, { session, packetId }) => session.backlog.push(packetId),
  transmitPubrel: (core, sending, event) => {
    const { connection, session, packetId, exchange } = sending;
    core.journal.exchange(session, exchange as Exchange, true);
    // The exchange as it was before.
    if (!isReleased(exchange as Exchange)) session.released += 1;
    // An exchange left open at this stage counts against the new connection's quota like any other.
    if (event.type === 'connection.resumed') {
      countOn(sending);
      connection.sendQuota -= 1;
    }
    core.transmit(connection, { type: 'PUBREL', packetId, reasonCode: ReasonCode.success });
  },
  transmitPubrelUnknown: (core, { connection, packetId }) => {
    const reasonCode = versionOf(connection) === 5 ? ReasonCode.packetIdentifierNotFound : 0;
    core.transmit(connection, { type: 'PUBREL', packetId, reasonCode });
  },
  completeExchange: (core, { connection, session, exchange }) => {
    core.journal.noExchange(session, exchange as Exchange);
    if (isReleased(exchange as Exchange)) session.released -= 1;
    // One that waited to be sent again may be acknowledged all the same: it gives nothing back that it had not taken.
    if (exchange?.countedOn === connection.id) connection.sendQuota += 1;
    offerQuota(core, session);
  },
  dropTooLarge: (core, { session, exchange }) =>
    drop(core, session, (exchange as Exchange).delivery.message.topicName, 'packetTooLarge'),
  dropRefused: (core, { session, exchange }) =>
    drop(core, session, (exchange as Exchange).delivery.message.topicName, 'refusedByClient'),
  reportUnexpectedAck: (core, { connection, packetId }, event) =>
    core.post(
      protocolError(
        connection.id,
        `${event.type} out of turn for Packet Identifier ${packetId}`,
        'v3 MQTT-4.8.0-1',
        'v5 MQTT-4.13.1-1',
      ),
    ),
};
