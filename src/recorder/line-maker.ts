/** The recorder's half in its own thread: notes in, lines of the trace out. */

import {
  ackText,
  inputText,
  type Packet,
  type PayloadText,
  publishText,
  receivedText,
  referenceText,
  setTimerText,
  stepLine,
  transmitText,
  type Wording,
} from '../../machines/index.ts';
import { Decoder, type MalformedBytes } from '../codec/decoder.ts';
import { ACKS, Kind, keepAliveTimer, Shape } from './notes.ts';

const WORD_BYTES = 4;
const CLOSED = /^\{"type":"closed","connection":(\d+)/;

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

/** One connection's bytes, as the broker has decoded them. */
class Stream {
  readonly #decoder: Decoder;
  readonly #chunks: Buffer[] = [];

  constructor(maximumPacketSizeBytes: number) {
    this.#decoder = new Decoder(maximumPacketSizeBytes);
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  next(): Packet | MalformedBytes {
    for (;;) {
      const item = this.#decoder.next();
      if (item !== undefined) return item;
      const chunk = this.#chunks.shift();
      if (chunk === undefined) throw new Error('a step without the bytes that it came from');
      this.#decoder.push(chunk);
    }
  }
}

export class LineMaker {
  readonly #maximumPacketSizeBytes: number;
  readonly #wording: Wording;
  readonly #line: (line: string) => void;
  readonly #streams = new Map<number, Stream>();
  #words: Int32Array = new Int32Array(0);
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #n = 0;
  #t = 0;
  #parts = '';
  // The step that is being put together.
  #input = '';
  #connection = 0;
  #effects = '';
  #effectsLeft = 0;

  /** @param line is called with each line, without its end */
  constructor(maximumPacketSizeBytes: number, payload: PayloadText, line: (line: string) => void) {
    this.#maximumPacketSizeBytes = maximumPacketSizeBytes;
    this.#wording = { payload, numberOf: () => undefined };
    this.#line = line;
  }

  /** Number and time of the last line. */
  get last(): { readonly n: number; readonly t: number } {
    return { n: this.#n, t: this.#t };
  }

  read({ buffer, byteOffset, length }: Uint8Array): void {
    this.#words = new Int32Array(buffer, byteOffset, length / WORD_BYTES);
    this.#bytes = Buffer.from(buffer, byteOffset, length);
    this.#at = 0;
    while (this.#at < this.#words.length) this.#note();
  }

  #note(): void {
    const first = this.#word();
    const more = first >>> 8;
    switch (first & 0xff) {
      case Kind.chunk:
        this.#chunk(this.#word());
        break;
      case Kind.time:
        this.#t = this.#double();
        break;
      case Kind.part:
        this.#parts += this.#text();
        break;
      case Kind.nextPacket:
        this.#beginStep(more, this.#nextInput(this.#word()));
        break;
      case Kind.input:
        this.#connection = 0;
        this.#beginStep(more, this.#wholeText());
        break;
      case Kind.effect:
        this.#effect(this.#wholeText());
        break;
      case Kind.keepAlive:
        this.#effect(setTimerText(keepAliveTimer(this.#connection), this.#word()));
        break;
      case Kind.publish:
        this.#publish(more);
        break;
      case Kind.ack:
        this.#ack(more & 0xff, more >>> 8);
        break;
      case Kind.note:
        this.#other(`"note":${this.#wholeText()}`);
        break;
      case Kind.gap:
        this.#gap(this.#word());
        break;
      default:
        throw new Error(`no note of kind ${first & 0xff}`);
    }
  }

  #chunk(connection: number): void {
    let stream = this.#streams.get(connection);
    if (stream === undefined) {
      stream = new Stream(this.#maximumPacketSizeBytes);
      this.#streams.set(connection, stream);
    }
    // A copy: the block will be used again before the last packet in it has been asked for.
    stream.push(Buffer.from(this.#take(this.#word())));
  }

  #nextInput(connection: number): string {
    this.#connection = connection;
    const stream = this.#streams.get(connection);
    if (stream === undefined) throw new Error(`no bytes of connection ${connection}`);
    const item = stream.next();
    if (item.type !== 'malformed') return receivedText(connection, item, this.#wording);
    this.#streams.delete(connection);
    return inputText({ ...item, nowMs: 0, connection }, this.#wording);
  }

  #beginStep(effects: number, input: string): void {
    this.#input = input;
    this.#effects = '';
    this.#effectsLeft = effects;
    if (effects === 0) this.#endStep();
  }

  #effect(text: string): void {
    this.#effects += this.#effects === '' ? text : `,${text}`;
    this.#effectsLeft -= 1;
    if (this.#effectsLeft === 0) this.#endStep();
  }

  #endStep(): void {
    this.#n += 1;
    this.#line(stepLine(this.#n, this.#t, this.#input, this.#effects, undefined));
    // Only what comes as text can be a `closed`.
    if (this.#connection !== 0) return;
    const closed = CLOSED.exec(this.#input);
    if (closed !== null) this.#streams.delete(Number(closed[1]));
  }

  #publish(shape: number): void {
    const connection = this.#word();
    const packetId = this.#word();
    const wire = { bytes: this.#word(), crc32: this.#word() >>> 0 };
    const isCurrent = (shape & Shape.current) !== 0;
    const message = referenceText(isCurrent ? this.#n + 1 : this.#double());
    const qos = shape & 3;
    const retain = (shape & Shape.retain) !== 0;
    const dup = (shape & Shape.dup) !== 0;
    const packet = publishText(message, qos, retain, dup, packetId, '');
    this.#effect(transmitText(connection, shape >>> Shape.versionShift, packet, wire));
  }

  #ack(type: number, version: number): void {
    const connection = this.#word();
    const packet = this.#word();
    const wire = { bytes: this.#word(), crc32: this.#word() >>> 0 };
    const text = ackText(ACKS[type] as string, packet & 0xffff, packet >>> 16);
    this.#effect(transmitText(connection, version, text, wire));
  }

  /** What was begun before the gap is part of what is missing, and so are the bytes of all connections. */
  #gap(steps: number): void {
    this.#parts = '';
    this.#streams.clear();
    const because = 'more happened than could be written, and all of the buffer was in use';
    this.#other(`"gap":${JSON.stringify({ steps, because })}`);
  }

  #other(member: string): void {
    this.#n += 1;
    this.#line(`{"n":${this.#n},"t":${this.#t},${member}}`);
  }

  // Words

  #word(): number {
    return this.#words[this.#at++] as number;
  }

  #double(): number {
    doubleWords[0] = this.#word();
    doubleWords[1] = this.#word();
    return double[0] as number;
  }

  #take(length: number): Buffer {
    const start = this.#at * WORD_BYTES;
    this.#at += Math.ceil(length / WORD_BYTES);
    return this.#bytes.subarray(start, start + length);
  }

  #text(): string {
    return this.#take(this.#word()).toString('utf8');
  }

  #wholeText(): string {
    if (this.#parts === '') return this.#text();
    const text = this.#parts + this.#text();
    this.#parts = '';
    return text;
  }
}
