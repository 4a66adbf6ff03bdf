/**
 * The drive loop of the broker: what happens in the world becomes an input, the core answers with effects, and the
 * effects are performed. Nothing is decided here.
 *
 *   1. Something happens: a stream, a timer, a hook or a command makes an input, which is queued.
 *   2. The law decides: one input is stepped, to its end. Never is a step begun within a step.
 *   3. The effects are performed, in order.
 *   4. What comes of them is another input, behind those that wait.
 *
 * Packets to transmit are gathered by connection, and written once at the end of the turn of Node's event loop, so
 * that a thousand small packets are one write.
 */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  type Authenticate,
  type Authorize,
  type Broker,
  type Command,
  type ConnectionId,
  type ConnectionOrigin,
  type Effect,
  type Input,
  type LifecycleEvent,
  type Message,
  type TimerLeft,
  type Transmit,
  unreachable,
} from '../machines/index.ts';
import type { Clock } from './clock.ts';
import { Encoder } from './codec/encoder.ts';
import { Connection } from './connection.ts';
import { askWhether, askWho, type HookFailed, type Hooks } from './hooks.ts';
import type { DriverLimits } from './limits.ts';
import type { Recorder } from './recorder/recorder.ts';
import type { Traffic } from './sys/traffic.ts';
import { Timers } from './timers.ts';

const NOTHING: readonly Effect[] = [];
const NONCE_BYTES = 16;
const NONCES_AT_ONCE = 256;
/** Random bytes that have not been used yet begin at `chanceAt`. */
let chance = Buffer.alloc(0);
let chanceAt = 0;
/** For a client that has closed its half to read what is left. */
const PEER_ENDED_GRACE_MS = 10_000;

export interface DriverParts {
  readonly core: Pick<Broker, 'step'>;
  readonly clock: Clock;
  readonly hooks: Hooks;
  readonly limits: DriverLimits;
  /** Bytes of the largest packet that a client may send. */
  readonly maximumPacketSizeBytes: number;
  readonly announce: (event: LifecycleEvent) => void;
  /** A message for a local subscriber. */
  readonly hand: (subscriber: number, message: Message) => void;
  readonly hookFailed: HookFailed;
  /** Counted up. */
  readonly traffic: Traffic;
  /** Told of the bytes on both ways; `core` is its own then, so that it sees every step. */
  readonly recorder?: Omit<Recorder, 'step' | 'seal' | 'end'> | undefined;
}

type Stamped<Kind> = Kind extends unknown ? Omit<Kind, 'nowMs'> : never;

