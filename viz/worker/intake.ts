/**
 * Lines of a trace as they come: a timeline of them, their times, and where to begin reading again. Each line is
 * parsed once, as a whole; what only a few will ever look at (bytes) stays as it was written.
 */
import type { Input, Message } from '../../machines/index.ts';
import type { TraceHeader, TraceRecord } from '../../machines/trace/format.ts';
import {
  expectKnownEffect,
  expectKnownInput,
  expectKnownNote,
} from '../../machines/trace/known-names.ts';
import { messageIn } from '../../machines/trace/messages.ts';
import { type RecordItem, TraceReader } from '../../machines/trace/trace-reader.ts';
import { damaged } from '../../sim/inspect/damaged.ts';
import { headerOf } from '../../sim/inspect/trace-lines.ts';
import { TimelineBuilder } from '../../sim/render/timeline/builder.ts';
import { TimelineReader } from '../../sim/render/timeline/timeline-reader.ts';
import type { Timeline } from '../../sim/render/timeline/types.ts';

export class Intake {
  readonly lines: string[] = [];
  /** By record. */
  readonly timesMs: number[] = [0];
  /** By record: the position of its line. */
  readonly #lineOf: number[] = [0];
  readonly #messages = new Map<number, Message>();
  #header: TraceHeader | undefined;
  #builder: TimelineBuilder | undefined;

  /** Records so far. */
  get count(): number {
    return this.timesMs.length - 1;
  }

  /** @throws InspectError for a trace without a header */
  get header(): TraceHeader {
    this.#header ??= headerOf(this.lines);
    return this.#header;
  }

  get timeline(): Timeline {
    this.#builder ??= new TimelineBuilder(this.header);
    return this.#builder.timeline;
  }

  /**
   * @param line without its end
   * @throws TraceError that names the line
   */
  add(line: string): void {
    this.lines.push(line);
    if (line === '' || line === '\r') return;
    try {
      if (this.#builder === undefined || line.startsWith('{"lifeline"')) this.#begin();
      else this.#read(line);
    } catch (error) {
      // What came before it can be read again.
      this.lines.pop();
      throw error;
    }
  }

  /**
   * What comes after the last line end: a recorder that was cut off leaves half a record.
   * @returns a sentence that says what is not there; empty when nothing is missing
   */
  addLast(line: string): string {
    if (line === '') return '';
    // Without any line end it may be something else altogether.
    if (this.#builder === undefined) {
      this.add(line);
      return '';
    }
    const item = this.#readerAt(this.count).readLast(line);
    if (typeof item === 'string') return `The file ${item}.`;
    this.add(line);
    return '';
  }

  /** Records from that one on, as a reader gives them. */
  *itemsFrom(n: number): Generator<RecordItem> {
    const reader = this.#readerAt(n - 1);
    for (let at = this.#lineOf[n] ?? this.lines.length; at < this.lines.length; at++) {
      const item = reader.read(this.lines[at] as string);
      if (item !== undefined && item.kind !== 'header') yield item;
    }
  }

  /** One that has read so many records. A later part of a recording begins like that. */
  #readerAt(n: number): TraceReader {
    const reader = new TraceReader();
    if (n === 0 && this.header.continues === undefined) {
      reader.read(this.lines[0] ?? '');
      return reader;
    }
    const continues = { part: 2, n, t: this.timesMs[n] ?? 0 };
    reader.read(JSON.stringify({ ...this.header, continues }));
    return reader;
  }

  #begin(): void {
    if (this.#builder !== undefined) {
      this.#check();
      return;
    }
    this.#builder = new TimelineBuilder(this.header);
    const { continues } = this.header;
    for (let n = 1; n <= (continues?.n ?? 0); n++) {
      this.timesMs.push(continues?.t ?? 0);
      this.#lineOf.push(this.lines.length);
    }
  }

  #read(line: string): void {
    let record: TraceRecord | undefined;
    let problem: unknown = new TypeError('it is not the record that comes next');
    try {
      record = this.#next(JSON.parse(line));
      if (record !== undefined) this.#builder?.add(record);
    } catch (error) {
      record = undefined;
      problem = error;
    }
    if (record === undefined) {
      this.#check();
      throw damaged(this.lines.length, this.timesMs.length, problem);
    }
    this.timesMs.push(record.t);
    this.#lineOf.push(this.lines.length - 1);
  }

  /** Undefined for what is not the record that has to come next. */
  #next(
    value: Partial<Record<'n' | 't' | 'in' | 'out' | 'note' | 'gap', unknown>>,
  ): TraceRecord | undefined {
    const { n, t, in: input, out, note, gap } = value;
    if (n !== this.timesMs.length || typeof t !== 'number') return undefined;
    if (t < (this.timesMs[n - 1] as number)) return undefined;
    const isStep = isObject(input) && Array.isArray(out);
    if (!isStep && !isObject(note) && !isObject(gap)) return undefined;
    const record = value as TraceRecord;
    expectKnown(record);
    if (isStep && this.header.messages === 'byNumber') this.#resolve(record, n);
    return record;
  }

  /** Puts messages where a number stands for them. */
  #resolve(record: TraceRecord, n: number): void {
    if (!('in' in record)) return;
    const message = messageIn(record.in as Input);
    if (message !== undefined) this.#messages.set(n, message);
    for (const effect of record.out) {
      const holder = effect.type === 'transmit' ? effect.packet : effect;
      if (!('message' in holder)) continue;
      const number = (holder.message as { readonly $message?: number }).$message;
      const instead = number === undefined ? undefined : this.#messages.get(number);
      if (instead !== undefined) (holder as { message: Message }).message = instead;
    }
  }

  /** Something may be wrong with the last line: a reader that is in no hurry knows what. */
  #check(): void {
    const reader = new TimelineReader();
    for (const line of this.lines) reader.read(line);
  }
}

/** @throws UnknownNameError, or TypeError, for a record that speaks of what there is not */
function expectKnown(record: TraceRecord): void {
  if ('in' in record) {
    expectKnownInput(record.in);
    for (const effect of record.out) expectKnownEffect(effect);
  } else if ('note' in record) {
    expectKnownNote(record.note);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
