/**
 * The bytes that came from the network, connection by connection, and the packets in them. They are read where they
 * are; only what is not a whole packet, or has not been asked for when its block ends, is kept.
 */
import type { Packet } from '../../machines/index.ts';
import { Decoder } from '../codec/decoder.ts';
import { type Frame, readFrame } from '../codec/frame.ts';
import { type Source, sourceOf } from './line-buffer.ts';

const NONE = 0;
const REST_BYTES = 256;

const frame: Frame = { headerBytes: 0, totalBytes: 0 };

/** Bytes of one connection that wait for their packet to be asked for, or for the rest of it. */
interface Rest {
  source: Source;
  start: number;
  end: number;
}

export class ReceivedBytes {
  readonly #maximumPacketSizeBytes: number;
  readonly #decoders = new Map<number, Decoder>();
  readonly #rests = new Map<number, Rest>();
  #block: Source = sourceOf(Buffer.alloc(0));
  /** What is left of its bytes in the block; nothing where it has a rest, to which all is added. */
  #at = 0;
  #end = 0;
  #rest: Rest | undefined;

  /** Whose packets are asked for. */
  connection = NONE;
  /** The packet that was asked for last: where it begins, where its fixed header ends, and itself. */
  source: Source = this.#block;
  start = 0;
  body = 0;
  end = 0;

  constructor(maximumPacketSizeBytes: number) {
    this.#maximumPacketSizeBytes = maximumPacketSizeBytes;
  }

  /** What comes from now on is in that block. */
  beginBlock(block: Source): void {
    this.#block = block;
  }

  /** The block will be used anew. */
  endBlock(): void {
    if (this.#at < this.#end) this.#keep();
  }

  /** The packets of that connection are asked for from now on. */
  from(connection: number): void {
    if (connection === this.connection) return;
    if (this.#at < this.#end) this.#keep();
    this.connection = connection;
    this.#rest = this.#rests.size > 0 ? this.#rests.get(connection) : undefined;
  }

  /** Bytes of a connection, in the block. */
  chunk(connection: number, at: number, length: number): void {
    this.from(connection);
    if (this.#at < this.#end) this.#keep();
    if (this.#rest === undefined) {
      this.#at = at;
      this.#end = at + length;
    } else append(this.#rest, this.#block.bytes, at, length);
  }

  /** Finds the connection's next packet. */
  next(): void {
    const rest = this.#rest;
    if (rest === undefined) {
      this.#find(this.#block, this.#at, this.#end);
      this.#at = this.end;
      return;
    }
    this.#find(rest.source, rest.start, rest.end);
    rest.start = this.end;
    if (rest.start < rest.end) return;
    this.#rests.delete(this.connection);
    this.#rest = undefined;
  }

  /** The packet that was found last. */
  decode(): Packet {
    let decoder = this.#decoders.get(this.connection);
    if (decoder === undefined) {
      decoder = new Decoder(this.#maximumPacketSizeBytes);
      this.#decoders.set(this.connection, decoder);
    }
    decoder.push(this.source.bytes.subarray(this.start, this.end));
    const packet = decoder.next();
    if (packet === undefined || packet.type === 'malformed') throw new Error('no whole packet');
    // So that it keeps nothing of a block.
    decoder.next();
    return packet;
  }

  /** Nothing will come from it any more. */
  forget(connection: number): void {
    if (connection === this.connection) this.#leave();
    this.#decoders.delete(connection);
    this.#rests.delete(connection);
  }

  clear(): void {
    this.#leave();
    this.#decoders.clear();
    this.#rests.clear();
  }

  #leave(): void {
    this.connection = NONE;
    this.#at = 0;
    this.#end = 0;
    this.#rest = undefined;
  }

  #find(source: Source, start: number, end: number): void {
    readFrame(source.bytes, start, end, frame);
    const { headerBytes, totalBytes } = frame;
    if (totalBytes === 0 || start + totalBytes > end) {
      throw new Error(`a step without the bytes that it came from, of ${this.connection}`);
    }
    this.source = source;
    this.start = start;
    this.body = start + headerBytes;
    this.end = start + totalBytes;
  }

  #keep(): void {
    const length = this.#end - this.#at;
    const rest = {
      source: sourceOf(Buffer.allocUnsafeSlow(2 * length + REST_BYTES)),
      start: 0,
      end: 0,
    };
    append(rest, this.#block.bytes, this.#at, length);
    this.#rests.set(this.connection, rest);
    this.#rest = rest;
    this.#at = 0;
    this.#end = 0;
  }
}

function append(rest: Rest, bytes: Buffer, at: number, length: number): void {
  const { source, start, end } = rest;
  if (end + length > source.bytes.length) {
    // Twice what it is to hold, so that a packet of many chunks is not copied for each of them.
    rest.source = sourceOf(Buffer.allocUnsafeSlow(2 * (end - start + length)));
    source.bytes.copy(rest.source.bytes, 0, start, end);
    rest.start = 0;
    rest.end = end - start;
  }
  bytes.copy(rest.source.bytes, rest.end, at, at + length);
  rest.end += length;
}
