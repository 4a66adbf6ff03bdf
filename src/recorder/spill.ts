/**
 * Blocks that wait on disk for their turn. Turning notes into lines takes longer than noting them down; when the
 * broker is at its limit the blocks go here first, which costs next to nothing, and become lines when there is time.
 */
import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { BLOCK_BYTES } from './blocks.ts';

export class Spill {
  readonly #path: string;
  readonly #limitBytes: number;
  #fd: number | undefined;
  #lengths: number[] = [];
  #next = 0;
  #readBytes = 0;
  #writtenBytes = 0;
  readonly #block = Buffer.allocUnsafe(BLOCK_BYTES);

  constructor(path: string, limitBytes: number) {
    this.#path = path;
    this.#limitBytes = limitBytes;
  }

  get isEmpty(): boolean {
    return this.#next === this.#lengths.length;
  }

  /** The file begins anew once all of it has been read; until then what was read counts. */
  get hasRoom(): boolean {
    return this.#writtenBytes + BLOCK_BYTES <= this.#limitBytes;
  }

  push(bytes: Uint8Array): void {
    if (this.#fd === undefined) {
      this.#fd = openSync(this.#path, 'w+', 0o600);
      // Gone from the folder at once, and from the disk with this process: it holds what the trace must not.
      unlinkSync(this.#path);
    }
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(this.#fd, bytes, at, bytes.length - at, this.#writtenBytes + at);
    }
    this.#writtenBytes += bytes.length;
    this.#lengths.push(bytes.length);
  }

  /** The oldest block, valid until the next call. */
  shift(): Uint8Array {
    const length = this.#lengths[this.#next] as number;
    for (let at = 0; at < length; ) {
      at += readSync(this.#fd as number, this.#block, at, length - at, this.#readBytes + at);
    }
    this.#readBytes += length;
    this.#next += 1;
    if (this.isEmpty) this.#startOver();
    return this.#block.subarray(0, length);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #startOver(): void {
    ftruncateSync(this.#fd as number, 0);
    this.#lengths = [];
    this.#next = 0;
    this.#readBytes = 0;
    this.#writtenBytes = 0;
  }
}
