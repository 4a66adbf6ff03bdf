/**
 * The recorder's half in the broker's thread. It stands around the core: each step goes through it, and is noted down
 * when the next one begins, because only then is it known what its packets were on the wire.
 *
 * What comes most is noted in a few numbers, and packets from the network not at all: their bytes are, chunk by chunk,
 * and the other thread decodes them again. The rest is noted as the text that will stand in the trace.
 */
import {
  type Broker,
  type BrokerOptions,
  type ConnectionId,
  type Effect,
  effectText,
  type Input,
  inputText,
  isChecked,
  MessageNumbers,
  onTheMessage,
  type PayloadText,
  type Transmit,
  type Wording,
} from '../../machines/index.ts';
import type { BlockWriter } from './blocks.ts';
import { NoteWriter } from './note-writer.ts';
import { ACKS, Kind, keepAliveTimer, Shape } from './notes.ts';
import { RecordingEncoder } from './recording-encoder.ts';

/** Time in which what was noted goes to the other thread; a process that is killed loses that much. */
const SEAL_AFTER_MS = 50;
const WAIT_MS = 100;
const NOTHING: readonly Effect[] = [];

export interface RecorderParts {
  readonly core: Pick<Broker, 'step'>;
  readonly options: BrokerOptions;
  readonly blocks: BlockWriter;
  readonly startedAtMs: number;
  readonly payload: PayloadText;
  /** When all blocks are in use: hold the broker until one is free, or leave out steps and say so. */
  readonly whenFull: 'gap' | 'wait';
}

/** A connection's timer: as we spell it, or the very string that the core uses. */
interface KeepAlive {
  readonly timer: string;
  readonly isTheirs: boolean;
}

