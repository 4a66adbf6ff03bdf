/**
 * A simulated network without input and output of its own: packets in, arrivals out, in virtual time.
 *
 * Each link is a Network Connection of two directions, reliable and first in, first out as the standard asks; between
 * directions and links any order may come about. Nothing arrives by itself: at `nextDeadlineMs()` the driver asks what
 * is `due`, chooses one of those and calls `deliver`, which says what the receiver, or the sender, is told.
 *
 * What ends a link is told the same way, once to each side:
 *
 * - `close` is orderly. It arrives behind what was sent before; the other side then closes too, as MQTT's do, and the
 *   closing side goes on receiving until that arrives.
 * - `abort` ends it at once for the side that asks; the other learns of it as an error, behind what was sent.
 * - `cut` is told to both at once. What has not arrived is lost.
 * - `halfOpen` is told to nobody. An orderly close then never comes to an end; only an abort does.
 *
 * `fork` takes constant time; a link is copied when one of the twins first changes it.
 */
import { IntMap } from '../../machines/collections/int-map.ts';
import type { Packet } from '../../machines/packets.ts';
import { Clock } from '../clock.ts';
import type { Moment } from '../moment.ts';
import type { Direction, Flight, Link, LinkId, LinkSettings, LinkSnapshot, Side } from './link.ts';
import * as links from './link.ts';
import type { Arrival, ArrivalKey, Fate, NetworkCounts, NetworkOutput } from './outputs.ts';

const RESET = 'ECONNRESET';
const nothing: readonly never[] = [];

export class Network<P = Packet> {
  #owner: object = {};
  #links = new IntMap<Link<P>>();
  /** The first flight of every direction that is not held. This clock's own time stands still. */
  #heads = new Clock<ArrivalKey>(Number.NEGATIVE_INFINITY);
  #sent = 0;
  #delivered = 0;
  #lost = 0;

