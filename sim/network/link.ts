/** One Network Connection as the simulated network holds it: two directions, each with packets on their way. */
import { type LatencyChoice, latencyChoice, type Range } from '../choose/latency.ts';

/** The driver's number for a Network Connection: `ConnectionId`. */
export type LinkId = number;

export type Side = 'client' | 'broker';

export interface LinkSettings {
  /** How long a packet takes, either way. */
  readonly latencyMs: Range;
  /** How many packets on their way, or not yet read, make the sender congested. It is relieved at half of them. */
  readonly congestedAtPackets: number;
}

export const DEFAULT_LINK_SETTINGS: LinkSettings = {
  latencyMs: { min: 0, max: 0 },
  congestedAtPackets: 64,
};

/** Two directions of a link are told apart by the lowest bit of a 31-bit key. */
export const LINK_ID_MAX = 2 ** 30 - 1;

/** The most packets on their way in one direction. A sender that has brought it there does not listen to us. */
export const IN_FLIGHT_MAX = 65_536;

/** A packet on its way, or, without one, the end of the connection. */
export interface Flight<P> {
  readonly atMs: number;
  readonly packet: P | undefined;
  /** What the receiver is told when it was no orderly end. */
  readonly error: string | undefined;
}

export interface Direction<P> {
  /** First in, first out. A few most of the time, and copied whole when a link is copied. */
  readonly flights: Flight<P>[];
  /** Packets that a half-open link has taken. They weigh on the sender as if they were on their way. */
  swallowed: number;
  /** The end is on its way or has arrived: what is sent now is lost. */
  isEnded: boolean;
  /** The receiver has been told of the end. */
  isTold: boolean;
  /** The end comes from the receiver's own operating system, so nothing on the way can hold it back. */
  isLocal: boolean;
  /** Its receiver does not read. */
  isStalled: boolean;
  /** Its sender has been told to wait. */
  isCongested: boolean;
}

/** Mutable for the network that owns it; any other has to copy it first. */
export interface Link<P> {
  readonly owner: object;
  readonly id: LinkId;
  readonly latency: LatencyChoice;
  readonly congestedAt: number;
  isPartitioned: boolean;
  isHalfOpen: boolean;
  readonly toBroker: Direction<P>;
  readonly toClient: Direction<P>;
}

/** What stands between two worlds that look alike: a direction with all times relative to now. */
export interface DirectionSnapshot<P> extends Omit<Direction<P>, 'flights'> {
  readonly flights: readonly {
    /** 0 when it may arrive now. */
    readonly inMs: number;
    readonly packet: P | undefined;
    readonly error: string | undefined;
  }[];
}

export interface LinkSnapshot<P> {
  readonly isPartitioned: boolean;
  readonly isHalfOpen: boolean;
  readonly toBroker: DirectionSnapshot<P>;
  readonly toClient: DirectionSnapshot<P>;
}

/** The same few settings serve any number of links. */
const latencies = new WeakMap<LinkSettings, LatencyChoice>();

export function createLink<P>(owner: object, id: LinkId, settings: LinkSettings): Link<P> {
  const { congestedAtPackets: congestedAt } = settings;
  if (!(congestedAt >= 1)) throw new RangeError(`congested at ${congestedAt} packets`);
  const latency = latencies.get(settings) ?? latencyChoice(settings.latencyMs);
  latencies.set(settings, latency);
  const state = { isPartitioned: false, isHalfOpen: false };
  return { owner, id, latency, congestedAt, ...state, ...createDirections<P>() };
}

function createDirections<P>(): Pick<Link<P>, 'toBroker' | 'toClient'> {
  const create = (): Direction<P> => ({
    flights: [],
    swallowed: 0,
    isEnded: false,
    isTold: false,
    isLocal: false,
    isStalled: false,
    isCongested: false,
  });
  return { toBroker: create(), toClient: create() };
}

export function copyLink<P>(owner: object, link: Link<P>): Link<P> {
  const { toBroker, toClient } = link;
  return {
    ...link,
    owner,
    toBroker: { ...toBroker, flights: toBroker.flights.slice() },
    toClient: { ...toClient, flights: toClient.flights.slice() },
  };
}

export function snapshotLink<P>(link: Link<P>, nowMs: number): LinkSnapshot<P> {
  const { isPartitioned, isHalfOpen, toBroker, toClient } = link;
  return {
    isPartitioned,
    isHalfOpen,
    toBroker: snapshotDirection(toBroker, nowMs),
    toClient: snapshotDirection(toClient, nowMs),
  };
}

function snapshotDirection<P>(direction: Direction<P>, nowMs: number): DirectionSnapshot<P> {
  const flights = direction.flights.map(({ atMs, packet, error }) => {
    return { inMs: Math.max(0, atMs - nowMs), packet, error };
  });
  return { ...direction, flights };
}

export function otherSide(side: Side): Side {
  return side === 'broker' ? 'client' : 'broker';
}

export function directionTo<P>(link: Link<P>, side: Side): Direction<P> {
  return side === 'broker' ? link.toBroker : link.toClient;
}

/** True while nothing in the direction may arrive. */
export function isHeld<P>(link: Link<P>, direction: Direction<P>): boolean {
  // A reader that has stalled has yet to read what was there before the end.
  if (direction.isLocal) return direction.isStalled && direction.flights[0]?.packet !== undefined;
  return direction.isStalled || link.isPartitioned || link.isHalfOpen;
}
