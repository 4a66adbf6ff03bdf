/** A recorder around a core that answers as it is told, and beside it the trace that it has to write. */
import { Duplex } from 'node:stream';
import {
  type BrokerOptions,
  type ConnectionId,
  crc32,
  DEFAULT_OPTIONS,
  type Effect,
  type Input,
  type Message,
  type Packet,
  type PayloadMode,
  type ProtocolVersion,
  TraceWriter,
  type Transmit,
} from '../../machines/index.ts';
import { Encoder } from '../../src/codec/encoder.ts';
import { Connection } from '../../src/connection.ts';
import { BLOCK_BYTES, BlockReader, BlockWriter, shareBlocks } from '../../src/recorder/blocks.ts';
import { LineMaker } from '../../src/recorder/line-maker.ts';
import { payloadText } from '../../src/recorder/payload-text.ts';
import { Recorder } from '../../src/recorder/recorder.ts';
import { noTraffic } from '../../src/sys/traffic.ts';

const BLOCKS = 16;
const STARTED_MS = 1_000;
const KEY = Buffer.from('not of any use to anybody');

const LIMITS = { congestedBytes: 2 ** 30, writeBufferMaximumBytes: 2 ** 30 };
const NOBODY: ReadonlySet<number> = new Set();

export function encoded(packet: Packet, version: ProtocolVersion): Buffer {
  const chunks: Uint8Array[] = [];
  new Encoder().encode(packet, version, chunks);
  return Buffer.concat(chunks);
}

function wireOf({ packet, version }: Transmit) {
  const bytes = encoded(packet, version);
  const payloadBytes = packet.type === 'PUBLISH' ? packet.message.payload.length : 0;
  return { bytes: bytes.length, crc32: crc32(bytes, 0, bytes.length - payloadBytes) };
}

export class Recorded {
  /** Written by the writer of traces, and by nobody's hand. */
  readonly expected: string[] = [];
  readonly #reader: BlockReader;
  readonly #writer: TraceWriter;
  readonly #recorder: Recorder;
  readonly #maker: LineMaker;
  readonly #encoder = new Encoder();
  readonly #connections = new Map<ConnectionId, Connection>();
  #answer: readonly Effect[] = [];
  #text = '';

  constructor(mode: PayloadMode, options: BrokerOptions = DEFAULT_OPTIONS) {
    const shared = shareBlocks(BLOCKS * BLOCK_BYTES);
    const payload = payloadText(mode, KEY);
    const numbers = new Map<Message, number>();
    this.#reader = new BlockReader(shared);
    this.#writer = new TraceWriter({ options, wireOf, payload, numbers });
    this.#recorder = new Recorder({
      core: { step: () => this.#answer },
      options,
      blocks: new BlockWriter(shared),
      startedAtMs: STARTED_MS,
      payload,
      whenFull: 'gap',
    });
    this.#recorder.listenTo({
      isToSend: () => [...this.#connections.values()].some(({ hasToFlush }) => hasToFlush),
      tellAll: () => undefined,
    });
    const bytes = options.maximumPacketSizeBytes;
    this.#maker = new LineMaker(bytes, mode, payload, (lines) => {
      this.#text += lines.toString();
    });
  }

  chunk(connection: number, chunk: Uint8Array): void {
    this.#recorder.chunk(connection, chunk);
  }

  /** What would go to one of `ended` is not sent, as the driver has it. */
  step(input: Input, effects: readonly Effect[], ended = NOBODY): void {
    if (input.type === 'opened') this.#open(input.connection);
    if (input.type === 'closed') this.#close(input.connection);
    this.#answer = effects;
    for (const effect of this.#recorder.step(input)) {
      if (effect.type !== 'transmit') continue;
      const { connection: id, packet, version } = effect;
      const connection = this.#connections.get(id);
      if (ended.has(id)) connection?.drop();
      if (connection === undefined || ended.has(id)) this.#recorder.unsent(effect);
      else connection.transmit(this.#encoder, packet, version);
    }
    this.expected.push(this.#writer.step(input.nowMs - STARTED_MS, input, effects));
  }

  /** The turn of the event loop is over. */
  flush(): void {
    for (const connection of this.#connections.values()) connection.flush();
    this.#recorder.endTurn();
  }

  /** The other thread's turn. */
  seal(): void {
    this.#recorder.seal();
    while (this.#reader.readNext((bytes) => this.#maker.read(bytes)));
  }

  get lines(): string[] {
    this.flush();
    this.seal();
    return this.#text.split('\n').slice(0, -1);
  }

  #close(id: ConnectionId): void {
    this.#connections.get(id)?.drop();
    this.#connections.delete(id);
  }

  #open(id: ConnectionId): void {
    const stream = new Duplex({
      read: () => undefined,
      write: (_chunk, _encoding, done) => done(),
    });
    const { maximumPacketSizeBytes: maximum } = DEFAULT_OPTIONS;
    const connection = new Connection(id, stream, LIMITS, maximum, noTraffic(), this.#recorder);
    this.#connections.set(id, connection);
  }
}
