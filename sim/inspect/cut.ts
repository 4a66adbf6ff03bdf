/**
 * A part of a trace as a trace of its own. When it does not begin at the beginning its first record is all that the
 * broker held there, so that the part can be looked at, asked and replayed like the whole. Its records are numbered
 * from 1 again; times stay.
 */
import { effectText, inputText, setTimerText, stepLine } from '../../machines/index.ts';
import type { Input } from '../../machines/inputs.ts';
import { bytesText } from '../../machines/trace/bytes.ts';
import type { TracedEffect, TraceRecord } from '../../machines/trace/format.ts';
import { jsonText, type Wording } from '../../machines/trace/json-text.ts';
import { type RecordItem, TraceReader } from '../../machines/trace/trace-reader.ts';
import { RecordReader } from '../render/timeline/record-reader.ts';
import { DamagedRecord, damaged } from './damaged.ts';
import { InspectError } from './inspect-error.ts';
import { Playback } from './playback.ts';
import { lastUpTo, notThere, type TraceLines } from './trace-lines.ts';
import { END, isBefore, isUpTo, isWithin, type Where } from './where.ts';

/** Messages stand whole: what brought them in may have been cut off. */
const WHOLE: Wording = { payload: bytesText, numberOf: () => undefined };

export interface Part {
  /** The first record that is in it, and the last; undefined: the trace's own. */
  readonly from: Where | undefined;
  readonly upTo: Where | undefined;
}

/**
 * @returns lines without their ends
 * @throws InspectError when there is nothing there, and where steps are missing before it
 */
export function cutTrace(lines: TraceLines, { from, upTo }: Part): readonly string[] {
  const cut = from === undefined ? headOf(lines, upTo) : new Cut(from, upTo).of(lines);
  if (cut.length > 1) return cut;
  if (from !== undefined && !isWithin(from, lastUpTo(lines, END))) throw notThere(from, lines);
  throw new InspectError('there is no record between the two places');
}

/** From the beginning, as it stands. */
function headOf(lines: TraceLines, upTo: Where = END): readonly string[] {
  const reader = new TraceReader();
  const head: string[] = [];
  for (const line of lines) {
    const item = reader.read(line);
    if (item?.kind !== 'header' && item !== undefined && !isUpTo(upTo, item)) break;
    head.push(line);
  }
  return head;
}

class Cut {
  readonly #from: Where;
  readonly #upTo: Where;
  readonly #items = new TraceReader();
  readonly #records = new RecordReader();
  readonly #out: string[] = [];
  #playback: Playback | undefined;
  /** What is added to the number of a record. */
  #shift = 0;

  constructor(from: Where, upTo: Where = END) {
    this.#from = from;
    this.#upTo = upTo;
  }

  of(lines: TraceLines): readonly string[] {
    for (const line of lines) {
      const item = this.#items.read(line);
      const record = this.#records.read(line);
      if (item === undefined) continue;
      if (item.kind === 'header') this.#playback ??= new Playback(item.header);
      else if (isBefore(this.#from, item)) this.#play(item);
      else if (!isUpTo(this.#upTo, item)) break;
      else if (record !== undefined) this.#add(record);
    }
    return this.#out;
  }

  #play(item: RecordItem): void {
    try {
      this.#playback?.play(item);
    } catch (error) {
      throw error instanceof DamagedRecord ? damaged(this.#items.line, item.n, error.cause) : error;
    }
  }

  #add(record: TraceRecord): void {
    if (this.#out.length === 0) this.#begin(record.n);
    this.#out.push(this.#lineOf(record));
  }

  #begin(first: number): void {
    const { broker, header, timers, t } = this.#playback as Playback;
    this.#out.push(JSON.stringify({ ...header, messages: 'whole', continues: undefined }));
    if (first === 1) return;
    const image = broker.image(t);
    const left = [...timers.values()].map(({ timer, dueMs }) => [timer, dueMs - t] as const);
    const input = inputText({ type: 'restored', nowMs: t, image, timers: left }, WHOLE);
    const effects = left.map(([timer, delayMs]) => setTimerText(timer, delayMs)).join(',');
    this.#out.push(stepLine(1, t, input, effects, undefined));
    this.#shift = 2 - first;
  }

  #lineOf(record: TraceRecord): string {
    const n = record.n + this.#shift;
    const { t } = record;
    const by = this.#shifted(record.by);
    if ('in' in record) {
      const input = inputText({ ...record.in, nowMs: t } as Input, WHOLE);
      return stepLine(n, t, input, record.out.map(textOf).join(','), by);
    }
    const cause = by === undefined ? '' : `,"by":${JSON.stringify(by)}`;
    const member = 'note' in record ? 'note' : 'gap';
    const value = 'note' in record ? record.note : record.gap;
    return `{"n":${n},"t":${t}${cause},"${member}":${jsonText(value, WHOLE)}}`;
  }

  /** What was caused by something before the part has no cause in it. */
  #shifted(by: string | undefined): string | undefined {
    if (by === undefined || this.#shift === 0) return by;
    const [record = '', ...effect] = by.split('.');
    const n = Number(record) + this.#shift;
    return n < 2 ? undefined : [n, ...effect].join('.');
  }
}

/** What was on the wire is kept as it stood. */
function textOf(effect: TracedEffect): string {
  if (effect.type !== 'transmit') return effectText(effect, undefined, WHOLE);
  const { bytes, crc32 } = effect;
  const wire = bytes === undefined || crc32 === undefined ? undefined : { bytes, crc32 };
  return effectText(effect, wire, WHOLE);
}
