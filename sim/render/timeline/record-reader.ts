/** Lines of a trace to records as data: bytes are bytes again, and messages stand where a number stood for them. */

import type { Input, Message } from '../../../machines/index.ts';
import { bytesOf } from '../../../machines/trace/bytes.ts';
import type {
  NoteRecord,
  StepRecord,
  TraceHeader,
  TraceRecord,
} from '../../../machines/trace/format.ts';
import { expectKnownEffect, expectKnownNote } from '../../../machines/trace/known-names.ts';
import { messageIn } from '../../../machines/trace/messages.ts';
import { readInput } from '../../../machines/trace/read-input.ts';
import { type RecordItem, TraceReader } from '../../../machines/trace/trace-reader.ts';
import { damaged } from '../../inspect/damaged.ts';

export class RecordReader {
  readonly #reader = new TraceReader();
  /** What a later effect may refer to. A trace does not say when it no longer will. */
  readonly #messages: Map<number, Message> | undefined;

  /** @param isForCheck nobody needs the messages behind their numbers: what is read is let go at once */
  constructor(isForCheck = false) {
    if (!isForCheck) this.#messages = new Map();
  }

  get header(): TraceHeader | undefined {
    return this.#reader.header;
  }

  /** Lines read so far. */
  get line(): number {
    return this.#reader.line;
  }

  /**
   * One line, without its end; undefined for the header and for an empty line.
   * @throws TraceError that names the line.
   */
  read(line: string): TraceRecord | undefined {
    const item = this.#reader.read(line);
    return item === undefined || item.kind === 'header' ? undefined : this.#intact(item);
  }

  /** The last line, which may have been cut off. A text says what is missing. */
  readLast(line: string): TraceRecord | string | undefined {
    const item = this.#reader.readLast(line);
    if (item === undefined || typeof item === 'string') return item;
    return item.kind === 'header' ? undefined : this.#intact(item);
  }

  /** That a line is a record does not say that its input and effects are any. */
  #intact(item: RecordItem): TraceRecord {
    try {
      return this.#recordOf(item);
    } catch (error) {
      throw damaged(this.#reader.line, item.n, error);
    }
  }

  #recordOf(item: RecordItem): TraceRecord {
    const { n, t, by } = item;
    const head = { n, t, ...(by !== undefined && { by }) };
    if (item.kind === 'gap') return { ...head, gap: item.gap };
    if (item.kind === 'note') {
      const note = this.#revived(JSON.parse(item.note)) as NoteRecord['note'];
      expectKnownNote(note);
      return { ...head, note };
    }
    const { nowMs: _, ...input } = readInput(item.input, t);
    const message = messageIn(input as Input);
    if (message !== undefined) this.#messages?.set(n, message);
    const out = this.#revived(JSON.parse(`[${item.effects}]`)) as StepRecord['out'];
    for (const effect of out) expectKnownEffect(effect);
    return { ...head, in: input, out } as StepRecord;
  }

  #revived(value: object): unknown {
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== 'object' || member === null) continue;
      const number = (member as { readonly $message?: unknown }).$message;
      const instead = typeof number === 'number' ? this.#messages?.get(number) : bytesOf(member);
      if (instead === undefined) this.#revived(member);
      else (value as Record<string, unknown>)[key] = instead;
    }
    return value;
  }
}
