/** A client's end of one Network Connection: a socket, and whole packets out of what it reads. */
import { connect, type Socket } from 'node:net';
import type { Packet, ProtocolVersion } from '../../machines/packets.ts';
import { packetEnd } from '../load/frames.ts';
import { decode, encode, type Incoming } from './wire.ts';

/** One for all sockets: what was read is dealt with before the next read begins. */
const READ_BUFFER = Buffer.allocUnsafe(65_536);

export interface LinkEnds {
  readonly received: (packet: Incoming) => void;
  /** With the operating system's word when it did not end in order. */
  readonly closed: (error: string | undefined) => void;
}

export class Link {
  readonly openedMs = performance.now();
  readonly #socket: Socket;
  readonly #version: ProtocolVersion;
  readonly #ends: LinkEnds;
  #rest: Buffer | undefined;
  #error: string | undefined;

  /** @param localAddress of ours, where one has not ports enough; undefined for the system's choice */
  constructor(
    to: { readonly port: number; readonly localAddress: string | undefined },
    hello: Packet,
    version: ProtocolVersion,
    ends: LinkEnds,
  ) {
    this.#version = version;
    this.#ends = ends;
    const onread = { buffer: READ_BUFFER, callback: (count: number) => this.#read(count) };
    this.#socket = connect({
      port: to.port,
      host: '127.0.0.1',
      noDelay: true,
      onread,
      ...(to.localAddress !== undefined && { localAddress: to.localAddress }),
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#error = error.code ?? error.message;
    });
    this.#socket.on('close', () => this.#ends.closed(this.#error));
    this.send(hello);
  }

  send(packet: Packet): void {
    if (this.#socket.writable) this.#socket.write(encode(packet, this.#version));
  }

  /** Without a word; with `isReset` what the system has not sent yet is lost as well. */
  cut(isReset: boolean): void {
    if (isReset) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  /** Always true: go on reading. */
  #read(count: number): boolean {
    const read = READ_BUFFER.subarray(0, count);
    const bytes = this.#rest === undefined ? read : Buffer.concat([this.#rest, read]);
    const { length } = bytes;
    // All answers to what one read brought are one write.
    this.#socket.cork();
    let at = 0;
    for (let end = packetEnd(bytes, 0, length); end !== -1; end = packetEnd(bytes, at, length)) {
      this.#ends.received(decode(bytes, at, end, this.#version));
      at = end;
    }
    this.#socket.uncork();
    this.#rest = at === length ? undefined : Buffer.from(bytes.subarray(at));
    return true;
  }
}