export class Recorder {
  readonly encoder = new RecordingEncoder();
  readonly #parts: RecorderParts;
  readonly #notes: NoteWriter;
  readonly #numbers: MessageNumbers;
  readonly #whole: Wording;
  readonly #referring: Wording;
  /** The connections whose chunks have been noted from the first on, each with the name of its timer. */
  readonly #followed = new Map<ConnectionId, KeepAlive>();
  #input: Input | undefined;
  #effects: readonly Effect[] = NOTHING;
  /** The timer that nearly every packet from the network sets: the one of its connection. */
  #keepAlive: KeepAlive | undefined;
  #connection: ConnectionId = 0;
  #n = 0;
  #lastMs = -1;
  #missing = 0;
  #isSealPlanned = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#notes = new NoteWriter(parts.blocks, () => this.#isToWait());
    this.#numbers = new MessageNumbers(parts.options, onTheMessage);
    const { payload } = parts;
    this.#whole = { payload, numberOf: () => undefined };
    this.#referring = { payload, numberOf: (message) => this.#numbers.numberOf(message) };
  }

  /** Bytes that a connection is about to decode. */
  chunk(connection: ConnectionId, chunk: Uint8Array): void {
    if (!this.#followed.has(connection) || this.#parts.blocks.isStopped) return;
    if (!this.#notes.chunk(connection, chunk)) this.#miss(0);
  }

  /** In the place of the core's own. */
  step(input: Input): readonly Effect[] {
    this.#finish();
    // Its bytes come before this step is noted.
    if (input.type === 'opened' && this.#missing === 0) {
      this.#followed.set(input.connection, {
        timer: keepAliveTimer(input.connection),
        isTheirs: false,
      });
    }
    this.#input = input;
    this.#effects = NOTHING;
    try {
      this.#effects = this.#parts.core.step(input);
    } catch (error) {
      this.#finish();
      this.#notes.text(Kind.note, threw(error));
      this.#n += 1;
      this.seal();
      throw error;
    }
    this.#planSeal();
    return this.#effects;
  }

  /** Hands over everything up to now. */
  seal(): void {
    this.#finish();
    this.#notes.seal();
  }

  #planSeal(): void {
    if (this.#isSealPlanned) return;
    this.#isSealPlanned = true;
    setTimeout(() => {
      this.#isSealPlanned = false;
      this.seal();
    }, SEAL_AFTER_MS).unref();
  }

  #finish(): void {
    const input = this.#input;
    if (input === undefined) return;
    this.#input = undefined;
    if (this.#parts.blocks.isStopped) return;
    if (this.#missing > 0 && !this.#closeGap()) this.#missing += 1;
    else if (this.#noteStep(input)) this.#n += 1;
    else this.#miss(1);
    this.encoder.forget();
  }

  #noteStep(input: Input): boolean {
    const effects = this.#effects;
    this.#numbers.begin(this.#n + 1, input);
    if (!this.#noteTime(input.nowMs) || !this.#noteInput(input, effects.length)) return false;
    for (let index = 0; index < effects.length; index++) {
      if (!this.#noteEffect(effects[index] as Effect)) return false;
    }
    if (input.type === 'closed') this.#followed.delete(input.connection);
    return true;
  }

  #noteTime(nowMs: number): boolean {
    if (nowMs === this.#lastMs) return true;
    if (!this.#notes.begin()) return false;
    this.#notes.word(Kind.time);
    this.#notes.double(nowMs - this.#parts.startedAtMs);
    this.#lastMs = nowMs;
    return true;
  }

  #noteInput(input: Input, effects: number): boolean {
    const { type } = input;
    this.#keepAlive = undefined;
    if (type === 'received' || type === 'malformed') {
      this.#keepAlive = this.#followed.get(input.connection);
      if (this.#keepAlive !== undefined) {
        this.#connection = input.connection;
        if (!this.#notes.begin()) return false;
        this.#notes.word(Kind.nextPacket | (effects << 8));
        this.#notes.word(input.connection);
        return true;
      }
    }
    return this.#notes.text(Kind.input | (effects << 8), inputText(input, this.#whole));
  }

  #noteEffect(effect: Effect): boolean {
    if (effect.type === 'transmit') return this.#noteTransmit(effect);
    if (effect.type === 'setTimer') {
      const { timer, delayMs } = effect;
      const keepAlive = this.#keepAlive;
      if (timer === keepAlive?.timer && delayMs === (delayMs | 0)) {
        if (!this.#notes.begin()) return false;
        // The same object compares faster than the same text.
        if (!keepAlive.isTheirs) this.#followed.set(this.#connection, { timer, isTheirs: true });
        this.#notes.word(Kind.keepAlive);
        this.#notes.word(delayMs);
        return true;
      }
    }
    return this.#notes.text(Kind.effect, effectText(effect, undefined, this.#referring));
  }

  #noteTransmit(effect: Transmit): boolean {
    const { packet, version, connection } = effect;
    const { encoder } = this;
    encoder.take(packet, version);
    if (packet.type === 'PUBLISH') {
      const number = this.#numbers.numberOf(packet.message);
      const isPlain =
        packet.topicAlias === undefined &&
        packet.subscriptionIdentifiers === undefined &&
        packet.messageExpiryInterval === undefined;
      if (isPlain && number !== undefined) {
        if (!this.#notes.begin()) return false;
        const { qos, retain, dup } = packet;
        const isCurrent = number === this.#n + 1;
        const flags =
          qos |
          (retain ? Shape.retain : 0) |
          (dup ? Shape.dup : 0) |
          (isCurrent ? Shape.current : 0);
        this.#notes.word(Kind.publish | ((flags | (version << Shape.versionShift)) << 8));
        this.#noteWire(connection, packet.packetId);
        if (!isCurrent) this.#notes.double(number);
        return true;
      }
    }
    const ack =
      'packetId' in packet && !('properties' in packet) ? ACKS.indexOf(packet.type as never) : -1;
    if (ack >= 0) {
      if (!this.#notes.begin()) return false;
      const { packetId, reasonCode } = packet as { packetId: number; reasonCode: number };
      this.#notes.word(Kind.ack | (ack << 8) | (version << 16));
      this.#noteWire(connection, packetId | (reasonCode << 16));
      return true;
    }
    const wire = isChecked(effect) ? encoder.wire : undefined;
    return this.#notes.text(Kind.effect, effectText(effect, wire, this.#referring));
  }

  #noteWire(connection: ConnectionId, packet: number): void {
    this.#notes.word(connection);
    this.#notes.word(packet);
    this.#notes.word(this.encoder.bytes);
    this.#notes.word(this.encoder.crc32);
  }

  // Gaps

  #isToWait(): boolean {
    const { blocks, whenFull } = this.#parts;
    if (whenFull === 'gap' || blocks.isStopped) return false;
    blocks.waitForFreed(WAIT_MS);
    return true;
  }

  /** What was begun is void. The other thread cannot follow connections whose bytes it has not seen. */
  #miss(steps: number): void {
    this.#missing += steps;
    this.#followed.clear();
  }

  #closeGap(): boolean {
    if (!this.#notes.begin()) return false;
    this.#notes.word(Kind.gap);
    this.#notes.word(this.#missing);
    this.#n += 1;
    this.#missing = 0;
    this.#lastMs = -1;
    return true;
  }
}

function threw(error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  return JSON.stringify({ actor: 'broker', kind: 'threw', detail });
}
