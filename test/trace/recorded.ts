/** A recorder around a core that answers as it is told, and beside it the trace that it has to write. */
import {
  type BrokerOptions,
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
import { BLOCK_BYTES, BlockReader, BlockWriter, shareBlocks } from '../../src/recorder/blocks.ts';
import { LineMaker } from '../../src/recorder/line-maker.ts';
import { payloadText } from '../../src/recorder/payload-text.ts';
import { Recorder } from '../../src/recorder/recorder.ts';

const BLOCKS = 8;
const STARTED_MS = 1_000;
const KEY = Buffer.from('not of any use to anybody');

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
    this.#answer = effects;
    for (const effect of this.#recorder.step(input)) {
      if (effect.type !== 'transmit' || ended.has(effect.connection)) continue;
      this.#recorder.encoder.encode(effect.packet, effect.version, []);
    }
    this.expected.push(this.#writer.step(input.nowMs - STARTED_MS, input, effects));
  }

  /** The other thread's turn. */
  seal(): void {
    this.#recorder.seal();
    while (this.#reader.readNext((bytes) => this.#maker.read(bytes)));
  }

  get lines(): string[] {
    this.seal();
    return this.#text.split('\n').slice(0, -1);
  }
}
