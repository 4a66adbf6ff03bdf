/** Our Receive Maximum, as a client reckons it. */
import type { ConnectionId, Packet, QoS } from '../../../machines/index.ts';
import { broken, type MakeRule, on } from './rule.ts';

const PACKET_IDENTIFIER_IN_USE = 0x91;
const RECEIVE_MAXIMUM_EXCEEDED = 0x93;
const FAILURE = 0x80;

/** Our last word about a message of the client's. */
function isLast(packet: Packet): packet is Packet & { readonly packetId: number } {
  if (packet.type === 'PUBACK') return packet.reasonCode !== PACKET_IDENTIFIER_IN_USE;
  return packet.type === 'PUBCOMP' || (packet.type === 'PUBREC' && packet.reasonCode >= FAILURE);
}

/**
 * A 5.0 client that has more QoS 1 and 2 messages without an answer than we allow is disconnected, and no other is
 * [v5 MQTT-3.3.4-7]. What is sent before CONNACK is left aside: the client cannot know.
 */
export const receiveMaximumIsKept: MakeRule = (world, sightings) => {
  /** By Packet Identifier: its QoS. */
  const unanswered = new Map<ConnectionId, Map<number, QoS>>();
  const { receiveMaximum } = world.options;
  /** The connection whose PUBLISH that came last is under an identifier in use. */
  let refusing: ConnectionId = 0;
  return {
    input(input) {
      if (input.type !== 'received') return;
      const { connection, packet } = input;
      const { connections, sessions } = world.broker.view();
      const found = connections.find((each) => each.connection === connection);
      if (packet.type === 'CONNECT' || found?.version !== 5) return;
      // Early, and so exempt for good.
      if (!found.state.startsWith('connected')) unanswered.delete(connection);
      if (packet.type !== 'PUBLISH' || packet.qos === 0) return;
      const { qos, packetId } = packet;
      const inUse = sessions.find(({ session }) => session === found.session)?.inbound ?? [];
      // It will be told so at once, and counts until then.
      refusing = qos === 1 && inUse.includes(packetId) ? connection : 0;
      if (refusing !== 0) return;
      // One identifier for two messages: the client does not know itself what it has sent.
      const former = unanswered.get(connection)?.get(packetId);
      const isRepeated = former === 2 && qos === 2;
      if (former !== undefined && !isRepeated) unanswered.delete(connection);
      unanswered.get(connection)?.set(packetId, qos);
    },
    effect(effect) {
      if (effect.type === 'transmit' && isLast(effect.packet)) {
        unanswered.get(effect.connection)?.delete(effect.packet.packetId);
      }
      if (effect.type !== 'announce') return;
      on(effect.event, 'connection.opened', ({ connection }) => {
        unanswered.set(connection, new Map());
      });
      on(effect.event, 'client.disconnected', ({ connection, reasonCode, cause }) => {
        const more = refusing === connection ? 1 : 0;
        const count = (unanswered.get(connection)?.size ?? Number.POSITIVE_INFINITY) + more;
        unanswered.delete(connection);
        if (cause !== 'protocolViolation' || reasonCode !== RECEIVE_MAXIMUM_EXCEEDED) return;
        sightings.saw('Receive Maximum exceeded');
        if (count <= receiveMaximum) {
          broken(`${world.nameOf(connection)} has ${count} without an answer, and may`);
        }
      });
    },
    settled() {
      for (const [connection, { size }] of unanswered) {
        if (size > receiveMaximum) broken(`${world.nameOf(connection)} gets away with ${size}`);
        if (size > 0 && size === receiveMaximum) sightings.saw('Receive Maximum reached');
      }
    },
  };
};
