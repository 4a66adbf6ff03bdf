// One client and one broker with a wire between them whose packets move, and are lost, as the test says.
import { Broker } from '../../machines/broker.ts';
import type { Effect } from '../../machines/effects.ts';
import type { Command, Input } from '../../machines/inputs.ts';
import type { BrokerOptions } from '../../machines/options.ts';
import type { Packet } from '../../machines/packets.ts';
import type { StoredValue, Write } from '../../machines/stored.ts';
import { SimClient } from '../../sim/client/client.ts';
import type { ClientCommand, ClientOutput } from '../../sim/client/messages.ts';
import type { ClientOptions } from '../../sim/client/options.ts';
import { Ledger } from './client-ledger.ts';
import { Wire } from './client-wire.ts';

type Item = { readonly packet: Packet } | 'open' | 'opened' | 'closed' | 'failed';

/** A Network Connection: first in, first out, either way. */
interface Link {
  readonly id: number;
  readonly toBroker: Item[];
  readonly toClient: Item[];
  readonly wire: Wire;
  /** What is sent from now on is lost. */
  isCut: boolean;
}

interface Timer {
  readonly of: 'client' | 'broker';
  readonly name: string;
  readonly dueMs: number;
}

/** What the broker's embedding program hears everything of. */
const SUBSCRIBER = 1;

export class Bench {
  broker: Broker;
  readonly client: SimClient;
  readonly ledger = new Ledger();
  readonly #options: BrokerOptions;
  readonly #links: Link[] = [];
  #timers: Timer[] = [];
  #writes: { readonly id: number; readonly writes: readonly Write[] }[] = [];
  #questions: Input[] = [];
  #store = new Map<string, StoredValue>();
  #nowMs = 0;

  constructor(options: BrokerOptions, client: ClientOptions) {
    this.#options = options;
    this.broker = new Broker(options);
    this.client = new SimClient(client);
    this.#listen();
  }

  // What a test can do

  command(command: ClientCommand): void {
    this.#performClient(this.client.step({ type: 'command', command }));
  }

  operator(command: Command): void {
    this.#performBroker(this.broker.step({ type: 'command', nowMs: this.#nowMs, command }));
  }

  /** Moves the first packet of a connection. */
  move(to: 'broker' | 'client', nth: number): boolean {
    const ready = this.#links.filter((each) => this.#queue(each, to).length > 0);
    const link = ready[nth % Math.max(1, ready.length)];
    if (link === undefined) return false;
    if (to === 'broker') this.#toBroker(link, link.toBroker.shift() as Item);
    else this.#toClient(link, link.toClient.shift() as Item);
    return true;
  }

  /** The client loses its connection and is back before the broker has seen the old one end. */
  overtake(): void {
    this.command({ type: 'drop' });
    this.command({ type: 'connect' });
    const link = this.#links.at(-1);
    if (link === undefined || this.client.view().connection !== link.id) return;
    // Network and CONNECT there, network and CONNACK back.
    for (const queue of [link.toBroker, link.toClient, link.toBroker, link.toClient]) {
      const item = queue.shift();
      if (item === undefined) return;
      if (queue === link.toBroker) this.#toBroker(link, item);
      else this.#toClient(link, item);
    }
  }

  /** Everything on the wire of a connection is lost. Each end learns of it when its turn comes. */
  cut(nth: number): void {
    const link = this.#links[Math.max(0, this.#links.length - 1 - (nth % 2))];
    if (link === undefined) return;
    if (link.isCut) return;
    link.isCut = true;
    const unseen = link.toBroker[0] === 'open';
    link.toBroker.length = 0;
    link.toClient.length = 0;
    if (!unseen) link.toBroker.push('failed');
    link.toClient.push('failed');
  }

  /** The next timer fires. */
  advance(): boolean {
    const next = this.#timers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
    if (next === undefined) return false;
    this.#timers = this.#timers.filter((each) => each !== next);
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    const view = this.client.view();
    if (view.phase === 'connected') this.#link(view.connection).wire.alive(this.#nowMs);
    const { name: timer } = next;
    if (next.of === 'client') {
      this.ledger.see(`timer ${timer}`);
      this.#performClient(this.client.step({ type: 'timer', timer }));
    } else {
      this.#performBroker(this.broker.step({ type: 'timer', nowMs: this.#nowMs, timer }));
    }
    return true;
  }

