/**
 * The smallest driver there can be: a broker, virtual time, and connections that go by names. It performs what the
 * broker asks of a driver, and shows every input and effect to whoever watches.
 */
import {
  Broker,
  type BrokerOptions,
  type Command,
  type ConnectionId,
  DEFAULT_OPTIONS,
  type Effect,
  type Engine,
  type Input,
  type Packet,
  unreachable,
} from '../../../machines/index.ts';
import { Clock } from './clock.ts';
import { Disk } from './disk.ts';

/** An input before it has its time. */
export type Happening = Input extends infer I
  ? I extends Input
    ? Omit<I, 'nowMs'>
    : never
  : never;

export interface Watcher {
  input?(input: Input): void;
  effect?(effect: Effect): void;
  /** The effects of an input have been performed. */
  settled?(): void;
}

export class World {
  readonly options: BrokerOptions;
  readonly #engine: Engine;
  broker: Broker;
  clock = new Clock();
  disk = new Disk();
  watchers: Watcher[] = [];
  /** Connections that the network still has, by name. */
  #open = new Map<string, ConnectionId>();
  #names = new Map<ConnectionId, string>();
  /** Names of connections whose other end never confirms a close. */
  #hanging = new Set<string>();
  #lastConnection = 0;

  constructor(options: Partial<BrokerOptions> = {}, engine: Engine = 'compiled') {
    this.options = { ...DEFAULT_OPTIONS, ...options };
    this.#engine = engine;
    this.broker = new Broker(this.options, engine);
  }

  /** Both go on from here, independent of each other. Nobody watches the twin yet. */
  fork(): World {
    const twin = new World(this.options, this.#engine);
    twin.broker = this.broker.fork();
    twin.clock = this.clock.fork();
    twin.disk = this.disk.fork();
    twin.#open = new Map(this.#open);
    twin.#names = new Map(this.#names);
    twin.#hanging = new Set(this.#hanging);
    twin.#lastConnection = this.#lastConnection;
    return twin;
  }

  // Connections

  isOpen(name: string): boolean {
    return this.#open.has(name);
  }

  isUsed(name: string): boolean {
    return [...this.#names.values()].includes(name);
  }

  get openNames(): readonly string[] {
    return [...this.#open.keys()];
  }

  nameOf(connection: ConnectionId): string {
    return this.#names.get(connection) ?? `connection ${connection}`;
  }

  /** @throws Error when the network has no such connection */
  idOf(name: string): ConnectionId {
    const id = this.#open.get(name);
    if (id === undefined) throw new Error(`${name} is not open`);
    return id;
  }

  /** As `idOf`, and also after the network has closed: an answer may come late. */
  idEverOf(name: string): ConnectionId {
    const found = [...this.#names].find(([, each]) => each === name);
    if (found === undefined) throw new Error(`${name} has never been open`);
    return found[0];
  }

  // What happens

  open(name: string): void {
    if (this.isUsed(name)) throw new Error(`${name} has been used before`);
    this.#lastConnection += 1;
    const connection = this.#lastConnection;
    this.#open.set(name, connection);
    this.#names.set(connection, name);
    const origin = { transport: 'tcp' as const, remote: name };
    this.step({ type: 'opened', connection, origin, nonce: `n${connection}` });
  }

  receive(name: string, packet: Packet): void {
    this.step({ type: 'received', connection: this.idOf(name), packet });
  }

  /** The network loses the connection. */
  lose(name: string, error?: string): void {
    const connection = this.idOf(name);
    this.#open.delete(name);
    this.step({ type: 'closed', connection, ...(error !== undefined && { error }) });
  }

  hang(name: string): void {
    this.idOf(name);
    this.#hanging.add(name);
  }

  /** The disk has completed the oldest batch that it was given. */
  completeBatch(ok: boolean): void {
    const id = this.disk.complete(ok);
    if (id !== undefined) this.step({ type: 'stored', id, ok });
  }

  /** The broker's process ends without a word, and begins anew with what the disk has. */
  crash(): void {
    this.#open.clear();
    this.clock.clearAll();
    this.disk.crash();
    this.broker = new Broker(this.options, this.#engine);
    this.step({ type: 'recovered', entries: this.disk.entries });
  }

  command(command: Command): void {
    this.step({ type: 'command', command });
  }

  advance(ms: number): void {
    this.clock.advance(ms, (timer) => this.step({ type: 'timer', timer }));
  }

  step(happening: Happening): void {
    const input = { ...happening, nowMs: this.clock.nowMs } as Input;
    for (const watcher of this.watchers) watcher.input?.(input);
    const closed: ConnectionId[] = [];
    for (const effect of this.broker.step(input)) {
      for (const watcher of this.watchers) watcher.effect?.(effect);
      this.#perform(effect, closed);
    }
    for (const watcher of this.watchers) watcher.settled?.();
    // The network does as it is told at once, and confirms it. So does the disk, unless it has been told to wait.
    for (const connection of closed) this.step({ type: 'closed', connection });
    while (!this.disk.isSlow && this.disk.isBusy) this.completeBatch(true);
  }

  #perform(effect: Effect, closed: ConnectionId[]): void {
    switch (effect.type) {
      case 'setTimer':
        this.clock.set(effect.timer, effect.delayMs);
        break;
      case 'clearTimer':
        this.clock.clear(effect.timer);
        break;
      case 'close': {
        const name = this.nameOf(effect.connection);
        if (this.#hanging.has(name) && !effect.abort) return;
        if (this.#open.delete(name)) closed.push(effect.connection);
        return;
      }
      case 'store':
        this.disk.write(effect);
        break;
      case 'transmit':
      case 'authenticate':
      case 'authorize':
      case 'hand':
      case 'announce':
        return;
      default:
        unreachable(effect);
        break;
    }
  }
}
