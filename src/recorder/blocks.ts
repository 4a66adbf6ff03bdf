/**
 * What the broker's thread hands to the recorder's: blocks of shared memory, used over and over. Nothing is copied and
 * no message is posted between the threads; a block is sealed, read, and free again. How many there are is the limit
 * of what recording may hold in memory.
 */

export const BLOCK_BYTES = 1_048_576;

const SEALED = 0;
const FREED = 1;
const CLOSED = 2;
const STOPPED = 3;
const PROGRESS = 4;
const COUNTERS = 5;
/** So that a reader whose wake-up got lost goes on all the same. */
const PATIENCE_MS = 1_000;

/** Counters; then for each block the order in which it was sealed, its length, and whether it is in use. */
export interface SharedBlocks {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

export function shareBlocks(limitBytes: number): SharedBlocks {
  const count = Math.max(2, Math.floor(limitBytes / BLOCK_BYTES));
  return {
    control: new SharedArrayBuffer((COUNTERS + 3 * count) * Int32Array.BYTES_PER_ELEMENT),
    data: new SharedArrayBuffer(count * BLOCK_BYTES),
  };
}

class Blocks {
  protected readonly control: Int32Array<SharedArrayBuffer>;
  protected readonly data: SharedArrayBuffer;
  readonly count: number;

  constructor({ control, data }: SharedBlocks) {
    this.control = new Int32Array(control);
    this.data = data;
    this.count = data.byteLength / BLOCK_BYTES;
  }

  protected orderAt(place: number): number {
    return COUNTERS + (place % this.count);
  }

  protected lengthAt(block: number): number {
    return COUNTERS + this.count + block;
  }

  protected usedAt(block: number): number {
    return COUNTERS + 2 * this.count + block;
  }
}

/** The broker's side. */
export class BlockWriter extends Blocks {
  #sealed = 0;

  /** A block to fill; undefined when all are in use. The lowest first, so that memory is touched only when needed. */
  acquire(): number | undefined {
    if (this.#sealed - Atomics.load(this.control, FREED) >= this.count) return undefined;
    for (let block = 0; block < this.count; block++) {
      if (Atomics.compareExchange(this.control, this.usedAt(block), 0, 1) === 0) return block;
    }
    return undefined;
  }

  bytes(block: number): { readonly words: Int32Array; readonly bytes: Uint8Array } {
    const start = block * BLOCK_BYTES;
    return {
      words: new Int32Array(this.data, start, BLOCK_BYTES / Int32Array.BYTES_PER_ELEMENT),
      bytes: new Uint8Array(this.data, start, BLOCK_BYTES),
    };
  }

  seal(block: number, length: number): void {
    this.control[this.lengthAt(block)] = length;
    this.control[this.orderAt(this.#sealed)] = block;
    this.#sealed += 1;
    Atomics.store(this.control, SEALED, this.#sealed);
    Atomics.notify(this.control, SEALED);
  }

  close(): void {
    Atomics.store(this.control, CLOSED, 1);
    Atomics.notify(this.control, CLOSED);
    Atomics.notify(this.control, SEALED);
  }

  /** The reader has come to the end, or has given up. */
  get isStopped(): boolean {
    return Atomics.load(this.control, STOPPED) === 1;
  }

  /** Holds this thread until the reader has stopped, or makes no progress for the time. */
  waitForEnd(patienceMs: number): void {
    while (!this.isStopped) {
      const progress = Atomics.load(this.control, PROGRESS);
      if (this.isStopped) return;
      if (Atomics.wait(this.control, PROGRESS, progress, patienceMs) === 'timed-out') return;
    }
  }

  /** Holds this thread until the reader has freed a block, or for the time. */
  waitForFreed(timeoutMs: number): void {
    const freed = Atomics.load(this.control, FREED);
    if (freed === this.#sealed) return;
    Atomics.wait(this.control, FREED, freed, timeoutMs);
  }
}

/** The recorder's side. */
export class BlockReader extends Blocks {
  #read = 0;

  /** Sealed blocks that are to be read. */
  get waiting(): number {
    return Atomics.load(this.control, SEALED) - this.#read;
  }

  get isClosed(): boolean {
    return Atomics.load(this.control, CLOSED) === 1;
  }

  /** Reads the oldest sealed block, if there is one, and frees it. */
  readNext(read: (bytes: Uint8Array) => void): boolean {
    if (this.waiting === 0) return false;
    const block = this.control[this.orderAt(this.#read)] as number;
    const length = this.control[this.lengthAt(block)] as number;
    try {
      read(new Uint8Array(this.data, block * BLOCK_BYTES, length));
    } finally {
      this.#free(block);
    }
    return true;
  }

  /** Waits for a sealed block. False when there will be none any more. */
  wait(): boolean {
    while (this.waiting === 0) {
      if (Atomics.load(this.control, CLOSED) === 1) return this.waiting > 0;
      Atomics.wait(this.control, SEALED, this.#read, PATIENCE_MS);
    }
    return true;
  }

  /** Sleeps, but not when the writer has closed. */
  nap(ms: number): void {
    Atomics.wait(this.control, CLOSED, 0, ms);
  }

  /** Tells a writer that waits for the end that it is coming nearer. */
  progress(): void {
    Atomics.add(this.control, PROGRESS, 1);
    Atomics.notify(this.control, PROGRESS);
  }

  /** Tells the writer that nobody reads any more. */
  stop(): void {
    Atomics.store(this.control, STOPPED, 1);
    Atomics.notify(this.control, FREED);
    this.progress();
  }

  #free(block: number): void {
    this.#read += 1;
    Atomics.store(this.control, this.usedAt(block), 0);
    Atomics.store(this.control, FREED, this.#read);
    Atomics.notify(this.control, FREED);
  }
}
