/** A connection whose bytes have been noted from the first on, so that the other thread can read them again. */
import type { ConnectionId, Packet, Publish } from '../../machines/index.ts';
import { Kind, keepAliveTimer } from './notes.ts';

export class Followed {
  readonly connection: ConnectionId;
  /** Of its keep alive: as we spell it, until it is the very string that the core uses. */
  #timer: string;
  #isTimerTheirs = false;
  #version = 0;

  constructor(connection: ConnectionId) {
    this.connection = connection;
    this.#timer = keepAliveTimer(connection);
  }

  isKeepAlive(timer: string): boolean {
    if (timer !== this.#timer) return false;
    // The same object compares faster than the same text.
    if (!this.#isTimerTheirs) {
      this.#timer = timer;
      this.#isTimerTheirs = true;
    }
    return true;
  }

  /** The kind of note for a packet that came from it. */
  kindOf(packet: Packet): number {
    switch (packet.type) {
      case 'PUBLISH':
        if (packet.message.properties !== undefined || !isPlain(packet)) return Kind.packet;
        return this.#version === 5 ? Kind.plainPublish5 : Kind.plainPublish;
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        return packet.properties === undefined ? Kind.plainAck : Kind.packet;
      case 'CONNECT':
        // What a second one says changes nothing.
        this.#version ||= packet.protocolVersion;
        return Kind.packet;
      default:
        return Kind.packet;
    }
  }
}

/** Nothing in it, beside its message, but what a note has a place for. */
export function isPlain(packet: Publish): boolean {
  return (
    packet.topicAlias === undefined &&
    packet.subscriptionIdentifiers === undefined &&
    packet.messageExpiryInterval === undefined
  );
}
