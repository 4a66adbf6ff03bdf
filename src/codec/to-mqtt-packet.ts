/** Our packets in mqtt-packet's words, and their bytes by mqtt-packet. */
import { type Packet as Wire, writeToStream } from 'mqtt-packet';
import type { Connect, Packet, ProtocolVersion, Publish } from '../../machines/index.ts';
import { isEmpty } from './is-empty.ts';
import { toWireProperties } from './to-wire-properties.ts';

/** Whatever is not written by our own hand. */
export type OtherPacket = Exclude<Packet, Publish>;

/**
 * The packet's bytes. Throws when it has what cannot be written, such as a string of more than 65,535 bytes: that is a
 * mistake of this program, never of a client.
 */
export function generate(packet: OtherPacket, version: ProtocolVersion): Buffer {
  const parts = new Parts();
  const wire = toWire(packet, version);
  writeToStream(wire as Wire, parts as unknown as NodeJS.WritableStream, {
    protocolVersion: version,
  });
  return Buffer.concat(parts.chunks);
}

/** As much of a stream as mqtt-packet asks for. */
class Parts {
  readonly chunks: Buffer[] = [];

  write(chunk: Buffer | string): boolean {
    this.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return true;
  }

  destroy(error: Error): void {
    throw error;
  }
}

function toWire(packet: OtherPacket, version: ProtocolVersion): object {
  switch (packet.type) {
    case 'CONNECT':
      return wireConnect(packet);
    case 'CONNACK':
      return {
        cmd: 'connack',
        sessionPresent: packet.sessionPresent,
        ...(version === 5 ? { reasonCode: packet.reasonCode } : { returnCode: packet.reasonCode }),
        ...withProperties(packet.properties),
      };
    case 'SUBSCRIBE': {
      const { packetId, subscriptions, subscriptionIdentifier, userProperties } = packet;
      return {
        cmd: 'subscribe',
        messageId: packetId,
        subscriptions: subscriptions.map((request) => ({
          topic: request.topicFilter,
          qos: request.qos,
          nl: request.noLocal,
          rap: request.retainAsPublished,
          rh: request.retainHandling,
        })),
        ...withProperties({ subscriptionIdentifier, userProperties }),
      };
    }
    case 'UNSUBSCRIBE':
      return {
        cmd: 'unsubscribe',
        messageId: packet.packetId,
        unsubscriptions: packet.topicFilters,
        ...withProperties({ userProperties: packet.userProperties }),
      };
    case 'SUBACK':
    case 'UNSUBACK':
      return {
        cmd: packet.type.toLowerCase(),
        messageId: packet.packetId,
        granted: packet.reasonCodes,
        ...withProperties(packet.properties),
      };
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      return {
        cmd: packet.type.toLowerCase(),
        messageId: packet.packetId,
        reasonCode: packet.reasonCode,
        ...withProperties(packet.properties),
      };
    case 'PINGREQ':
    case 'PINGRESP':
      return { cmd: packet.type.toLowerCase() };
    case 'DISCONNECT':
    case 'AUTH':
      return {
        cmd: packet.type.toLowerCase(),
        reasonCode: packet.reasonCode,
        ...withProperties(packet.properties),
      };
  }
}

function withProperties(properties: object | undefined): object {
  if (properties === undefined) return {};
  const wire = toWireProperties(properties);
  return isEmpty(wire) ? {} : { properties: wire };
}

function wireConnect(packet: Connect): object {
  const { will } = packet;
  return {
    cmd: 'connect',
    protocolId: packet.protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
    protocolVersion: packet.protocolVersion,
    clean: packet.cleanStart,
    clientId: packet.clientId,
    keepalive: packet.keepAliveSeconds,
    username: packet.userName,
    password: packet.password && asBuffer(packet.password),
    ...withProperties(packet.properties),
    ...(will && {
      will: {
        topic: will.message.topicName,
        payload: asBuffer(will.message.payload),
        qos: will.message.qos,
        retain: will.message.retain,
        ...withProperties({
          ...will.message.properties,
          willDelayInterval: will.delayIntervalSeconds || undefined,
        }),
      },
    }),
  };
}

/** A view, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
