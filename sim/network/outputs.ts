/** What goes into the simulated network and comes out of it, as data. */
import type { Packet } from '../../machines/packets.ts';
import type { LinkId, Side } from './link.ts';

/** What the network tells one side of a link. */
export type NetworkOutput<P = Packet> =
  | { readonly type: 'deliver'; readonly link: LinkId; readonly to: Side; readonly packet: P }
  | { readonly type: 'closed'; readonly link: LinkId; readonly to: Side; readonly error?: string }
  | { readonly type: 'congested' | 'writable'; readonly link: LinkId; readonly to: Side };

/** What comes next in a direction of a link: a packet, or the end. */
export interface Arrival<P = Packet> {
  readonly link: LinkId;
  readonly to: Side;
  readonly packet: P | undefined;
  readonly error: string | undefined;
}

/** Names a direction of a link, for as long as the link is there. */
export type ArrivalKey = number;

/** What becomes of packets on their way, or in the receiver's buffer, when a link ends all of a sudden. */
export type Fate = 'kept' | 'lost';

/** Packets since the beginning. Those that are neither delivered nor lost are on their way. */
export interface NetworkCounts {
  readonly sent: number;
  readonly delivered: number;
  readonly lost: number;
}
