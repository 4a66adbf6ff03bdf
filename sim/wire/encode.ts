/**
 * MQTT Control Packets to bytes, in 3.1, 3.1.1 and 5.0, without Node. Independent of the broker's encoder on purpose:
 * a trace's checks of transmitted bytes are worth something because two programs agree on them. A property test holds
 * the two against each other, for every packet.
 */
import {
  type AckProperties,
  type Connack,
  type Connect,
  crc32,
  type Packet,
  type ProtocolVersion,
  type Publish,
  type Subscribe,
  type Transmit,
  unreachable,
  type Wire,
} from '../../machines/index.ts';
import { ByteSink, integerBytes } from './byte-sink.ts';
import { isEmpty, writeProperties } from './write-properties.ts';

const FIRST_BYTE = {
  CONNECT: 0x10,
  CONNACK: 0x20,
  PUBLISH: 0x30,
  PUBACK: 0x40,
  PUBREC: 0x50,
  PUBREL: 0x62,
  PUBCOMP: 0x70,
  SUBSCRIBE: 0x82,
  SUBACK: 0x90,
  UNSUBSCRIBE: 0xa2,
  UNSUBACK: 0xb0,
  PINGREQ: 0xc0,
  PINGRESP: 0xd0,
  DISCONNECT: 0xe0,
  AUTH: 0xf0,
} as const;

/** First byte and Remaining Length take no more than that. */
const FIXED_HEADER_MAX = 5;

export class WireEncoder {
  /** Room for the fixed header, and behind it the packet, apart from the payload of a PUBLISH. */
  readonly #body = new ByteSink();
  readonly #scratch = new ByteSink();
  /** Where the packet begins. */
  #start = 0;

  /** The bytes of a packet, as a copy. */
  encode(packet: Packet, version: ProtocolVersion): Uint8Array {
    const payload = this.#write(packet, version);
    const { bytes, length } = this.#body;
    const all = new Uint8Array(length - this.#start + (payload?.length ?? 0));
    all.set(bytes.subarray(this.#start, length));
    if (payload !== undefined) all.set(payload, length - this.#start);
    return all;
  }

  /** What a trace says of the bytes, for which they need not be copied. */
  readonly wireOf = ({ packet, version }: Transmit): Wire => {
    const payload = this.#write(packet, version);
    const { bytes, length } = this.#body;
    return {
      bytes: length - this.#start + (payload?.length ?? 0),
      crc32: crc32(bytes, this.#start, length),
    };
  };

  /** Puts everything but the payload of a PUBLISH into the body, from `#start` on; returns that payload. */
  #write(packet: Packet, version: ProtocolVersion): Uint8Array | undefined {
    const body = this.#body;
    body.length = FIXED_HEADER_MAX;
    this.#writeBody(packet, version);
    const payload = packet.type === 'PUBLISH' ? packet.message.payload : undefined;
    this.#writeFixedHeader(
      firstByte(packet),
      body.length - FIXED_HEADER_MAX + (payload?.length ?? 0),
    );
    return payload;
  }

  /** Before the body, whose length has to be known for it. */
  #writeFixedHeader(first: number, remainingLength: number): void {
    const body = this.#body;
    const end = body.length;
    this.#start = FIXED_HEADER_MAX - 1 - integerBytes(remainingLength);
    body.length = this.#start;
    body.byte(first);
    body.variableByteInteger(remainingLength);
    body.length = end;
  }

  #writeBody(packet: Packet, version: ProtocolVersion): void {
    const body = this.#body;
    switch (packet.type) {
      case 'CONNECT':
        this.#connect(packet);
        break;
      case 'CONNACK':
        this.#connack(packet, version);
        break;
      case 'PUBLISH':
        this.#publish(packet, version);
        break;
      case 'SUBSCRIBE':
        this.#subscribe(packet, version);
        break;
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        body.uint16(packet.packetId);
        this.#reason(packet.reasonCode, packet.properties, version);
        break;
      case 'SUBACK':
      case 'UNSUBACK':
        body.uint16(packet.packetId);
        this.#properties(packet.properties, version);
        if (packet.type === 'UNSUBACK' && version < 5) return;
        for (const reasonCode of packet.reasonCodes) body.byte(reasonCode);
        return;
      case 'UNSUBSCRIBE':
        body.uint16(packet.packetId);
        this.#properties({ userProperties: packet.userProperties }, version);
        for (const topicFilter of packet.topicFilters) body.text(topicFilter);
        return;
      case 'DISCONNECT':
      case 'AUTH':
        if (version < 5) return;
        body.byte(packet.reasonCode);
        this.#properties(packet.properties, version);
        break;
      case 'PINGREQ':
      case 'PINGRESP':
        return;
      default:
        unreachable(packet);
    }
  }

  #connect(connect: Connect): void {
    const body = this.#body;
    const { protocolVersion: version, will, userName, password } = connect;
    body.text(version === 3 ? 'MQIsdp' : 'MQTT');
    body.byte(version);
    body.byte(connectFlags(connect));
    body.uint16(connect.keepAliveSeconds);
    this.#properties(connect.properties, version);
    body.text(connect.clientId);
    if (will !== undefined) {
      const { message, delayIntervalSeconds } = will;
      const willDelayInterval = delayIntervalSeconds || undefined;
      this.#properties({ ...message.properties, willDelayInterval }, version);
      body.text(message.topicName);
      body.binary(message.payload);
    }
    if (userName !== undefined) body.text(userName);
    if (password !== undefined) body.binary(password);
  }

