/**
 * What a person can do to a run, as data. A run is a scenario, a seed and a list of interventions: the same three give
 * the same bytes, so that a branch is its list, and fits into a link.
 *
 * A packet on its way cannot be doubled, nor overtaken by one that was sent after it: TCP does neither. Who wants to see
 * a message twice lets the acknowledgement be lost, or sends the packet again.
 */
import type { Packet, PacketType } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { ScenarioClient } from '../scenario/scenario.ts';
import type { ClientDeed, WorldDeed } from '../world/scripts.ts';

export type Deed =
  /**
   * Of all that can happen next, this does: a packet that arrives, a timer that runs out, the store's answer, a script
   * that goes on, by the label that the world has for it. When it is not due yet, the time moves to where it is, and
   * what was due before comes after it. So things come late, and nothing comes early: the network has been slow, and
   * timers fire when their machine gets to them. Each direction of a connection keeps its order.
   */
  | { readonly do: 'take'; readonly what: string }
  /** A packet leaves on the client's connection, whatever its chart says; the client itself knows nothing of it. */
  | { readonly do: 'packet'; readonly client: string; readonly packet: ClientPacket }
  /** The same with bytes that are no packet. */
  | {
      readonly do: 'malformed';
      readonly client: string;
      /** What the broker's decoder finds wrong. */
      readonly reasonCode: number;
      readonly detail: string;
    }
  /** A packet on its way, by what sent it, arrives later, and so does all that was sent after it. */
  | { readonly do: 'delay'; readonly packet: CauseId; readonly ms: number }
  /** TCP loses no packet: when it would arrive, the connection fails instead. */
  | { readonly do: 'lose'; readonly packet: CauseId }
  /** One more client, which does nothing by itself. With `raw` it is a bare connection: it opens, and keeps to no law. */
  | { readonly do: 'join'; readonly name: string; readonly is: ScenarioClient['is'] }
  | { readonly do: 'client'; readonly client: string; readonly step: ClientDeed }
  | { readonly do: 'world'; readonly step: WorldDeed }
  /** The run goes on for so long from here, where it would have come to its end. */
  | { readonly do: 'extend'; readonly ms: number };

/** Those that a client may send. What only servers send does not come out of the broker's decoder. */
export type ClientPacket = Exclude<
  Packet,
  { readonly type: 'CONNACK' | 'SUBACK' | 'UNSUBACK' | 'PINGRESP' }
>;

export type ClientPacketType = ClientPacket['type'];

/** All of them, or it does not compile. */
const CLIENT_PACKETS: { readonly [Type in ClientPacketType]: true } = {
  CONNECT: true,
  PUBLISH: true,
  PUBACK: true,
  PUBREC: true,
  PUBREL: true,
  PUBCOMP: true,
  SUBSCRIBE: true,
  UNSUBSCRIBE: true,
  PINGREQ: true,
  DISCONNECT: true,
  AUTH: true,
};

export const CLIENT_PACKET_TYPES = Object.keys(CLIENT_PACKETS) as readonly ClientPacketType[];

export function isClientPacketType(type: PacketType | string): type is ClientPacketType {
  return Object.hasOwn(CLIENT_PACKETS, type);
}

export interface Place {
  /**
   * After this record, 0 for the beginning: more exactly after the step of the world that has written it, for a step is
   * not interrupted. What it wrote beyond this record has happened as well.
   */
  readonly at: number;
  /** So long after that, when whatever happens until then has happened. */
  readonly afterMs?: number;
}

export type Intervention = Place & Deed;

/** What cannot be done, at that place of that run: why, and what could be. */
export class InterventionError extends Error {
  override readonly name = 'InterventionError';
}