  /** The store answers. */
  store(): boolean {
    const batch = this.#writes.shift();
    if (batch === undefined) return false;
    for (const write of batch.writes) this.#write(write);
    const input = { type: 'stored' as const, id: batch.id, ok: true, nowMs: this.#nowMs };
    this.#performBroker(this.broker.step(input));
    return true;
  }

  /** Authenticator or authorizer answers the oldest question: everybody may do everything. */
  answer(): boolean {
    const answer = this.#questions.shift();
    if (answer === undefined) return false;
    this.#performBroker(this.broker.step({ ...answer, nowMs: this.#nowMs }));
    return true;
  }

  /** The network takes no more from the broker, or does again. */
  congest(type: 'congested' | 'writable'): void {
    const { connection } = this.client.view();
    if (connection === 0) return;
    this.#performBroker(this.broker.step({ type, connection, nowMs: this.#nowMs }));
  }

  /** The broker comes back with what the store has, and with other windows; every connection is gone. */
  crash(window: number): void {
    this.ledger.crashed();
    this.#writes = [];
    this.#questions = [];
    this.#timers = this.#timers.filter(({ of }) => of === 'client');
    for (const link of this.#links) {
      link.isCut = true;
      link.toBroker.length = 0;
      link.toClient.length = 0;
      link.toClient.push('failed');
    }
    const windows = { receiveMaximum: window, inflightMaximum: window };
    this.broker = new Broker({ ...this.#options, ...windows });
    const entries = [...this.#store].sort(([a], [b]) => (a < b ? -1 : 1));
    const nowMs = this.#nowMs;
    this.#performBroker(this.broker.step({ type: 'recovered', nowMs, entries }));
    this.#listen();
  }

  /** No more faults: the client connects, and everything that is on its way arrives. */
  settle(): void {
    for (let round = 0; round < 10_000; round++) {
      if (this.move('broker', 0) || this.move('client', 0) || this.store() || this.answer()) {
        continue;
      }
      const { phase, heldAcknowledgements } = this.client.view();
      if (phase === 'ended') return;
      if (heldAcknowledgements.length > 0) this.command({ type: 'acknowledge' });
      else if (phase === 'disconnected') this.command({ type: 'connect' });
      else if (phase === 'connected' && !this.#flow()) return;
      else if (phase !== 'connected' && !this.advance()) throw new Error(`stuck in ${phase}`);
    }
    throw new Error('the client and the broker never come to rest');
  }

  // How it is carried out

  /** Whether the broker had held something back until the network took it. */
  #flow(): boolean {
    this.congest('writable');
    return this.#writes.length > 0 || this.#links.some(({ toClient }) => toClient.length > 0);
  }

  #listen(): void {
    this.operator({ type: 'subscribe', subscriber: SUBSCRIBER, topicFilter: 'up/#' });
  }

  #queue(link: Link, to: 'broker' | 'client'): readonly Item[] {
    return to === 'broker' ? link.toBroker : link.toClient;
  }

  #toBroker(link: Link, item: Item): void {
    const { id: connection } = link;
    const nowMs = this.#nowMs;
    if (item === 'open') {
      const origin = { transport: 'attached' as const, remote: 'bench' };
      const nonce = String(connection);
      link.toClient.push('opened');
      this.#performBroker(this.broker.step({ type: 'opened', nowMs, connection, origin, nonce }));
    } else if (typeof item === 'object') {
      const { packet } = item;
      link.wire.arrived('broker', packet, nowMs);
      this.#performBroker(this.broker.step({ type: 'received', nowMs, connection, packet }));
    } else {
      const error = item === 'failed' ? { error: 'reset' } : {};
      link.toBroker.length = 0;
      this.#performBroker(this.broker.step({ type: 'closed', nowMs, connection, ...error }));
    }
  }

  #toClient({ id: connection, wire }: Link, item: Item): void {
    if (typeof item === 'object') {
      const { packet } = item;
      // What comes from a connection that the client has given up it never reads.
      if (connection === this.client.view().connection) wire.arrived('client', packet, this.#nowMs);
      this.#performClient(this.client.step({ type: 'received', connection, packet }));
    } else if (item !== 'open') {
      this.#performClient(this.client.step({ type: item, connection }));
    }
  }

  #performClient(outputs: readonly ClientOutput[]): void {
    for (const output of outputs) {
      this.ledger.output(output);
      if (output.type === 'open') {
        const wire = new Wire(this.client.options.version);
        this.#links.push({
          id: output.connection,
          toBroker: ['open'],
          toClient: [],
          wire,
          isCut: false,
        });
      } else if (output.type === 'send') {
        const link = this.#link(output.connection);
        link.wire.sent('client', output.packet, this.#nowMs);
        if (!link.isCut) link.toBroker.push({ packet: output.packet });
      } else if (output.type === 'close') {
        this.#link(output.connection).toBroker.push('closed');
        this.#link(output.connection).toClient.push('closed');
      } else if (output.type === 'setTimer') {
        this.#setTimer('client', output.timer, output.delayMs);
      } else if (output.type === 'clearTimer') {
        this.#clearTimer('client', output.timer);
      }
    }
  }

  #performBroker(effects: readonly Effect[]): void {
    for (const effect of effects) {
      this.ledger.effect(effect);
      if (effect.type === 'transmit') {
        const link = this.#link(effect.connection);
        link.wire.sent('broker', effect.packet, this.#nowMs);
        if (!link.isCut) link.toClient.push({ packet: effect.packet });
      } else if (effect.type === 'close') {
        this.#link(effect.connection).toClient.push('closed');
        this.#link(effect.connection).toBroker.push('closed');
      } else if (effect.type === 'setTimer') {
        this.#setTimer('broker', effect.timer, effect.delayMs);
      } else if (effect.type === 'clearTimer') {
        this.#clearTimer('broker', effect.timer);
      } else if (effect.type === 'store') {
        this.#writes.push(effect);
      } else if (effect.type === 'authenticate') {
        const { connection } = effect;
        const outcome = { kind: 'accepted' as const };
        this.#questions.push({ type: 'authenticated', nowMs: 0, connection, outcome });
      } else if (effect.type === 'authorize') {
        const { connection, topics } = effect;
        const allowed = topics.map(() => true);
        this.#questions.push({ type: 'authorized', nowMs: 0, connection, allowed });
      }
    }
  }

  #write(write: Write): void {
    if (write.type === 'put') this.#store.set(write.key, write.value);
    if (write.type === 'delete') this.#store.delete(write.key);
    if (write.type !== 'deleteAll') return;
    for (const key of [...this.#store.keys()]) {
      if (key === write.key || key.startsWith(`${write.key}/`)) this.#store.delete(key);
    }
  }

  #link(id: number): Link {
    return this.#links.find((link) => link.id === id) as Link;
  }

  #setTimer(of: Timer['of'], name: string, delayMs: number): void {
    this.#clearTimer(of, name);
    this.#timers.push({ of, name, dueMs: this.#nowMs + delayMs });
  }

  #clearTimer(of: Timer['of'], name: string): void {
    this.#timers = this.#timers.filter((each) => each.of !== of || each.name !== name);
  }
}
