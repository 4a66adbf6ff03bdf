/**
 * Reads a trace line by line, and keeps nothing of what it has read but where it is. Lines as our writers make them
 * are taken apart by looking for the marks between their parts, which no string in JSON can contain; only what has
 * been through other hands (jq, an editor) is parsed as a whole.
 */

import type { Input } from '../inputs.ts';
import type { TraceHeader } from './format.ts';
import { fault, readHeader } from './read-header.ts';
import { TraceError } from './trace-error.ts';

export type TraceItem = { readonly kind: 'header'; readonly header: TraceHeader } | RecordItem;

/** The texts are JSON. */
export type RecordItem = {
  readonly n: number;
  readonly t: number;
  readonly by: string | undefined;
} & (
  | {
      readonly kind: 'step';
      /** The input itself, where the reader had to make it anyway. */
      readonly made?: Input | undefined;
      readonly input: string;
      /** Without the brackets around the list. */
      readonly effects: string;
    }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'gap'; readonly gap: { readonly steps: number; readonly because: string } }
);

const T_MARK = ',"t":';
const BY_MARK = ',"by":"';
const INPUT_MARK = ',"in":{';
const EFFECTS_MARK = ',"out":[';
const EFFECTS_END = ']}';

export class TraceReader {
  #line = 0;
  #header: TraceHeader | undefined;
  #n = 0;
  #t = 0;

  get header(): TraceHeader | undefined {
    return this.#header;
  }

  /** Lines read so far. */
  get line(): number {
    return this.#line;
  }

  /**
   * One line, without its end. Undefined for an empty line.
   * @throws TraceError that names the line.
   */
  read(text: string): TraceItem | undefined {
    this.#line += 1;
    if (text === '' || text === '\r') return undefined;
    // The parts of a folder follow each other, each with its header.
    if (this.#header === undefined || text.startsWith('{"lifeline"')) return this.#readHeader(text);
    const item = readRecord(text, this.#line);
    this.#checkOrder(item.n, item.t);
    return item;
  }

  /**
   * The last line, when no line end follows it: a recorder that died in the middle of a record leaves such a one.
   * @returns the item, or a sentence that says what is not there
   */
  readLast(text: string): TraceItem | undefined | string {
    if (text === '') return undefined;
    try {
      // What is cut off may still look whole to a reader that only looks for marks.
      if (this.#header !== undefined) parse(text, this.#line + 1);
      return this.read(text);
    } catch (error) {
      if (this.#header === undefined || !(error instanceof TraceError)) throw error;
      return cutOffAfter(this.#n);
    }
  }

  /**
   * A record that somebody else has read, a line of its own.
   * @throws TraceError when it does not follow the one before
   */
  pass(n: number, t: number): void {
    this.#line += 1;
    this.#checkOrder(n, t);
  }

  #readHeader(text: string): TraceItem {
    const header = readHeader(text, this.#line);
    const { continues } = header;
    if (this.#header !== undefined && continues?.n !== this.#n) {
      throw new TraceError(
        this.#line,
        `a part that follows record ${continues?.n ?? 'none'}, after record ${this.#n}`,
        'Give the folder, or all parts of one recording in the order of their numbers.',
      );
    }
    this.#n = continues?.n ?? 0;
    this.#t = continues?.t ?? 0;
    this.#header = header;
    return { kind: 'header', header };
  }

  #checkOrder(n: number, t: number): void {
    if (n !== this.#n + 1) {
      throw new TraceError(
        this.#line,
        `record ${n} follows record ${this.#n}`,
        n > this.#n + 1
          ? 'Lines are missing: use the file as it was recorded, not one that was filtered.'
          : 'Lines stand twice or were sorted: use the file as it was recorded.',
      );
    }
    if (t < this.#t) {
      throw new TraceError(
        this.#line,
        `time goes back from ${this.#t} to ${t}`,
        'Use the file as it was recorded; times never go back in one.',
      );
    }
    this.#n = n;
    this.#t = t;
  }
}

/** What to say of a trace that ends in half a record. */
export function cutOffAfter(n: number): string {
  return `ends in the middle of record ${n + 1}, which is left out: the recorder was cut off`;
}

/** @throws TraceError that names the line */
function readRecord(text: string, line: number): RecordItem {
  return readCanonical(text) ?? readAny(text, line);
}

/**
 * A line that begins as a step does.
 * @throws TraceError that names the line, when it does not end as one
 */
export function readStep(text: string, line: number): RecordItem & { readonly kind: 'step' } {
  const item = readRecord(text, line);
  if (item.kind === 'step') return item;
  throw fault(line, `record ${item.n} is a step and something else`);
}

/** `{"n":12,"t":34,"in":{…},"out":[…]}`; undefined for anything else. */
function readCanonical(text: string): RecordItem | undefined {
  if (!text.startsWith('{"n":') || !text.endsWith(EFFECTS_END)) return undefined;
  const tAt = text.indexOf(T_MARK);
  const tEnd = text.indexOf(',', tAt + T_MARK.length);
  if (tAt < 0 || tEnd < 0) return undefined;
  let by: string | undefined;
  let inputAt = tEnd;
  if (text.startsWith(BY_MARK, tEnd)) {
    inputAt = text.indexOf(INPUT_MARK, tEnd);
    by = text.slice(tEnd + BY_MARK.length, inputAt - 1);
  }
  const effectsAt = text.indexOf(EFFECTS_MARK, inputAt);
  if (!text.startsWith(INPUT_MARK, inputAt) || effectsAt < 0) return undefined;
  const n = Number(text.slice(5, tAt));
  const t = Number(text.slice(tAt + T_MARK.length, tEnd));
  if (!Number.isInteger(n) || !Number.isFinite(t)) return undefined;
  const input = text.slice(inputAt + INPUT_MARK.length - 1, effectsAt);
  const effects = text.slice(effectsAt + EFFECTS_MARK.length, -EFFECTS_END.length);
  return { kind: 'step', n, t, by, input, effects };
}

function readAny(text: string, line: number): RecordItem {
  const value = parse(text, line);
  const { n, t, by, in: input, out, note, gap } = value;
  if (typeof n !== 'number' || !Number.isInteger(n)) throw fault(line, 'no record number `n`');
  if (typeof t !== 'number') throw fault(line, `record ${n} has no time \`t\``);
  const head = { n, t, by: typeof by === 'string' ? by : undefined };
  if (isObject(note)) return { kind: 'note', ...head, note: JSON.stringify(note) };
  if (isObject(gap)) {
    const { steps, because } = gap;
    return { kind: 'gap', ...head, gap: { steps: Number(steps), because: String(because) } };
  }
  if (!isObject(input) || !Array.isArray(out)) {
    throw fault(line, `record ${n} is no step, no note and no gap`);
  }
  const effects = JSON.stringify(out).slice(1, -1);
  return { kind: 'step', ...head, input: JSON.stringify(input), effects };
}

function parse(text: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fault(line, `not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) throw fault(line, 'not a JSON object');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
