/** Packets that a client may send, valid in themselves, though perhaps not where they come. */
import {
  type Connect,
  type Message,
  type Packet,
  type ProtocolVersion,
  type QoS,
  ReasonCode,
} from '../../machines/index.ts';
import type { Random } from '../../sim/random.ts';

const TOPICS = ['a', 'a/b', 'b', 'é/☃', 'a/b/c', '$SYS/x', '$x/y'];
const FILTERS = ['a', 'a/#', '#', '+/b', '+', '$share/g/a', '$share/g/#', 'é/+', '$SYS/#'];
const CLIENT_IDS = ['c1', 'c2', 'c3', 'c4'];
/** The second is one that nobody answers for. */
const METHODS = ['M', 'M', 'M', 'N'];
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5, 5];
/** Few, so that they are in use when they come again. */
const PACKET_IDS = 4;

export class RandomPackets {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  version(): ProtocolVersion {
    return this.pick(VERSIONS);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.#random.below(values.length)] as Value;
  }

  below(limit: number): number {
    return this.#random.below(limit);
  }

  once(outOf: number): boolean {
    return this.#random.below(outOf) === 0;
  }

  connect(version: ProtocolVersion, canAuthenticate: boolean): Connect {
    const is5 = version === 5;
    const will = this.once(3)
      ? { message: this.message(version), delayIntervalSeconds: is5 ? this.pick([0, 5, 100]) : 0 }
      : undefined;
    const userName = this.once(3) ? 'user' : undefined;
    return {
      type: 'CONNECT',
      protocolVersion: version,
      cleanStart: this.once(2),
      clientId: this.once(8) ? '' : this.pick(CLIENT_IDS),
      keepAliveSeconds: this.pick([0, 1, 10, 60, 65_535]),
      userName,
      password: userName !== undefined && this.once(2) ? this.#bytes(4) : undefined,
      will,
      properties: is5 ? this.#connectProperties(canAuthenticate) : {},
    };
  }

  #connectProperties(canAuthenticate: boolean): Connect['properties'] {
    const method = canAuthenticate && this.once(2) ? this.pick(METHODS) : undefined;
    return {
      ...(this.once(2) && { sessionExpiryInterval: this.pick([0, 1, 50, 3_600, 0xffff_ffff]) }),
      ...(this.once(3) && { receiveMaximum: this.pick([1, 2, 10]) }),
      ...(this.once(4) && {
        maximumPacketSize: this.pick([1, 4, 5, 15, 16, 20, 32, 32, 100, 100, 1_000]),
      }),
      ...(this.once(3) && { topicAliasMaximum: this.pick([0, 1, 3]) }),
      ...(this.once(9) && { requestProblemInformation: this.once(2) }),
      ...(method !== undefined && { authenticationMethod: method }),
      ...(method !== undefined && this.once(2) && { authenticationData: this.#bytes(5) }),
    };
  }

  message(version: ProtocolVersion): Message {
    const properties = {
      ...(this.once(4) && { messageExpiryInterval: this.pick([0, 1, 60]) }),
      ...(this.once(6) && { payloadFormatIndicator: this.pick([0, 1] as const) }),
      ...(this.once(9) && { responseTopic: 'answers' }),
      ...(this.once(9) && { correlationData: this.#bytes(6) }),
      ...(this.once(9) && { userProperties: [['k', 'v'] as const, ['k', ''] as const] }),
    };
    const isPlain = version < 5 || Object.keys(properties).length === 0;
    return {
      topicName: this.pick(TOPICS),
      payload: this.#bytes(this.once(20) ? 400 : 8),
      qos: this.#random.below(3) as QoS,
      retain: this.once(5),
      properties: isPlain ? undefined : properties,
    };
  }

  /** Any packet but CONNECT. */
  packet(version: ProtocolVersion): Packet {
    const kind = this.#random.below(20);
    if (kind < 7) return this.#publish(version);
    if (kind < 11) return this.#ack(version);
    if (kind < 14) return this.#subscribe(version);
    if (kind < 16) return this.#unsubscribe();
    if (kind < 17) return { type: 'PINGREQ' };
    if (kind < 19 && version === 5) return this.auth();
    return this.once(3) ? this.#disconnect(version) : { type: 'PINGREQ' };
  }

  #publish(version: ProtocolVersion): Packet {
    const found = this.message(version);
    const { qos, retain } = found;
    const alias = version === 5 && this.once(4) ? 1 + this.#random.below(4) : undefined;
    const message = alias !== undefined && this.once(2) ? { ...found, topicName: '' } : found;
    return {
      type: 'PUBLISH',
      message,
      qos,
      retain,
      dup: qos > 0 && this.once(4),
      packetId: qos > 0 ? this.#packetId() : 0,
      ...(alias !== undefined && { topicAlias: alias }),
    };
  }

  #ack(version: ProtocolVersion): Packet {
    const type = this.pick(['PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'] as const);
    const isReceipt = type === 'PUBACK' || type === 'PUBREC';
    const failure = isReceipt ? ReasonCode.unspecifiedError : ReasonCode.packetIdentifierNotFound;
    const reasonCode = version === 5 && this.once(4) ? failure : 0;
    return { type, packetId: this.#packetId(), reasonCode };
  }

  #subscribe(version: ProtocolVersion): Packet {
    const is5 = version === 5;
    const subscriptions = Array.from({ length: 1 + this.#random.below(3) }, () => ({
      topicFilter: this.pick(FILTERS),
      qos: this.#random.below(3) as QoS,
      noLocal: is5 && this.once(5),
      retainAsPublished: is5 && this.once(3),
      retainHandling: is5 ? (this.#random.below(3) as 0 | 1 | 2) : (0 as const),
    }));
    const subscriptionIdentifier = is5 && this.once(3) ? 1 + this.#random.below(300) : undefined;
    return { type: 'SUBSCRIBE', packetId: this.#packetId(), subscriptions, subscriptionIdentifier };
  }

  #unsubscribe(): Packet {
    const topicFilters = [this.pick(FILTERS), this.pick(FILTERS)];
    return { type: 'UNSUBSCRIBE', packetId: this.#packetId(), topicFilters };
  }

  auth(reasonCodes: readonly number[] = [0x18, 0x19, 0x19, 0x00]): Packet {
    const reasonCode = this.pick(reasonCodes);
    const properties = { authenticationMethod: this.pick(METHODS) };
    return { type: 'AUTH', reasonCode, properties };
  }

  #disconnect(version: ProtocolVersion): Packet {
    if (version < 5) return { type: 'DISCONNECT', reasonCode: 0 };
    const properties = this.once(3) ? { sessionExpiryInterval: this.pick([0, 20]) } : undefined;
    const reasonCode = this.pick([0x00, 0x04, 0x80]);
    return { type: 'DISCONNECT', reasonCode, ...(properties && { properties }) };
  }

  #packetId(): number {
    return 1 + this.#random.below(PACKET_IDS);
  }

  #bytes(maximum: number): Uint8Array {
    const bytes = new Uint8Array(this.#random.below(maximum + 1));
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.#random.next() & 0xff;
    return bytes;
  }
}