  #connack({ sessionPresent, reasonCode, properties }: Connack, version: number): void {
    this.#body.byte(sessionPresent ? 1 : 0);
    this.#body.byte(reasonCode);
    this.#properties(properties, version);
  }

  #publish(publish: Publish, version: number): void {
    const { message, qos, packetId } = publish;
    this.#body.text(publish.isTopicOmitted ? '' : message.topicName);
    if (qos > 0) this.#body.uint16(packetId);
    if (version < 5) return;
    const { topicAlias, subscriptionIdentifiers, messageExpiryInterval } = publish;
    if (
      message.properties === undefined &&
      topicAlias === undefined &&
      subscriptionIdentifiers === undefined &&
      messageExpiryInterval === undefined
    ) {
      this.#body.byte(0);
      return;
    }
    const properties = {
      ...message.properties,
      ...(messageExpiryInterval !== undefined && { messageExpiryInterval }),
      topicAlias,
      subscriptionIdentifiers,
    };
    this.#properties(properties, version);
  }

  #subscribe(subscribe: Subscribe, version: number): void {
    const { subscriptionIdentifier, userProperties } = subscribe;
    const subscriptionIdentifiers =
      subscriptionIdentifier === undefined ? undefined : [subscriptionIdentifier];
    this.#body.uint16(subscribe.packetId);
    this.#properties({ subscriptionIdentifiers, userProperties }, version);
    for (const request of subscribe.subscriptions) {
      const { topicFilter, qos, noLocal, retainAsPublished, retainHandling } = request;
      const more = (noLocal ? 4 : 0) | (retainAsPublished ? 8 : 0) | (retainHandling << 4);
      this.#body.text(topicFilter);
      this.#body.byte(version < 5 ? qos : qos | more);
    }
  }

  /** Reason Code 0 without properties is left out; another without properties stands alone. */
  #reason(reasonCode: number, properties: AckProperties | undefined, version: number): void {
    if (version < 5) return;
    if (reasonCode === 0 && isEmpty(properties)) return;
    this.#body.byte(reasonCode);
    if (properties !== undefined) this.#properties(properties, version);
  }

  #properties(properties: object | undefined, version: number): void {
    if (version === 5) writeProperties(this.#body, properties, this.#scratch);
  }
}

function firstByte(packet: Packet): number {
  const first = FIRST_BYTE[packet.type];
  if (packet.type !== 'PUBLISH') return first;
  return first | (packet.dup ? 8 : 0) | (packet.qos << 1) | (packet.retain ? 1 : 0);
}

function connectFlags({ userName, password, will, cleanStart }: Connect): number {
  let flags = cleanStart ? 0x02 : 0;
  if (userName !== undefined) flags |= 0x80;
  if (password !== undefined) flags |= 0x40;
  if (will === undefined) return flags;
  return flags | 0x04 | (will.message.qos << 3) | (will.message.retain ? 0x20 : 0);
}
