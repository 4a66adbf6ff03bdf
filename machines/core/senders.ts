/** What the effects of the sender chart do: our half of QoS 1 and 2 towards a client. */
import type { SenderEvent } from '../charts/sender.ts';
import type { Publish } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import type { Core, Performer } from './core.ts';
import { drop, offerQuota } from './delivering.ts';
import { type Connection, type Delivery, type Exchange, type Session, versionOf } from './parts.ts';

const PACKET_ID_MAX = 65_535;

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

/** PUBLISH of a message to one client. The Message Expiry Interval is what is left of it (v5 MQTT-3.3.2-6). */
export function publishPacket(
  core: Core,
  delivery: Delivery,
  packetId: number,
  dup: boolean,
): Publish {
  const { message, qos, retain, subscriptionIdentifiers, expiresAtMs } = delivery;
  const packet: Publish = { type: 'PUBLISH', message, qos, retain, dup, packetId };
  if (subscriptionIdentifiers === undefined && expiresAtMs === Number.POSITIVE_INFINITY)
    return packet;
  const leftSeconds = Math.max(0, Math.ceil((expiresAtMs - core.nowMs) / 1000));
  return {
    ...packet,
    ...(subscriptionIdentifiers !== undefined && { subscriptionIdentifiers }),
    ...(leftSeconds !== Number.POSITIVE_INFINITY && { messageExpiryInterval: leftSeconds }),
  };
}

function transmit(core: Core, { connection, packetId, exchange }: Sending, dup: boolean): void {
  connection.sendQuota -= 1;
  const { delivery } = exchange as Exchange;
  core.transmit(connection, publishPacket(core, delivery, packetId, dup));
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
    // One that waited to be sent again may be acknowledged all the same: it gives nothing back that it had not taken.
    if (exchange?.countedOn === connection.id) connection.sendQuota += 1;
    offerQuota(core, session);
  },
  dropRefused: (core, { session, exchange }) =>
    drop(core, session, (exchange as Exchange).delivery.message.topicName, 'refusedByClient'),
  reportUnexpectedAck: (core, { connection, packetId }, event) =>
    core.post({
      to: 'connection',
      id: connection.id,
      event: {
        type: 'protocol.violated',
        reasonCode: ReasonCode.protocolError,
        detail: `unexpected ${event.type} for packet identifier ${packetId}`,
      },
    }),
};
