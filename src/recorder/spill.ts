/**
 * Blocks that wait on disk for their turn. Turning notes into lines takes longer than noting them down; when the
 * broker is at its limit the blocks go here first, which costs next to nothing, and become lines when there is time.
 */
import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { BLOCK_BYTES } from './blocks.ts';

interface Waiting {
  /** Which stretch of the file, each as long as a block. */
  readonly slot: number;
  readonly length: number;
}

export class Spill {
  readonly #path: string;
  readonly #limitBytes: number;
  readonly #block = Buffer.allocUnsafe(BLOCK_BYTES);
  #fd: number | undefined;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** Stretches that have been read, and how many there are in all. */
  readonly #free: number[] = [];
  #slots = 0;

  constructor(path: string, limitBytes: number) {
    this.#path = path;
    this.#limitBytes = limitBytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  get hasRoom(): boolean {
    return this.#waitingBytes + BLOCK_BYTES <= this.#limitBytes;
  }

  push(bytes: Uint8Array): void {
    if (this.#fd === undefined) {
      this.#fd = openSync(this.#path, 'w+', 0o600);
      // Gone from the folder at once, and from the disk with this process: it holds what the trace must not.
      unlinkSync(this.#path);
    }
    const { length } = bytes;
    const slot = this.#free.pop() ?? this.#slots++;
    const start = slot * BLOCK_BYTES;
    for (let at = 0; at < length; ) {
      at += writeSync(this.#fd, bytes, at, length - at, start + at);
    }
    this.#waiting.push({ slot, length });
    this.#waitingBytes += length;
  }

  /** The oldest block, valid until the next call. */
  shift(): Uint8Array {
    const { slot, length } = this.#waiting.shift() as Waiting;
    const start = slot * BLOCK_BYTES;
    for (let at = 0; at < length; ) {
      const count = readSync(this.#fd as number, this.#block, at, length - at, start + at);
      if (count === 0) throw new Error('what waited on disk is not there any more');
      at += count;
    }
    this.#waitingBytes -= length;
    this.#free.push(slot);
    if (this.isEmpty) this.#startOver();
    return this.#block.subarray(0, length);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** Gives the disk back. */
  #startOver(): void {
    ftruncateSync(this.#fd as number, 0);
    this.#free.length = 0;
    this.#slots = 0;
  }
}
