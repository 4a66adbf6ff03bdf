/** Where a world writes down what happens: every step of the broker and every note of the rest, with its cause. */
import type { BrokerOptions, Effect, Input } from '../../machines/index.ts';
import type { CauseId, Note, TraceRecord } from '../../machines/trace/format.ts';
import { TraceWriter } from '../../machines/trace/trace-writer.ts';
import { WireEncoder } from '../wire/encode.ts';

/** Each returns the id by which the record is named as a cause. */
export interface WorldLog {
  step(nowMs: number, input: Input, effects: readonly Effect[], by: CauseId | undefined): CauseId;
  note(nowMs: number, note: Note, by: CauseId | undefined): CauseId;
}

/** Lines of a trace, without the header. */
export class TraceLog implements WorldLog {
  readonly #writer: TraceWriter;
  readonly #line: (line: string) => void;

  /** @param after the record before the first, where the trace goes on where another has got to */
  constructor(options: BrokerOptions, line: (line: string) => void, after = 0) {
    this.#writer = new TraceWriter({ options, wireOf: new WireEncoder().wireOf, after });
    this.#line = line;
  }

  step(nowMs: number, input: Input, effects: readonly Effect[], by?: CauseId): CauseId {
    this.#line(this.#writer.step(nowMs, input, effects, by));
    return String(this.#writer.n);
  }

  note(nowMs: number, note: Note, by?: CauseId): CauseId {
    this.#line(this.#writer.note(nowMs, note, by));
    return String(this.#writer.n);
  }
}

/** Records as data, for renderers in the same program. */
export class RecordLog implements WorldLog {
  readonly records: TraceRecord[] = [];

  step(nowMs: number, input: Input, out: readonly Effect[], by?: CauseId): CauseId {
    const n = this.records.length + 1;
    const { nowMs: _, ...rest } = input;
    this.records.push({ n, t: nowMs, ...(by !== undefined && { by }), in: rest, out });
    return String(n);
  }

  note(nowMs: number, note: Note, by?: CauseId): CauseId {
    const n = this.records.length + 1;
    this.records.push({ n, t: nowMs, ...(by !== undefined && { by }), note });
    return String(n);
  }
}