export class Driver {
  readonly #parts: DriverParts;
  /** What takes the steps: the core, or who looks on as it does. */
  #core: Pick<Broker, 'step'>;
  readonly #timers: Timers;
  readonly #encoder = new Encoder();
  readonly #connections = new Map<ConnectionId, Connection>();
  readonly #inputs: Input[] = [];
  readonly #toFlush: Connection[] = [];
  /** Of the last step, and how many of them have been performed or are about to be. */
  #effects: readonly Effect[] = NOTHING;
  #performed = 0;
  #nowMs = 0;
  #isStepping = false;
  #isFlushPlanned = false;
  #lastConnection = 0;
  #whenEmpty: (() => void) | undefined;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#core = parts.core;
    this.#timers = new Timers(parts.clock, (timer, nowMs) =>
      this.#feed({ type: 'timer', nowMs, timer }),
    );
    parts.recorder?.listenTo({
      isToSend: () => this.#isToSend(),
      tellAll: () => this.#tellAll(),
    });
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** All timers that run, in the order in which they were set. */
  get timersLeft(): readonly TimerLeft[] {
    const nowMs = this.#parts.clock.nowMs();
    return this.#timers.all.map(({ id, deadlineMs }) => [id, Math.max(0, deadlineMs - nowMs)]);
  }

  /**
   * Lets somebody look on. Between two steps, so that it costs nothing while nobody does.
   * @param around given what steps, makes what is to step in its place; undefined: as it was
   */
  stepThrough(around: ((inner: Pick<Broker, 'step'>) => Pick<Broker, 'step'>) | undefined): void {
    const { core } = this.#parts;
    this.#core = around === undefined ? core : around(core);
  }

  /** Takes over a stream on which a client is about to speak MQTT. */
  attach(stream: Duplex, origin: ConnectionOrigin): ConnectionId {
    // Never used again, not even after the connection has gone: answers that come late must not meet another one.
    const id = ++this.#lastConnection;
    const { limits, maximumPacketSizeBytes: maximum, traffic, recorder } = this.#parts;
    const connection = new Connection(id, stream, limits, maximum, traffic, recorder);
    traffic.connections += 1;
    this.#connections.set(id, connection);
    stream.on('data', (chunk: Buffer) => this.#receive(connection, chunk));
    stream.on('drain', () => this.#relieve(connection));
    stream.on('error', (error: NodeJS.ErrnoException) =>
      connection.fail(error.code ?? error.message),
    );
    stream.on('end', () => this.#endedByPeer(connection));
    stream.on('close', () => this.#closed(connection));
    this.#input({ type: 'opened', connection: id, origin, nonce: makeNonce() });
    return id;
  }

  command(command: Command): void {
    this.#input({ type: 'command', command });
  }

  /** Resolves when no connection is left. Whoever is still there after the time is cut off. */
  async emptied(timeoutMs: number): Promise<void> {
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      const timeout = setTimeout(() => {
        for (const connection of this.#connections.values()) connection.destroy();
      }, timeoutMs);
      this.#whenEmpty = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }

  /** No timer fires any more. */
  stop(): void {
    this.#timers.stop();
  }

  #receive(connection: Connection, chunk: Buffer): void {
    if (connection.isEnding) return;
    const nowMs = this.#now();
    const { decoder, id } = connection;
    const { traffic, recorder } = this.#parts;
    recorder?.chunk(id, chunk);
    traffic.bytesReceived += chunk.length;
    decoder.push(chunk);
    for (let item = decoder.next(); item !== undefined; item = decoder.next()) {
      if (item.type === 'malformed') {
        this.#feed({ ...item, nowMs, connection: id });
        return;
      }
      traffic.packetsReceived += 1;
      if (item.type === 'PUBLISH') traffic.publishReceived += 1;
      this.#feed({ type: 'received', nowMs, connection: id, packet: item });
      if (connection.isEnding) return;
    }
  }

  /** Nobody is there to hear more; but a client that neither reads nor leaves must not keep us waiting for ever. */
  #endedByPeer(connection: Connection): void {
    // Where we were ending it already, the core's own timer sees to that.
    if (connection.isEnding) return;
    connection.endedByPeer();
    const { clock } = this.#parts;
    connection.grace = clock.schedule(PEER_ENDED_GRACE_MS, () => connection.destroy());
  }

  #closed(connection: Connection): void {
    const { id, error } = connection;
    connection.isEnding = true;
    connection.drop();
    if (connection.grace !== undefined) this.#parts.clock.cancel(connection.grace);
    this.#connections.delete(id);
    this.#input({ type: 'closed', connection: id, ...(error !== undefined && { error }) });
    if (this.#connections.size === 0) this.#whenEmpty?.();
  }

  #input(input: Stamped<Input>): void {
    this.#feed({ ...input, nowMs: this.#now() } as Input);
  }

  /** What comes of performing an effect happens at the time of the input: time stands still within a step. */
  #now(): number {
    return this.#isStepping ? this.#nowMs : this.#parts.clock.nowMs();
  }

  #feed(input: Input): void {
    // 1. and 4. In the order in which things happened.
    this.#inputs.push(input);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      // An array and an index: almost always there is one input.
      for (let index = 0; index < this.#inputs.length; index++) {
        const next = this.#inputs[index] as Input;
        this.#nowMs = next.nowMs;
        // 2. and 3.
        const effects = this.#core.step(next);
        this.#effects = effects;
        for (this.#performed = 0; this.#performed < effects.length; ) {
          this.#perform(effects[this.#performed++] as Effect, next.nowMs);
        }
      }
    } finally {
      this.#tellRest();
      this.#inputs.length = 0;
      this.#isStepping = false;
    }
  }

  #perform(effect: Effect, nowMs: number): void {
    switch (effect.type) {
      case 'transmit':
        this.#transmit(effect);
        break;
      case 'setTimer':
        this.#timers.set(effect.timer, nowMs + effect.delayMs);
        break;
      case 'clearTimer':
        this.#timers.clear(effect.timer);
        break;
      case 'close':
        this.#close(effect.connection, effect.abort);
        break;
      case 'authenticate':
        this.#authenticate(effect);
        break;
      case 'authorize':
        this.#authorize(effect);
        break;
      case 'store':
        // Asked for only with the option `durable`, which nothing here turns on.
        throw new Error('there is no store');
      case 'hand':
        this.#parts.hand(effect.subscriber, effect.message);
        break;
      case 'announce':
        this.#parts.announce(effect.event);
        break;
      default:
        unreachable(effect);
    }
  }

  #authenticate(effect: Authenticate): void {
    const { hooks, hookFailed } = this.#parts;
    askWho(hooks, effect, hookFailed, (outcome) => {
      // An answer that comes after the connection has gone is for nobody.
      if (!this.#connections.has(effect.connection)) return;
      this.#input({ type: 'authenticated', connection: effect.connection, outcome });
    });
  }

  #authorize(effect: Authorize): void {
    const { hooks, hookFailed } = this.#parts;
    // Also after the connection has gone: the core goes on with what the client sent before, a DISCONNECT maybe.
    askWhether(hooks, effect, hookFailed, (allowed) =>
      this.#input({ type: 'authorized', connection: effect.connection, allowed }),
    );
  }

  #close(id: ConnectionId, abort: boolean): void {
    const connection = this.#connections.get(id);
    if (abort) connection?.destroy();
    else connection?.end();
  }

  #transmit(effect: Transmit): void {
    const { connection: id, packet, version } = effect;
    const connection = this.#connections.get(id);
    if (connection === undefined || connection.isEnding) {
      this.#parts.recorder?.unsent(effect);
      return;
    }
    if (!connection.hasToFlush) this.#planFlush(connection);
    if (!connection.transmit(this.#encoder, packet, version)) {
      this.#parts.recorder?.unsent(effect);
    } else if (!connection.isCongested && connection.isOverLimit) {
      connection.isCongested = true;
      this.#input({ type: 'congested', connection: id });
    }
  }

  #planFlush(connection: Connection): void {
    this.#toFlush.push(connection);
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    // After every stream that was readable in this turn has been read.
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushPlanned = false;
    const count = this.#toFlush.length;
    for (let index = 0; index < count; index++) this.#toFlush[index]?.flush();
    // Not before: a stream may do at once what it is told to, and what comes of it asks what is still to be sent.
    const flushed = this.#toFlush.splice(0, count);
    if (this.#toFlush.length === 0) this.#parts.recorder?.endTurn();
    for (const connection of flushed) this.#relieve(connection);
  }

  #isToSend(): boolean {
    return this.#toFlush.length > 0 || this.#performed < this.#effects.length;
  }

  /** What could be sent no more when something in a step threw. */
  #tellRest(): void {
    while (this.#performed < this.#effects.length) {
      const effect = this.#effects[this.#performed++] as Effect;
      if (effect.type === 'transmit') this.#parts.recorder?.unsent(effect);
    }
  }

  /** The process ends. */
  #tellAll(): void {
    for (const connection of this.#toFlush) connection.drop();
    this.#tellRest();
  }

  /** Tells the core that it may go on, once the operating system has taken enough. */
  #relieve(connection: Connection): void {
    if (!connection.isCongested || connection.isEnding || !connection.isRelieved) return;
    connection.isCongested = false;
    this.#input({ type: 'writable', connection: connection.id });
  }
}

/** Letters and digits only, which is all that 3.1.1 obliges a client to be able to bear in an identifier. */
function makeNonce(): string {
  if (chanceAt === chance.length) {
    // Many at a time: a call of its own would cost more than all else that an accepted connection needs of us.
    chance = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
    chanceAt = 0;
  }
  chanceAt += NONCE_BYTES;
  return chance.toString('hex', chanceAt - NONCE_BYTES, chanceAt);
}
