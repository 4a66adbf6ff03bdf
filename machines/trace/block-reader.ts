/** Reads a trace many lines at a time, and makes as little as it can of each. */
import { ByteCursor } from './byte-cursor.ts';
import { ScannedStep, type TextOf } from './scan-step.ts';
import type { TraceItem, TraceReader } from './trace-reader.ts';

export class BlockReader {
  /** Where the item ends that was read last; for a `ScannedStep`, where its effects begin. */
  readonly cursor = new ByteCursor();
  readonly #reader: TraceReader;
  readonly #step = new ScannedStep(this.cursor);
  #textOf: TextOf = () => '';

  constructor(reader: TraceReader) {
    this.#reader = reader;
  }

  /** @param bytes UTF-8, whole lines with their ends */
  open(bytes: Uint8Array, textOf: TextOf): void {
    this.#textOf = textOf;
    this.cursor.open(bytes);
  }

  hasMore(): boolean {
    this.cursor.endLine();
    return this.cursor.at < this.cursor.bytes.length;
  }

  /**
   * What the next line holds; undefined for an empty one. A step is there until the next is read.
   * @param clockMs what the clock of the inputs read at time 0
   * @throws TraceError that names the line.
   */
  next(clockMs: number): TraceItem | undefined {
    const { cursor } = this;
    const start = cursor.at;
    if (this.#reader.header !== undefined && this.#step.scan(clockMs, this.#textOf)) {
      this.#reader.pass(this.#step.n, this.#step.t);
      this.#step.line = this.#reader.line;
      return this.#step;
    }
    cursor.at = cursor.lineEnd(start) + 1;
    return this.#reader.read(this.#textOf(start, cursor.at - 1));
  }
}
