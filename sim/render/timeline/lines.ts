/**
 * Who is who. A connection opens before anybody knows whose it is, and a simulated client acts before it has said its
 * Client Identifier; so a lifeline may begin as `connection 7` or `client a` and turn out to be the client `sensor`.
 * Events seen until then are told; there are only a few of them.
 */
import type { ProtocolVersion } from '../../../machines/index.ts';
import type { Connection, Lifeline, Moment, TimelineEvent } from './types.ts';

export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface Line extends Mutable<Omit<Lifeline, 'connections'>> {
  readonly connections: Wire[];
  /** Events to be told when it turns out to be another's; undefined once the Client Identifier is known. */
  early: Mutable<TimelineEvent>[] | undefined;
  /** What the client spoke when last it connected. */
  version: ProtocolVersion | undefined;
  /** `connected` spans that are open, by lane. */
  readonly lanes: (Wire | undefined)[];
}

export interface Wire extends Mutable<Omit<Connection, 'lifeline'>> {
  lifeline: Line;
  /** The name of the simulated client whose it is: several may share a Client Identifier. */
  actor: string | undefined;
  /** What its name begins with, once that is known. */
  prefix: string | undefined;
}

export class Lines {
  readonly broker = newLine('broker', 'broker', 'broker', undefined);
  readonly #clients = new Set<Line>();
  readonly #byClientId = new Map<string, Line>();
  readonly #byActor = new Map<string, Line>();
  readonly #wires = new Map<number, Wire>();
  #store: Line | undefined;
  #named = 0;
  /** How many connections have a name with that beginning. */
  readonly #counts = new Map<string, number>();

  get all(): Line[] {
    const store = this.#store === undefined ? [] : [this.#store];
    return [this.broker, ...this.#clients, ...store];
  }

  /** Comes to be on first use: most brokers keep nothing. */
  get store(): Line {
    this.#store ??= newLine('store', 'store', 'store', undefined);
    return this.#store;
  }

  get wires(): Wire[] {
    return [...this.#wires.values()];
  }

  /** The connection of that number; seen here for the first time, it has opened. */
  wire(number: number, now: Moment): Wire {
    let wire = this.#wires.get(number);
    if (wire === undefined) {
      const name = `connection ${number}`;
      const lifeline = newLine('client', name, name, []);
      wire = {
        number,
        name,
        lifeline,
        version: undefined,
        cleanStart: false,
        hasWill: undefined,
        opened: now,
        connected: undefined,
        disconnected: undefined,
        closed: undefined,
        lane: 0,
        actor: undefined,
        prefix: undefined,
      };
      this.#wires.set(number, wire);
      this.#clients.add(lifeline);
      attach(wire, lifeline);
    }
    return wire;
  }

  knownWire(number: number): Wire | undefined {
    return this.#wires.get(number);
  }

  client(clientId: string): Line {
    let line = this.#byClientId.get(clientId);
    if (line === undefined) {
      line = newLine('client', `client ${clientId}`, clientId, undefined);
      this.#clients.add(line);
      this.#register(line, clientId);
    }
    return line;
  }

  /** Now it is known whose connection this is. */
  identify(wire: Wire, clientId: string): void {
    if (clientId === '' || wire.lifeline.early === undefined) return;
    const unknown = wire.lifeline;
    const known = this.#byClientId.get(clientId);
    if (known === undefined) {
      this.#register(unknown, clientId);
      return;
    }
    this.#merge(unknown, known);
  }

  /** `client a`, `network a.1`, `broker`, `store`: the lifeline that a note's actor means. */
  ofActor(actor: string, wire: Wire | undefined): Line {
    if (actor === 'broker') return this.broker;
    if (actor === 'store') return this.store;
    if (!actor.startsWith('client ')) return wire?.lifeline ?? this.broker;
    const seen = this.#byActor.get(actor);
    if (wire !== undefined) {
      // The actor's own name, and that of its connection, are two names of one client.
      if (seen?.early !== undefined && seen !== wire.lifeline) this.#merge(seen, wire.lifeline);
      this.#byActor.set(actor, wire.lifeline);
      if (wire.actor === undefined) {
        wire.actor = actor.slice('client '.length);
        this.#rename(wire);
      }
      return wire.lifeline;
    }
    if (seen !== undefined) return seen;
    const label = actor.slice('client '.length);
    const line = this.#byClientId.get(label) ?? newLine('client', actor, label, []);
    this.#clients.add(line);
    this.#byActor.set(actor, line);
    return line;
  }

  #register(line: Line, clientId: string): void {
    line.id = `client ${clientId}`;
    line.label = clientId;
    line.name = `c${++this.#named}`;
    line.early = undefined;
    this.#byClientId.set(clientId, line);
    for (const wire of line.connections) this.#rename(wire);
  }

  /** `c1.2`: after the simulated client, or the order in which client identifiers came. */
  #rename(wire: Wire): void {
    const { lifeline, actor } = wire;
    const prefix = actor ?? (lifeline.early === undefined ? lifeline.name : undefined);
    if (prefix === undefined || prefix === wire.prefix) return;
    const place = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, place);
    wire.prefix = prefix;
    wire.name = `${prefix}.${place}`;
  }

  #merge(from: Line, into: Line): void {
    for (const event of from.early ?? []) {
      if (event.lifeline === from) event.lifeline = into;
      if (event.client === from) event.client = into;
      into.early?.push(event);
    }
    this.#clients.delete(from);
    for (const wire of from.connections) {
      attach(wire, into);
      this.#rename(wire);
    }
    for (const [actor, line] of this.#byActor) if (line === from) this.#byActor.set(actor, into);
  }
}

export function closeWire(wire: Wire, now: Moment): void {
  wire.closed ??= now;
  const { lanes } = wire.lifeline;
  if (lanes[wire.lane] === wire) lanes[wire.lane] = undefined;
}

function newLine(kind: Line['kind'], id: string, label: string, early: Line['early']): Line {
  return {
    id,
    kind,
    label,
    name: id,
    connections: [],
    early,
    version: undefined,
    lanes: [],
  };
}

function attach(wire: Wire, line: Line): void {
  wire.lifeline = line;
  line.connections.push(wire);
  const free = line.lanes.indexOf(undefined);
  wire.lane = free === -1 ? line.lanes.length : free;
  line.lanes[wire.lane] = wire.closed === undefined ? wire : undefined;
}
