/**
 * A client that keeps to the standard, as small as it can be: it resends what is not acknowledged, receives QoS 2
 * messages once, and keeps its half of the session across connections. What it transmits and what is transmitted to it
 * lies in the network until someone delivers it, and is lost with the connection.
 */
import type { Connect, Message, Packet, Publish, QoS } from '../../../machines/index.ts';
import { bytes } from '../transcript/client-packets.ts';
import type { World } from './world.ts';

interface Exchange {
  readonly message: Message;
  readonly packetId: number;
  isReleased: boolean;
}

export interface ClientOptions {
  readonly clientId: string;
  readonly version: 4 | 5;
  readonly receiveMaximum: number | undefined;
  /** Subscribed to on the first connection, with QoS 2. */
  readonly topicFilter: string | undefined;
}

const decoder = new TextDecoder();

export class ConformingClient {
  /** Payloads in the order in which the application got them. */
  readonly got: string[] = [];
  readonly #world: World;
  readonly #options: ClientOptions;
  /** Name of the connection that it believes in; undefined while it has none. */
  #connection: string | undefined;
  #connections = 0;
  #isConnected = false;
  #isSubscribed = false;
  readonly #exchanges = new Map<number, Exchange>();
  readonly #received = new Set<number>();
  /** Messages that the broker's Receive Maximum, or the lack of a connection, holds back. */
  readonly #waiting: Message[] = [];
  #quota = 0;
  #toBroker: Packet[] = [];
  #toClient: Packet[] = [];

  constructor(world: World, options: ClientOptions) {
    this.#world = world;
    this.#options = options;
    world.watchers.push({
      input: (input) => {
        if (input.type === 'recovered') this.#lost();
      },
      effect: (effect) => {
        const name = this.#connection;
        if (name === undefined || effect.type === 'announce' || !('connection' in effect)) return;
        if (world.nameOf(effect.connection) !== name) return;
        if (effect.type === 'transmit') this.#toClient.push(effect.packet);
      },
    });
  }

  get isIdle(): boolean {
    const nothingMoves = this.#toBroker.length + this.#toClient.length === 0;
    return nothingMoves && this.#exchanges.size + this.#waiting.length === 0 && this.#isConnected;
  }

  get hasNetwork(): boolean {
    return this.#connection !== undefined;
  }

  // What the application and the network do

  publish(payload: string, qos: QoS, topicName: string): void {
    const properties = undefined;
    this.#waiting.push({ topicName, payload: bytes(payload), qos, retain: false, properties });
    this.#sendWaiting();
  }

  connect(): void {
    if (this.#connection !== undefined) return;
    const { clientId, version, receiveMaximum } = this.#options;
    this.#connections += 1;
    this.#connection = `${clientId}.${this.#connections}`;
    this.#world.open(this.#connection);
    const connect: Connect = {
      type: 'CONNECT',
      protocolVersion: version,
      cleanStart: false,
      clientId,
      keepAliveSeconds: 0,
      userName: undefined,
      password: undefined,
      will: undefined,
      properties:
        version < 5
          ? {}
          : {
              sessionExpiryInterval: 0xffff_ffff,
              ...(receiveMaximum !== undefined && { receiveMaximum }),
            },
    };
    this.#toBroker.push(connect);
  }

  /** The network delivers the oldest packet on its way to the broker. */
  deliverToBroker(): void {
    const packet = this.#toBroker.shift();
    if (packet === undefined || this.#connection === undefined) return;
    if (this.#world.isOpen(this.#connection)) this.#world.receive(this.#connection, packet);
  }

  /** The network delivers the oldest packet on its way to the client, or the news that there will be none. */
  deliverToClient(): void {
    const packet = this.#toClient.shift();
    if (packet !== undefined) this.#handle(packet);
    else if (this.#connection !== undefined && !this.#world.isOpen(this.#connection)) this.#lost();
  }

  /** The connection is lost, and both ends notice. */
  drop(): void {
    if (this.#connection === undefined) return;
    if (this.#world.isOpen(this.#connection)) this.#world.lose(this.#connection);
    this.#lost();
  }

  /** The connection is lost, and only the client notices. */
  forsake(): void {
    this.#lost();
  }

  congest(state: 'congested' | 'writable'): void {
    const name = this.#connection;
    if (name === undefined || !this.#world.isOpen(name)) return;
    this.#world.step({ type: state, connection: this.#world.idOf(name) });
  }

  #lost(): void {
    this.#connection = undefined;
    this.#isConnected = false;
    this.#toBroker = [];
    this.#toClient = [];
  }

  // The client's half of the protocol

  #handle(packet: Packet): void {
    switch (packet.type) {
      case 'CONNACK':
        this.#connected(packet.sessionPresent, packet.properties?.receiveMaximum);
        return;
      case 'PUBLISH':
        this.#receive(packet);
        return;
      case 'PUBREL':
        this.#received.delete(packet.packetId);
        this.#answer('PUBCOMP', packet.packetId);
        return;
      case 'PUBREC': {
        const exchange = this.#exchanges.get(packet.packetId);
        if (exchange !== undefined) exchange.isReleased = true;
        this.#answer('PUBREL', packet.packetId);
        return;
      }
      case 'PUBACK':
      case 'PUBCOMP':
        if (this.#exchanges.delete(packet.packetId)) this.#quota += 1;
        this.#sendWaiting();
        return;
      default:
        return;
    }
  }

  #connected(sessionPresent: boolean, receiveMaximum = 0xffff): void {
    this.#isConnected = true;
    this.#quota = receiveMaximum;
    if (!sessionPresent && this.#isSubscribed) throw new Error('the broker has lost a session');
    const { topicFilter } = this.#options;
    if (!sessionPresent && topicFilter !== undefined) {
      const request = { topicFilter, qos: 2 as const, noLocal: false, retainAsPublished: false };
      this.#toBroker.push({
        type: 'SUBSCRIBE',
        packetId: 0xffff,
        subscriptions: [{ ...request, retainHandling: 0 }],
        subscriptionIdentifier: undefined,
      });
    }
    this.#isSubscribed = true;
    for (const exchange of this.#exchanges.values()) {
      this.#quota -= 1;
      if (exchange.isReleased) this.#answer('PUBREL', exchange.packetId);
      else this.#transmit(exchange.message, exchange.packetId, true);
    }
    this.#sendWaiting();
  }

  #receive({ message, qos, packetId }: Publish): void {
    const payload = decoder.decode(message.payload);
    if (qos < 2 || !this.#received.has(packetId)) this.got.push(payload);
    if (qos === 1) this.#answer('PUBACK', packetId);
    if (qos === 2) {
      this.#received.add(packetId);
      this.#answer('PUBREC', packetId);
    }
  }

  #sendWaiting(): void {
    while (this.#isConnected && this.#waiting.length > 0) {
      const [message] = this.#waiting as [Message];
      if (message.qos === 0) {
        this.#transmit(message, 0, false);
      } else {
        if (this.#quota <= 0) return;
        this.#quota -= 1;
        let packetId = 1;
        while (this.#exchanges.has(packetId)) packetId += 1;
        this.#exchanges.set(packetId, { message, packetId, isReleased: false });
        this.#transmit(message, packetId, false);
      }
      this.#waiting.shift();
    }
  }

  #transmit(message: Message, packetId: number, dup: boolean): void {
    const { qos, retain } = message;
    this.#toBroker.push({ type: 'PUBLISH', message, qos, retain, dup, packetId });
  }

  #answer(type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP', packetId: number): void {
    this.#toBroker.push({ type, packetId, reasonCode: 0 });
  }
}
