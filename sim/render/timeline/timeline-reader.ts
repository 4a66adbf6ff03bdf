/** Lines of a trace in, records and their timeline out. Whatever is wrong with a record is told with its line. */
import type { TraceHeader, TraceRecord } from '../../../machines/trace/format.ts';
import { DamagedRecord, damaged } from '../../inspect/damaged.ts';
import { TimelineBuilder } from './builder.ts';
import { RecordReader } from './record-reader.ts';
import type { Timeline } from './types.ts';

export class TimelineReader {
  readonly #reader = new RecordReader();
  #builder: TimelineBuilder | undefined;
  /** By how much the line of a record is beyond its number, from that record on: headers and empty lines add to it. */
  readonly #shifts: { readonly from: number; readonly lines: number }[] = [];

  get header(): TraceHeader | undefined {
    return this.#reader.header;
  }

  /** Undefined before the header. */
  get timeline(): Timeline | undefined {
    return this.#builder?.timeline;
  }

  /**
   * One line, without its end; undefined for the header and for an empty line.
   * @throws TraceError that names the line
   */
  read(line: string): TraceRecord | undefined {
    return this.#add(this.#reader.read(line));
  }

  /** The last line, which may have been cut off. A text says what is missing. */
  readLast(line: string): TraceRecord | string | undefined {
    const record = this.#reader.readLast(line);
    return typeof record === 'string' ? record : this.#add(record);
  }

  /** What has gone wrong when a record was put into words, with its line. */
  inLine(error: unknown): unknown {
    if (!(error instanceof DamagedRecord)) return error;
    const { n, cause } = error;
    const shift = this.#shifts.findLast(({ from }) => from <= n)?.lines ?? 0;
    return damaged(n + shift, n, cause);
  }

  #add(record: TraceRecord | undefined): TraceRecord | undefined {
    const { header, line } = this.#reader;
    if (header !== undefined) this.#builder ??= new TimelineBuilder(header);
    if (record === undefined) return undefined;
    const lines = line - record.n;
    if (lines !== this.#shifts.at(-1)?.lines) this.#shifts.push({ from: record.n, lines });
    try {
      this.#builder?.add(record);
    } catch (error) {
      throw damaged(line, record.n, error);
    }
    return record;
  }
}
