/**
 * A client that keeps to the standard while others do not. It publishes to itself at QoS 1 and 2, and whatever the
 * others do it gets each message exactly once, and is never disconnected.
 */
import type { Effect, Packet, ProtocolVersion } from '../../machines/index.ts';
import { broken } from '../support/properties/rule.ts';
import type { Watcher, World } from '../support/world/world.ts';
import type { Record, Witness } from './witness.ts';

const NAME = 'bystander';
const TOPIC = 'bystander/its own';

export class Bystander implements Watcher {
  readonly #world: World;
  readonly #witness: Witness;
  readonly #version: ProtocolVersion;
  readonly #received: Packet[] = [];
  /** Own messages that have come back, and Packet Identifiers of QoS 2 ones that are not released yet. */
  #count = 0;
  #published = 0;
  #completed = 0;
  readonly #unreleased = new Set<number>();
  #nextPacketId = 1;

  constructor(world: World, witness: Witness, version: ProtocolVersion) {
    this.#world = world;
    this.#witness = witness;
    this.#version = version;
  }

  effect(effect: Effect): void {
    if (!this.#world.isOpen(NAME) || !('connection' in effect)) return;
    if (effect.connection !== this.#world.idOf(NAME)) return;
    if (effect.type === 'close') broken('the bystander is disconnected');
    if (effect.type === 'transmit') this.#received.push(effect.packet);
  }

  begin(): void {
    this.#world.open(NAME);
    this.#send({
      type: 'CONNECT',
      protocolVersion: this.#version,
      cleanStart: true,
      clientId: NAME,
      keepAliveSeconds: 0,
      userName: undefined,
      password: undefined,
      will: undefined,
      properties: {},
    });
    const request = {
      topicFilter: TOPIC,
      qos: 2,
      noLocal: false,
      retainAsPublished: false,
    } as const;
    const subscriptions = [{ ...request, retainHandling: 0 as const }];
    this.#send({
      type: 'SUBSCRIBE',
      packetId: 1,
      subscriptions,
      subscriptionIdentifier: undefined,
    });
  }

  publish(qos: 1 | 2): void {
    this.#published += 1;
    this.#nextPacketId = (this.#nextPacketId % 0xffff) + 1;
    const payload = Buffer.from(String(this.#published));
    const message = { topicName: TOPIC, payload, qos, retain: false, properties: undefined };
    const packetId = this.#nextPacketId;
    this.#send({ type: 'PUBLISH', message, qos, retain: false, dup: false, packetId });
    if (this.#count !== this.#published || this.#completed !== this.#published) {
      broken(`the bystander has ${this.#count} of ${this.#published} messages`);
    }
  }

  ping(): void {
    this.#send({ type: 'PINGREQ' });
  }

  end(): void {
    this.#world.lose(NAME);
  }

  #send(packet: Packet): void {
    this.#world.receive(NAME, packet);
    this.#settle();
  }

  /** Answers for it, and lets it answer, until there is nothing to answer. */
  #settle(): void {
    const connection = this.#world.idOf(NAME);
    const record = this.#witness.record(connection);
    for (;;) {
      const packet = this.#received.shift();
      if (packet !== undefined) this.#take(packet);
      else if (!this.#allow(record)) return;
    }
  }

  #allow(record: Record): boolean {
    const connection = this.#world.idOf(NAME);
    if (record.isAuthenticating) {
      record.isAuthenticating = false;
      this.#world.step({ type: 'authenticated', connection, outcome: { kind: 'accepted' } });
      return true;
    }
    if (!record.isAuthorizing) return false;
    record.isAuthorizing = false;
    this.#world.step({ type: 'authorized', connection, allowed: [true] });
    return true;
  }

  #take(packet: Packet): void {
    switch (packet.type) {
      case 'CONNACK':
      case 'SUBACK':
      case 'PINGRESP':
        if (packet.type === 'CONNACK' && packet.reasonCode !== 0) broken('bystander refused');
        break;
      case 'PUBLISH':
        this.#count += 1;
        if (Buffer.from(packet.message.payload).toString() !== String(this.#count)) {
          broken(`the bystander gets another message than its ${this.#count}th`);
        }
        if (packet.qos === 2) this.#unreleased.add(packet.packetId);
        this.#reply(packet.qos === 2 ? 'PUBREC' : 'PUBACK', packet.packetId);
        break;
      case 'PUBREC':
        this.#reply('PUBREL', packet.packetId);
        break;
      case 'PUBREL':
        if (!this.#unreleased.delete(packet.packetId)) broken('PUBREL for nothing');
        this.#reply('PUBCOMP', packet.packetId);
        break;
      case 'PUBACK':
      case 'PUBCOMP':
        if (packet.reasonCode >= 0x80) broken(`${packet.type} ${packet.reasonCode} to bystander`);
        this.#completed += 1;
        break;
      default:
        broken(`${packet.type} to the bystander`);
    }
  }

  #reply(type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP', packetId: number): void {
    this.#world.receive(NAME, { type, packetId, reasonCode: 0 });
  }
}
