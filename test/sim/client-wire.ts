// What the standard says of the packets of one Network Connection, read from the wire: both ends are held to it.
import { expect } from 'vitest';
import type { Packet } from '../../machines/packets.ts';

type End = 'client' | 'broker';

/** A QoS 1 or 2 PUBLISH goes out once on a connection until it is acknowledged, and no more at a time than allowed. */
class Way {
  readonly #from: End;
  /** Packet identifiers that have been sent and not acknowledged, as the sender knows it. */
  readonly #outstanding = new Set<number>();
  /** Those that were released on this connection without a PUBLISH on it. */
  readonly #released = new Set<number>();
  maximum = 65_535;

  constructor(from: End) {
    this.#from = from;
  }

  sent(packet: Packet): void {
    if (packet.type === 'PUBREL') {
      if (!this.#outstanding.has(packet.packetId)) this.#released.add(packet.packetId);
    }
    if (packet.type !== 'PUBLISH') return;
    const { qos, dup, packetId } = packet;
    const what = `${this.#from} PUBLISH ${packetId}`;
    if (qos === 0) {
      expect({ dup, packetId }, what).toEqual({ dup: false, packetId: 0 });
      return;
    }
    expect(packetId, what).toBeGreaterThan(0);
    expect(this.#outstanding, `${what} again on the same connection`).not.toContain(packetId);
    expect(this.#released, `${what} after its PUBREL`).not.toContain(packetId);
    this.#outstanding.add(packetId);
    expect(this.#outstanding.size, `${what}: Receive Maximum`).toBeLessThanOrEqual(this.maximum);
  }

  /** The sender has got it. */
  acknowledged(packet: Packet): void {
    const ends =
      packet.type === 'PUBACK' ||
      packet.type === 'PUBCOMP' ||
      (packet.type === 'PUBREC' && packet.reasonCode >= 0x80);
    if (!ends) return;
    this.#outstanding.delete(packet.packetId);
    this.#released.delete(packet.packetId);
  }
}

/** Acknowledgements leave in the order in which the messages have arrived (v5 MQTT-4.6.0-2, -3). */
class Acks {
  readonly #due = { PUBACK: [] as number[], PUBREC: [] as number[] };

  arrived(packet: Packet): void {
    if (packet.type !== 'PUBLISH' || packet.qos === 0) return;
    this.#due[packet.qos === 1 ? 'PUBACK' : 'PUBREC'].push(packet.packetId);
  }

  sent(packet: Packet): void {
    if (packet.type !== 'PUBACK' && packet.type !== 'PUBREC') return;
    expect(packet.packetId, `order of ${packet.type}`).toBe(this.#due[packet.type].shift());
  }
}

export class Wire {
  readonly #version: number;
  readonly #fromClient = new Way('client');
  readonly #fromBroker = new Way('broker');
  readonly #acksOfClient = new Acks();
  readonly #acksOfBroker = new Acks();
  #last: { [E in End]: Packet['type'] | undefined } = { client: undefined, broker: undefined };
  #keepAliveAskedMs = 0;
  #keepAliveMs = 0;
  #silentSinceMs = 0;

  constructor(version: number) {
    this.#version = version;
  }

  sent(by: End, packet: Packet, nowMs: number): void {
    const last = this.#last[by];
    expect(last, `${packet.type} of the ${by} after DISCONNECT`).not.toBe('DISCONNECT');
    const first = by === 'client' ? 'CONNECT' : 'CONNACK';
    expect(packet.type === first, `the first packet of the ${by}`).toBe(last === undefined);
    this.#last[by] = packet.type;
    if (by === 'client') {
      this.#fromClient.sent(packet);
      this.#acksOfClient.sent(packet);
      if (packet.type === 'CONNECT') this.#connect(packet);
      this.alive(nowMs);
      this.#silentSinceMs = nowMs;
    } else {
      this.#fromBroker.sent(packet);
      this.#acksOfBroker.sent(packet);
    }
  }

  arrived(at: End, packet: Packet, nowMs: number): void {
    if (at === 'client') {
      this.#fromClient.acknowledged(packet);
      this.#acksOfClient.arrived(packet);
      if (packet.type === 'CONNACK') this.#connack(packet, nowMs);
    } else {
      this.#fromBroker.acknowledged(packet);
      this.#acksOfBroker.arrived(packet);
    }
  }

  /** A connected client is never silent for longer than Keep Alive (v3 MQTT-3.1.2-23, v5 MQTT-3.1.2-20). */
  alive(nowMs: number): void {
    if (this.#keepAliveMs === 0 || this.#last.client === 'DISCONNECT') return;
    expect(nowMs - this.#silentSinceMs, 'Keep Alive').toBeLessThanOrEqual(this.#keepAliveMs);
  }

  #connect({ properties, keepAliveSeconds }: Extract<Packet, { type: 'CONNECT' }>): void {
    if (this.#version === 5) this.#fromBroker.maximum = properties.receiveMaximum ?? 65_535;
    this.#keepAliveAskedMs = 1000 * keepAliveSeconds;
  }

  #connack({ properties }: Extract<Packet, { type: 'CONNACK' }>, nowMs: number): void {
    if (this.#version === 5) this.#fromClient.maximum = properties?.receiveMaximum ?? 65_535;
    this.#silentSinceMs = nowMs;
    const { serverKeepAlive } = properties ?? {};
    this.#keepAliveMs =
      serverKeepAlive === undefined ? this.#keepAliveAskedMs : 1000 * serverKeepAlive;
  }
}