  get counts(): NetworkCounts {
    return { sent: this.#sent, delivered: this.#delivered, lost: this.#lost };
  }

  /** Links on which at least one side has not been told of the end, in ascending order. */
  links(): LinkId[] {
    return Array.from(this.#links, ([id]) => id);
  }

  has(id: LinkId): boolean {
    return this.#links.has(id);
  }

  /** A link as plain data, with its times relative to now. @throws Error when there is no such link. */
  snapshot(id: LinkId, nowMs: number): LinkSnapshot<P> {
    const link = this.#links.get(id);
    if (link === undefined) throw new Error(`no link ${id}`);
    return links.snapshotLink(link, nowMs);
  }

  /** Ids are for the driver to give, each once. */
  open(id: LinkId, settings: LinkSettings = links.DEFAULT_LINK_SETTINGS): void {
    if (!(id <= links.LINK_ID_MAX)) throw new RangeError(`link ${id}`);
    if (this.#links.has(id)) throw new Error(`link ${id} is open`);
    this.#links.set(id, links.createLink(this.#owner, id, settings));
  }

  /** Sends a packet to the other side. It is lost when the link has ended in that direction. */
  send(id: LinkId, from: Side, packet: P, moment: Moment): readonly NetworkOutput<P>[] {
    this.#sent++;
    const link = this.#own(id);
    const to = links.otherSide(from);
    const direction = link && links.directionTo(link, to);
    if (link === undefined || direction === undefined || direction.isEnded) {
      this.#lost++;
      return nothing;
    }
    if (link.isHalfOpen) {
      this.#swallow(link, direction, 1);
    } else {
      if (direction.flights.length >= links.IN_FLIGHT_MAX) {
        throw new Error(`link ${id}: ${links.IN_FLIGHT_MAX} packets are on their way to ${to}`);
      }
      this.#launch(link, to, { atMs: arrivalMs(link, to, moment), packet, error: undefined });
    }
    if (direction.isCongested || load(direction) < link.congestedAt) return nothing;
    direction.isCongested = true;
    return [{ type: 'congested', link: id, to: from }];
  }

  /** One side closes in order: the other is told behind all that was sent to it. */
  close(id: LinkId, side: Side, moment: Moment): void {
    const link = this.#own(id);
    if (link !== undefined) this.#end(link, links.otherSide(side), moment, undefined);
  }

  /** One side ends the link at once, and what is on its way to it is lost. `sent` is what it had sent itself. */
  abort(id: LinkId, side: Side, moment: Moment, sent: Fate = 'kept'): void {
    const link = this.#own(id);
    if (link === undefined) return;
    const other = links.otherSide(side);
    if (sent === 'lost') this.#lose(link, other, moment.nowMs, false);
    this.#end(link, other, moment, RESET);
    this.#endLocally(link, side, moment.nowMs, undefined);
  }

  /** The link fails for both sides. What has arrived by now can still be read, unless that is to be lost as well. */
  cut(id: LinkId, nowMs: number, arrived: Fate = 'kept'): void {
    const link = this.#own(id);
    if (link === undefined) return;
    for (const side of sides) this.#endLocally(link, side, nowMs, RESET, arrived);
  }

  /** From now on all is lost, what is on its way too, and nobody is told. */
  halfOpen(id: LinkId): void {
    const link = this.#own(id);
    if (link === undefined) return;
    link.isHalfOpen = true;
    for (const side of sides) {
      const direction = links.directionTo(link, side);
      if (direction.isLocal) continue;
      const packets = direction.flights.filter(({ packet }) => packet !== undefined).length;
      direction.flights.length = 0;
      this.#swallow(link, direction, packets);
      this.#heads.clear(keyOf(link, side));
    }
  }

  /** Puts off one of the packets on their way to a side, and with it what was sent after it: the order stays. */
  delay(id: LinkId, to: Side, index: number, byMs: number, nowMs: number): void {
    const link = this.#own(id);
    const flights = link && links.directionTo(link, to).flights;
    const flight = flights?.[index];
    if (link === undefined || flights === undefined || flight === undefined) {
      throw new Error(`link ${id}: ${flights?.length ?? 0} are on their way to ${to}`);
    }
    const atMs = Math.max(flight.atMs, nowMs) + byMs;
    for (let i = index; i < flights.length; i++) {
      const late = flights[i] as Flight<P>;
      flights[i] = { ...late, atMs: Math.max(late.atMs, atMs) };
    }
    this.#rearm(link, to, nowMs);
  }

  /** Holds back all that is on its way and all that follows, until the link is healed. */
  partition(id: LinkId): void {
    this.#change(id, 0, (link) => {
      link.isPartitioned = true;
    });
  }

  heal(id: LinkId, nowMs: number): void {
    this.#change(id, nowMs, (link) => {
      link.isPartitioned = false;
    });
  }

  /** One side does not read any more: what arrives waits, and soon the sender has to. */
  stall(id: LinkId, side: Side): void {
    this.#change(id, 0, (link) => {
      links.directionTo(link, side).isStalled = true;
    });
  }

  unstall(id: LinkId, side: Side, nowMs: number): void {
    this.#change(id, nowMs, (link) => {
      links.directionTo(link, side).isStalled = false;
    });
  }

  /** When something is due next; in the past, if something was due and has been left. */
  nextDeadlineMs(): number | undefined {
    return this.#heads.nextDeadlineMs();
  }

  /** What may arrive at that time: the first of each direction, those that are due first before the others. */
  due(nowMs: number): ArrivalKey[] {
    return this.#heads.due(nowMs);
  }

  /** The first that is due at all, without a list of the others. */
  first(): ArrivalKey | undefined {
    return this.#heads.first();
  }

  /** What `deliver` would deliver. @throws Error when nothing is on its way there, or it is held. */
  peek(key: ArrivalKey): Arrival<P> {
    const to = sideOf(key);
    const link = this.#links.get(key >> 1);
    const head = link && links.directionTo(link, to).flights[0];
    if (head === undefined || !this.#heads.has(key)) throw noArrival(key);
    return { link: key >> 1, to, packet: head.packet, error: head.error };
  }

  /** Lets one of those that are due arrive. @throws Error when it is not due, or is held. */
  deliver(key: ArrivalKey, moment: Moment): readonly NetworkOutput<P>[] {
    const id = key >> 1;
    const to = sideOf(key);
    const deadlineMs = this.#heads.deadlineMs(key);
    const link = this.#own(id);
    if (link === undefined || deadlineMs === undefined) throw noArrival(key);
    if (deadlineMs > moment.nowMs) {
      throw new Error(`link ${id}: what is on its way to ${to} is not due at ${moment.nowMs} ms`);
    }
    const direction = links.directionTo(link, to);
    const { packet, error } = direction.flights.shift() as Flight<P>;
    this.#rearm(link, to, moment.nowMs);
    if (packet === undefined) {
      this.#told(link, to, moment);
      return [
        error === undefined
          ? { type: 'closed', link: id, to }
          : { type: 'closed', link: id, to, error },
      ];
    }
    this.#delivered++;
    const delivered = { type: 'deliver', link: id, to, packet } as const;
    if (!direction.isCongested || direction.isEnded) return [delivered];
    if (load(direction) > link.congestedAt / 2) return [delivered];
    direction.isCongested = false;
    return [delivered, { type: 'writable', link: id, to: links.otherSide(to) }];
  }

  /** An independent network with the same links. */
  fork(): Network<P> {
    const twin = new Network<P>();
    // From here on neither of them may write to the links that they share.
    this.#owner = {};
    twin.#links = this.#links.fork();
    twin.#heads = this.#heads.fork();
    twin.#sent = this.#sent;
    twin.#delivered = this.#delivered;
    twin.#lost = this.#lost;
    return twin;
  }

  /** A link to write to, copied first if a twin may be looking at it. */
  #own(id: LinkId): Link<P> | undefined {
    const link = this.#links.get(id);
    if (link === undefined || link.owner === this.#owner) return link;
    const copy = links.copyLink(this.#owner, link);
    this.#links.set(id, copy);
    return copy;
  }

  #change(id: LinkId, nowMs: number, change: (link: Link<P>) => void): void {
    const link = this.#own(id);
    if (link === undefined) return;
    change(link);
    for (const side of sides) this.#arm(link, side, nowMs);
  }

  /** Sends the end after all that was sent to a side. Once is enough. */
  #end(link: Link<P>, to: Side, moment: Moment, error: string | undefined): void {
    const direction = links.directionTo(link, to);
    if (direction.isEnded) return;
    direction.isEnded = true;
    if (link.isHalfOpen) return;
    this.#launch(link, to, { atMs: arrivalMs(link, to, moment), packet: undefined, error });
  }

  /** Ends a direction where it arrives, so that nothing on the way can keep its receiver from learning of it. */
  #endLocally(
    link: Link<P>,
    to: Side,
    nowMs: number,
    error: string | undefined,
    arrived: Fate = 'lost',
  ): void {
    const direction = links.directionTo(link, to);
    if (direction.isTold || direction.isLocal) return;
    const { flights } = direction;
    this.#lose(link, to, nowMs, arrived === 'kept' && !link.isPartitioned);
    direction.isEnded = true;
    direction.isLocal = true;
    const last = flights.at(-1);
    if (last === undefined || last.packet !== undefined) {
      flights.push({ atMs: nowMs, packet: undefined, error });
    }
    this.#rearm(link, to, nowMs);
  }

  /** Loses what is on its way to a side, except, when that is kept, what has arrived. */
  #lose(link: Link<P>, to: Side, nowMs: number, isArrivedKept: boolean): void {
    const direction = links.directionTo(link, to);
    if (direction.isLocal) return;
    const { flights } = direction;
    const kept = isArrivedKept ? flights.findIndex(({ atMs }) => atMs > nowMs) : 0;
    if (kept < 0) return;
    for (const { packet } of flights.splice(kept)) {
      if (packet !== undefined) this.#lost++;
      else direction.isEnded = false;
    }
    this.#rearm(link, to, nowMs);
  }

  /** A side has been told of the end. If the other side has closed in order, it closes in return. */
  #told(link: Link<P>, side: Side, moment: Moment): void {
    links.directionTo(link, side).isTold = true;
    const other = links.otherSide(side);
    this.#end(link, other, moment, undefined);
    if (links.directionTo(link, other).isTold) this.#links.delete(link.id);
  }

  #swallow(link: Link<P>, direction: Direction<P>, packets: number): void {
    this.#lost += packets;
    // Beyond that more of them make no difference, and worlds that do not differ should look the same.
    direction.swallowed = Math.min(direction.swallowed + packets, link.congestedAt);
  }

  #launch(link: Link<P>, to: Side, flight: Flight<P>): void {
    const direction = links.directionTo(link, to);
    if (direction.flights.push(flight) > 1 || links.isHeld(link, direction)) return;
    this.#heads.set(keyOf(link, to), flight.atMs);
  }

  /** Sees to it that the first of a direction is among the heads, unless it is held. */
  #arm(link: Link<P>, to: Side, nowMs: number): void {
    const direction = links.directionTo(link, to);
    const key = keyOf(link, to);
    const head = direction.flights[0];
    if (head === undefined || links.isHeld(link, direction)) this.#heads.clear(key);
    else if (!this.#heads.has(key)) this.#heads.set(key, Math.max(head.atMs, nowMs));
  }

  /** The same when the first may be another one than before. */
  #rearm(link: Link<P>, to: Side, nowMs: number): void {
    this.#heads.clear(keyOf(link, to));
    if (links.directionTo(link, to).flights.length > 0) this.#arm(link, to, nowMs);
  }
}

const sides: readonly Side[] = ['broker', 'client'];

function keyOf<P>(link: Link<P>, to: Side): ArrivalKey {
  return link.id * 2 + (to === 'broker' ? 1 : 0);
}

function sideOf(key: ArrivalKey): Side {
  return (key & 1) === 1 ? 'broker' : 'client';
}

function noArrival(key: ArrivalKey): Error {
  return new Error(`link ${key >> 1}: nothing arrives at ${sideOf(key)}`);
}

/** Packets that weigh on the sender. */
function load<P>({ flights, swallowed }: Direction<P>): number {
  return flights.length + swallowed;
}

/** When what is sent now arrives: after its latency, and never before what was sent before it. */
function arrivalMs<P>(link: Link<P>, to: Side, { nowMs, chooser }: Moment): number {
  const { valuesMs, options } = link.latency;
  const index =
    options.length === 1 ? 0 : chooser.choose('latency', `${link.id} to ${to}`, options);
  const atMs = nowMs + (valuesMs[index] as number);
  const last = links.directionTo(link, to).flights.at(-1);
  return last === undefined ? atMs : Math.max(last.atMs, atMs);
}
