/**
 * Our end of a Network Connection: the stream, the decoder of what comes in, and what waits to go out.
 *
 * Writing is gathered: `transmit` appends, `flush` hands all of it to the stream at once.
 */
import type { Duplex } from 'node:stream';
import type { ConnectionId, Packet, ProtocolVersion } from '../machines/index.ts';
import { Decoder } from './codec/decoder.ts';
import type { Encoder } from './codec/encoder.ts';
import { joinChunks } from './codec/join-chunks.ts';
import { LARGE_CHUNK_BYTES } from './codec/write-publish.ts';
import type { DriverLimits } from './limits.ts';
import type { Recorder } from './recorder/recorder.ts';
import type { Traffic } from './sys/traffic.ts';

export class Connection {
  readonly id: ConnectionId;
  readonly decoder: Decoder;
  /** The core has asked to end it: what still comes in is of no interest. */
  isEnding = false;
  /** What the core has been told last. */
  isCongested = false;
  /** The timer after which it is destroyed, once the other end has closed its half. */
  grace: unknown;
  readonly #stream: Duplex;
  readonly #limits: DriverLimits;
  readonly #traffic: Traffic;
  readonly #recorder: Pick<Recorder, 'sent' | 'sentPayload'> | undefined;
  #chunks: Uint8Array[] = [];
  #chunkBytes = 0;
  #error: string | undefined;

  /**
   * @param packetBytes of the largest packet that the client may send
   * @param recorder told of all bytes, in the order of their packets, whether they can be sent or not
   */
  constructor(
    id: ConnectionId,
    stream: Duplex,
    limits: DriverLimits,
    packetBytes: number,
    traffic: Traffic,
    recorder: Pick<Recorder, 'sent' | 'sentPayload'> | undefined,
  ) {
    this.id = id;
    this.#stream = stream;
    this.#limits = limits;
    this.#traffic = traffic;
    this.#recorder = recorder;
    this.decoder = new Decoder(packetBytes);
  }

  /** The operating system's word, or ours, for why it did not end by an orderly close. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Bytes that the operating system has not taken yet. */
  get waitingBytes(): number {
    return this.#chunkBytes + this.#stream.writableLength;
  }

  get hasToFlush(): boolean {
    return this.#chunkBytes > 0;
  }

  get isOverLimit(): boolean {
    return this.waitingBytes > this.#limits.congestedBytes;
  }

  /** Less than half the limit, so as not to flap; or the stream would take more and so will not say `drain`. */
  get isRelieved(): boolean {
    return this.waitingBytes <= this.#limits.congestedBytes / 2 || !this.#stream.writableNeedDrain;
  }

  /** Appends a packet. False when too much was waiting already; the connection is then destroyed. */
  transmit(encoder: Encoder, packet: Packet, version: ProtocolVersion): boolean {
    if (this.waitingBytes > this.#limits.writeBufferMaximumBytes) {
      this.fail(`more than ${this.#limits.writeBufferMaximumBytes} bytes wait to be written`);
      return false;
    }
    this.#chunkBytes += encoder.encode(packet, version, this.#chunks);
    this.#traffic.packetsSent += 1;
    if (packet.type === 'PUBLISH') this.#traffic.publishSent += 1;
    return true;
  }

  /** Hands everything to the stream: small chunks joined, large ones as they are. */
  flush(): void {
    const bytes = this.#chunkBytes;
    if (bytes === 0) return;
    const chunks = this.#take();
    const stream = this.#stream;
    if (!stream.writable) {
      this.#tell(chunks);
      return;
    }
    this.#traffic.bytesSent += bytes;
    if (chunks.length === 1) this.#write(chunks[0] as Uint8Array);
    else if (bytes < LARGE_CHUNK_BYTES) this.#write(Buffer.concat(chunks, bytes));
    else {
      stream.cork();
      joinChunks(chunks, (chunk, isPayload) => this.#write(chunk, isPayload));
      stream.uncork();
    }
  }

  /** Tells the recorder what waits, which nobody will send any more. */
  drop(): void {
    if (this.#chunkBytes > 0) this.#tell(this.#take());
  }

  /** Sends what waits and then ends our side. */
  end(): void {
    this.isEnding = true;
    this.flush();
    this.#stream.end();
  }

  /** The other end will send no more. It may still read, unless the stream closes both halves together. */
  endedByPeer(): void {
    if (!this.#stream.allowHalfOpen) this.drop();
    this.end();
  }

  /** Ends it at once; what waits is lost. */
  destroy(): void {
    this.isEnding = true;
    this.drop();
    this.#stream.destroy();
  }

  /** Remembers the first reason there was, and ends it. */
  fail(reason: string): void {
    this.#error ??= reason;
    this.destroy();
  }

  #take(): readonly Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#chunkBytes = 0;
    return chunks;
  }

  #write(bytes: Uint8Array, isPayload = false): void {
    this.#tellOne(bytes, isPayload);
    this.#stream.write(bytes);
  }

  #tell(chunks: readonly Uint8Array[]): void {
    if (this.#recorder === undefined) return;
    joinChunks(chunks, (chunk, isPayload) => this.#tellOne(chunk, isPayload));
  }

  #tellOne(bytes: Uint8Array, isPayload: boolean): void {
    if (isPayload) this.#recorder?.sentPayload(this.id, bytes);
    else this.#recorder?.sent(this.id, bytes);
  }
}
