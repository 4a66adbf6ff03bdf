/** A broker's core with clients at its gates: what drivers and networks do elsewhere is a call here. */
import { Broker } from '../machines/broker.ts';
import type { Engine } from '../machines/charts/index.ts';
import type { Effect } from '../machines/effects.ts';
import { type BrokerOptions, DEFAULT_OPTIONS } from '../machines/options.ts';
import type { Connect, Packet, QoS } from '../machines/packets.ts';
import { connectPacket, subscribePacket } from './packets.ts';

const origin = { transport: 'tcp', remote: '192.0.2.1:1883' } as const;

export class World {
  broker: Broker;
  #connections = 0;

  constructor(options: Partial<BrokerOptions> = {}, engine: Engine = 'compiled') {
    // Its clock stands still: all clients come within one second.
    const law = { ...DEFAULT_OPTIONS, connectsPerSecondMaximum: Number.MAX_SAFE_INTEGER };
    this.broker = new Broker({ ...law, ...options }, engine);
  }

  /** @returns the number of the new client's connection */
  connect(clientId: string, facts: Partial<Connect> = {}): number {
    this.#connections += 1;
    const connection = this.#connections;
    this.broker.step({ type: 'opened', nowMs: 0, connection, origin, nonce: 'n' });
    const effects = this.receive(connection, connectPacket(clientId, facts));
    if (!effects.some(isAccepted)) throw new Error(`${clientId} was refused`);
    return connection;
  }

  /** A client that has subscribed to one filter. */
  subscriber(clientId: string, topicFilter: string, qos: QoS = 2): number {
    const connection = this.connect(clientId);
    this.receive(connection, subscribePacket(topicFilter, qos));
    return connection;
  }

  receive(connection: number, packet: Packet): readonly Effect[] {
    return this.broker.step({ type: 'received', nowMs: 0, connection, packet });
  }

  close(connection: number): void {
    this.broker.step({ type: 'closed', nowMs: 0, connection });
  }
}

function isAccepted(effect: Effect): boolean {
  if (effect.type !== 'transmit' || effect.packet.type !== 'CONNACK') return false;
  return effect.packet.reasonCode === 0;
}

/** The Packet Identifiers of PUBLISH packets among the effects, for acknowledgement. */
export function published(effects: readonly Effect[]): number[] {
  const packetIds: number[] = [];
  for (const effect of effects) {
    if (effect.type === 'transmit' && effect.packet.type === 'PUBLISH') {
      packetIds.push(effect.packet.packetId);
    }
  }
  return packetIds;
}
