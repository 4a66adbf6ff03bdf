/** Clients in bytes, as light as can be, so that the broker is what is measured: pairs that pass messages on. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Packet } from '../machines/index.ts';
import { Encoder } from '../src/codec/encoder.ts';

export interface Load {
  readonly pairs: number;
  readonly qos: 0 | 1;
  /** Messages that a publisher has on their way before it waits. */
  readonly window: number;
  readonly payloadBytes: number;
}

const origin = new URL('./recorded-broker.js', import.meta.url);

export interface BrokerProcess {
  readonly port: number;
  close(): Promise<void>;
}

/** @param file the trace; not recorded without it */
export async function startBroker(file?: string): Promise<BrokerProcess> {
  const child: ChildProcess = fork(origin, file === undefined ? [] : [file]);
  const [port] = (await once(child, 'message')) as [number];
  const close = async () => {
    child.send('close');
    await once(child, 'exit');
  };
  return { port, close };
}

export function bytesOf(packet: Packet): Buffer {
  const chunks: Uint8Array[] = [];
  new Encoder().encode(packet, 4, chunks);
  return Buffer.concat(chunks);
}

export async function rawClient(
  port: number,
  clientId: string,
  cleanStart = true,
): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  const nothing = { userName: undefined, password: undefined, will: undefined, properties: {} };
  const facts = { protocolVersion: 4, cleanStart, clientId, keepAliveSeconds: 60, ...nothing };
  socket.write(bytesOf({ type: 'CONNECT', ...facts }));
  await once(socket, 'data');
  return socket;
}

export async function subscribe(
  socket: Socket,
  topicFilter: string,
  qos: 0 | 1 | 2,
): Promise<void> {
  const more = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  socket.write(
    bytesOf({
      type: 'SUBSCRIBE',
      packetId: 1,
      subscriptions: [{ topicFilter, qos, ...more }],
      subscriptionIdentifier: undefined,
    }),
  );
  await once(socket, 'data');
}

/** Messages a second that arrive, after a time to warm up. */
export async function throughput(port: number, load: Load, milliseconds: number): Promise<number> {
  const pairs = await startPairs(port, load);
  pairs.go();
  await pause(milliseconds / 2);
  const rate = await pairs.rate(milliseconds);
  pairs.end();
  return rate;
}

/** Pairs that pass messages on, or wait until they may. */
class Pairs {
  readonly #pairs: readonly Pair[];

  constructor(pairs: readonly Pair[]) {
    this.#pairs = pairs;
  }

  go(): void {
    for (const pair of this.#pairs) pair.go();
  }

  /** No message is on its way any more, soon. */
  rest(): void {
    for (const pair of this.#pairs) pair.isGoing = false;
  }

  /** Messages a second that arrive in a time. */
  async rate(milliseconds: number): Promise<number> {
    const before = this.#received;
    const started = performance.now();
    await pause(milliseconds);
    return ((this.#received - before) * 1_000) / (performance.now() - started);
  }

  end(): void {
    for (const pair of this.#pairs) pair.end();
  }

  get #received(): number {
    return this.#pairs.reduce((sum, pair) => sum + pair.received, 0);
  }
}

export async function startPairs(port: number, load: Load): Promise<Pairs> {
  const pairs = Array.from({ length: load.pairs }, (_, index) => startPair(port, load, index));
  return new Pairs(await Promise.all(pairs));
}

class Pair {
  received = 0;
  isGoing = false;
  readonly #publisher: Socket;
  readonly #subscriber: Socket;
  readonly #load: Load;
  readonly #topicName: string;
  readonly #burst: Buffer;
  /** Bytes of a packet. All packets have one size. */
  readonly #size: number;
  #rest: Buffer = Buffer.alloc(0);
  /** Messages that have arrived and were not followed by others. */
  #arrived: number;

  constructor(publisher: Socket, subscriber: Socket, topicName: string, load: Load) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    this.#load = load;
    this.#topicName = topicName;
    this.#burst = burstOf(topicName, load);
    this.#size = this.#burst.length / load.window;
    this.#arrived = load.window;
    publisher.resume();
    subscriber.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  go(): void {
    this.isGoing = true;
    this.#publish();
  }

  end(): void {
    this.#publisher.destroy();
    this.#subscriber.destroy();
  }

  #publish(): void {
    const { window } = this.#load;
    for (; this.#arrived >= window; this.#arrived -= window) this.#publisher.write(this.#burst);
  }

  #take(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const size = this.#size;
    const count = Math.floor(bytes.length / size);
    if (this.#load.qos > 0 && count > 0) {
      this.#subscriber.write(acksOf(bytes, count, size, this.#topicName.length));
    }
    this.#rest = bytes.subarray(count * size);
    this.received += count;
    this.#arrived += count;
    if (this.isGoing) this.#publish();
  }
}

async function startPair(port: number, load: Load, index: number): Promise<Pair> {
  const topicName = `sensors/kitchen/${String(index).padStart(4, '0')}`;
  const subscriber = await rawClient(port, `s${index}`);
  const publisher = await rawClient(port, `p${index}`);
  await subscribe(subscriber, topicName, load.qos);
  return new Pair(publisher, subscriber, topicName, load);
}

function burstOf(topicName: string, { window, qos, payloadBytes }: Load): Buffer {
  const payload = Buffer.alloc(payloadBytes, 'a');
  const message = { topicName, payload, qos, retain: false, properties: undefined };
  return Buffer.concat(
    Array.from({ length: window }, (_, index) =>
      bytesOf({
        type: 'PUBLISH',
        message,
        qos,
        retain: false,
        dup: false,
        packetId: qos > 0 ? index + 1 : 0,
      }),
    ),
  );
}

/** All packets have one size, so that their identifiers stand at known places. */
function acksOf(packets: Buffer, count: number, size: number, topicBytes: number): Buffer {
  const acks = Buffer.allocUnsafe(4 * count);
  for (let index = 0; index < count; index++) {
    acks.writeUInt16BE(0x4002, 4 * index);
    packets.copy(acks, 4 * index + 2, index * size + 4 + topicBytes, index * size + 6 + topicBytes);
  }
  return acks;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
