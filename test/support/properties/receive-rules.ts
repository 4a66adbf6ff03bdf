/** Our Receive Maximum, as a client reckons it. */
import type { ConnectionId, Packet } from '../../../machines/index.ts';
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
  const unanswered = new Map<ConnectionId, Set<number>>();
  const { receiveMaximum } = world.options;
  return {
    input(input) {
      if (input.type !== 'received') return;
      const { connection, packet } = input;
      const { connections } = world.broker.view();
      const found = connections.find((each) => each.connection === connection);
      if (packet.type === 'CONNECT' || found?.version !== 5) return;
      // Early, and so exempt for good.
      if (!found.state.startsWith('connected')) unanswered.delete(connection);
      if (packet.type !== 'PUBLISH' || packet.qos === 0) return;
      unanswered.get(connection)?.add(packet.packetId);
    },
    effect(effect) {
      if (effect.type === 'transmit' && isLast(effect.packet)) {
        unanswered.get(effect.connection)?.delete(effect.packet.packetId);
      }
      if (effect.type !== 'announce') return;
      on(effect.event, 'connection.opened', ({ connection }) => {
        unanswered.set(connection, new Set());
      });
      on(effect.event, 'client.disconnected', ({ connection, reasonCode, cause }) => {
        const count = unanswered.get(connection)?.size;
        unanswered.delete(connection);
        if (cause !== 'protocolViolation' || reasonCode !== RECEIVE_MAXIMUM_EXCEEDED) return;
        sightings.saw('Receive Maximum exceeded');
        if (count !== undefined && count <= receiveMaximum) {
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
