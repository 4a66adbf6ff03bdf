/** Rules about messages on their way to a client: identifiers and quota. */
import type { Connect, Packet, Publish } from '../../../machines/index.ts';
import { broken, type MakeRule, on } from './rule.ts';

interface Outstanding {
  readonly qos: number;
  /** PUBREC has come. */
  isReleased: boolean;
}

/** The session that a connection speaks for: the same from its resumption on, another after its end. */
interface Session {
  readonly clientId: string;
  readonly outstanding: Map<number, Outstanding>;
  /** What was sent when the network had gone, and the authorizer had yet to answer, has not been seen here. */
  hasUnseen: boolean;
}

interface Speaker {
  readonly session: Session;
  readonly sendMaximum: number;
  /** Packet Identifiers of PUBLISH sent on this very connection that count against its quota. */
  readonly counted: Set<number>;
  isOver: boolean;
}

/**
 * A Packet Identifier of ours is not 0 and stands for one message at a time [v5 MQTT-2.2.1-4], and no more messages
 * are in flight than the client takes [v5 MQTT-3.3.4-9].
 */
export const identifiersAndQuota: MakeRule = (world, sightings) => {
  const connects = new Map<number, Connect>();
  const sessions = new Map<string, Session>();
  const speakers = new Map<number, Speaker>();

  const publish = ({ session, counted, sendMaximum }: Speaker, packet: Publish): void => {
    const { packetId, qos, dup } = packet;
    if (qos === 0) return;
    const { clientId, outstanding } = session;
    if (packetId < 1 || packetId > 0xffff) broken(`Packet Identifier ${packetId} to ${clientId}`);
    const known = outstanding.get(packetId);
    if (dup) {
      sightings.saw('PUBLISH sent again');
      // What waits for the store when the connection ends has not been seen here, and counts as sent.
      if (known === undefined && !world.options.durable && !session.hasUnseen) {
        broken(`${packetId} to ${clientId} sent again, but not in flight`);
      }
      if (known !== undefined && known.qos !== qos)
        broken(`${packetId} to ${clientId} sent again with another QoS`);
      if (known?.isReleased) broken(`${packetId} to ${clientId} sent again after PUBREC`);
    } else if (known !== undefined) {
      broken(`Packet Identifier ${packetId} is in flight to ${clientId}`);
    }
    outstanding.set(packetId, { qos, isReleased: false });
    counted.add(packetId);
    if (counted.size > sendMaximum) broken(`${counted.size} in flight to ${clientId}`);
    if (counted.size === sendMaximum) sightings.saw('quota used up');
  };
  const acknowledge = ({ session, counted }: Speaker, packet: Packet): void => {
    if (packet.type !== 'PUBACK' && packet.type !== 'PUBREC' && packet.type !== 'PUBCOMP') return;
    const { packetId, reasonCode } = packet;
    const exchange = session.outstanding.get(packetId);
    if (exchange === undefined) return;
    const { qos, isReleased } = exchange;
    const ends =
      packet.type === 'PUBACK'
        ? qos === 1
        : packet.type === 'PUBCOMP'
          ? isReleased
          : qos === 2 && !isReleased && reasonCode >= 0x80;
    if (packet.type === 'PUBREC' && qos === 2) exchange.isReleased = true;
    if (!ends) return;
    session.outstanding.delete(packetId);
    counted.delete(packetId);
  };
  /** The network has just closed it. */
  let closed: Speaker | undefined;
  return {
    settled() {
      if (closed !== undefined && !closed.isOver) closed.session.hasUnseen = true;
    },
    input(input) {
      closed = input.type === 'closed' ? speakers.get(input.connection) : undefined;
      if (input.type !== 'received') return;
      const { connection, packet } = input;
      if (packet.type === 'CONNECT' && !connects.has(connection)) connects.set(connection, packet);
      const speaker = speakers.get(connection);
      if (speaker !== undefined && !speaker.isOver) acknowledge(speaker, packet);
    },
    effect(effect) {
      if (effect.type === 'transmit') {
        const speaker = speakers.get(effect.connection);
        if (effect.packet.type === 'PUBLISH') publish(speaker as Speaker, effect.packet);
        if (effect.packet.type === 'PUBREL') sightings.saw('PUBREL');
      } else if (effect.type === 'announce') {
        on(effect.event, 'session.created', ({ clientId }) => {
          sessions.set(clientId, { clientId, outstanding: new Map(), hasUnseen: false });
        });
        on(effect.event, 'session.ended', ({ clientId }) => sessions.delete(clientId));
        on(effect.event, 'client.connected', ({ connection, clientId }) => {
          const { receiveMaximum } = (connects.get(connection) as Connect).properties;
          speakers.set(connection, {
            session: sessions.get(clientId) as Session,
            sendMaximum: Math.min(receiveMaximum ?? 0xffff, world.options.inflightMaximum),
            counted: new Set(),
            isOver: false,
          });
        });
        on(effect.event, 'client.disconnected', ({ connection }) => {
          (speakers.get(connection) as Speaker).isOver = true;
        });
      }
    },
  };
};
