/** Finds the two ends of packets in a simulated trace, and knows the two as one in a trace of a broker. */

import type { Packet } from '../../../machines/index.ts';
import type { CauseId } from '../../../machines/trace/format.ts';
import type { Mutable, Wire } from './lines.ts';
import type { Flight, Moment } from './types.ts';

type Direction = Flight['direction'];
export type OpenFlight = Mutable<Flight>;

const DIRECTIONS: readonly Direction[] = ['toBroker', 'toClient'];

interface Way {
  /** Sent, in that order; what stands before `done` is over. */
  readonly open: { readonly id: CauseId; readonly flight: OpenFlight }[];
  done: number;
}

export class Flights {
  readonly #ways = new Map<string, Way>();
  /** Whether this trace notes what reaches clients; what reaches the broker is a step in every trace. */
  #areArrivalsNoted = false;

  /** Sent, and as far as this trace can tell arrived at the same moment. */
  both(packet: Packet, wire: Wire, direction: Direction, now: Moment): OpenFlight {
    return { ...newFlight(packet, wire, direction, now), received: now };
  }

  /** What a simulated client `sends`, or what the broker transmits in a simulation. */
  send(id: CauseId, packet: Packet, wire: Wire, direction: Direction, now: Moment): OpenFlight {
    const flight = newFlight(packet, wire, direction, now);
    const way = this.#ways.get(key(wire, direction));
    if (way === undefined)
      this.#ways.set(key(wire, direction), { open: [{ id, flight }], done: 0 });
    else way.open.push({ id, flight });
    return flight;
  }

  /** The flight that ends here; undefined when nobody has noted its beginning. */
  receive(
    by: CauseId | undefined,
    packet: Packet,
    wire: Wire,
    direction: Direction,
    now: Moment,
  ): OpenFlight | undefined {
    if (direction === 'toClient') this.#areArrivalsNoted = true;
    const way = this.#ways.get(key(wire, direction));
    return way === undefined ? undefined : this.#arrive(way, find(way, by, packet), now);
  }

  /** A client acts on what the broker has sent, so that has arrived, whether or not anybody has noted it. */
  infer(by: CauseId, wire: Wire, now: Moment): Flight | undefined {
    const way = this.#ways.get(key(wire, 'toClient'));
    if (way === undefined) return undefined;
    const at = way.open.findIndex(({ id }, place) => place >= way.done && id === by);
    return this.#arrive(way, at, now);
  }

  /** A note says that a packet was lost. */
  loseOne(by: CauseId | undefined, packet: Packet, wire: Wire, now: Moment): Flight | undefined {
    for (const direction of DIRECTIONS) {
      const way = this.#ways.get(key(wire, direction));
      const found = way?.open[find(way, by, packet)]?.flight;
      if (found === undefined) continue;
      found.lost = now;
      return found;
    }
    return undefined;
  }

  /**
   * With a connection goes what was on its way. A trace that does not note what reaches clients leaves open what of
   * the broker's packets that was.
   */
  end(wire: Wire, now: Moment): void {
    for (const direction of DIRECTIONS) {
      const way = this.#ways.get(key(wire, direction));
      if (way === undefined || (direction === 'toClient' && !this.#areArrivalsNoted)) continue;
      for (let at = way.done; at < way.open.length; at++) lose(way.open[at]?.flight, now);
    }
  }

  /** A cut that says which packet it was for: the last such. */
  loseLast(type: Packet['type'], wire: Wire, now: Moment): void {
    for (const direction of DIRECTIONS) {
      const way = this.#ways.get(key(wire, direction));
      const last = way?.open.slice(way.done).findLast(({ flight }) => flight.packet.type === type);
      lose(last?.flight, now);
    }
  }

  /** First in, first out: what was sent before will not come any more. */
  #arrive(way: Way, at: number, now: Moment): OpenFlight | undefined {
    const found = way.open[at]?.flight;
    if (found === undefined) return undefined;
    for (; way.done < at; way.done++) {
      const before = way.open[way.done]?.flight as OpenFlight;
      // Else it has arrived some time before, and nobody knows when.
      if (this.#areArrivalsNoted || before.direction === 'toBroker') lose(before, now);
    }
    way.done = at + 1;
    found.received = now;
    // What the one side has closed, the other may still have been receiving.
    found.lost = undefined;
    return found;
  }
}

/** The flight that the cause names, or else the oldest one with such a packet. */
function find(way: Way, by: CauseId | undefined, packet: Packet): number {
  let oldest = -1;
  for (let at = way.done; at < way.open.length; at++) {
    const { id, flight } = way.open[at] as Way['open'][number];
    if (id === by) return at;
    if (oldest === -1 && flight.lost === undefined && flight.packet.type === packet.type)
      oldest = at;
  }
  return oldest;
}

function lose(flight: OpenFlight | undefined, now: Moment): void {
  if (flight !== undefined && flight.received === undefined) flight.lost ??= now;
}

function newFlight(packet: Packet, wire: Wire, direction: Direction, now: Moment): OpenFlight {
  const version = wire.version ?? 4;
  return {
    packet,
    connection: wire,
    direction,
    version,
    sent: now,
    received: undefined,
    lost: undefined,
    isRepeated: false,
  };
}

function key(wire: Wire, direction: Direction): string {
  return `${wire.number} ${direction}`;
}
