/**
 * A step of a trace as it stands in the bytes. What a step says first is taken from them at once; its texts are made
 * only for those who ask. There is one such object, which is the step that was scanned last.
 */
import type { Input } from '../inputs.ts';
import { type ByteCursor, Literal } from './byte-cursor.ts';
import { InputScanner } from './scan-input.ts';
import { type RecordItem, readStep } from './trace-reader.ts';

const N = new Literal('{"n":');
const T = new Literal(',"t":');
const BY = new Literal(',"by":"');
const QUOTE = new Literal('"');
const INPUT = new Literal(',"in":{');
const EFFECTS = new Literal(',"out":[');

/** The text of the bytes from `start` to before `end`. */
export type TextOf = (start: number, end: number) => string;

type StepItem = RecordItem & { readonly kind: 'step' };

export class ScannedStep implements StepItem {
  readonly kind = 'step';
  n = 0;
  t = 0;
  made: Input | undefined;
  /** Line of the trace, from 1. */
  line = 0;
  readonly #cursor: ByteCursor;
  readonly #inputs: InputScanner;
  #textOf: TextOf = () => '';
  #start = 0;
  /** 0 where nothing is said of a cause. */
  #byStart = 0;
  #byEnd = 0;
  #inputStart = 0;
  #effectsStart = 0;

  constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
    this.#inputs = new InputScanner(cursor);
  }

  get by(): string | undefined {
    return this.#byStart === 0 ? undefined : this.#textOf(this.#byStart, this.#byEnd);
  }

  get input(): string {
    return this.#textOf(this.#inputStart, this.#effectsStart - EFFECTS.bytes.length);
  }

  /** @throws TraceError when the line does not end as a step does */
  get effects(): string {
    const text = this.#textOf(this.#start, this.#cursor.lineEnd(this.#start));
    return readStep(text, this.line).effects;
  }

  /**
   * Whether the line at the cursor begins as a step in the shape that our writers give it; the cursor is then at its
   * first effect. If not it is to be read as a whole, and the cursor stands anywhere in it.
   * @param clockMs what the clock of the inputs read at time 0
   */
  scan(clockMs: number, textOf: TextOf): boolean {
    const cursor = this.#cursor;
    this.#textOf = textOf;
    this.#start = cursor.at;
    if (!cursor.skip(N)) return false;
    this.n = cursor.integer();
    if (!cursor.skip(T)) return false;
    this.t = cursor.integer();
    if (this.n < 0 || this.t < 0 || !this.#scanBy() || !cursor.skip(INPUT)) return false;
    this.#inputStart = cursor.at - 1;
    this.made = this.#inputs.scan(clockMs + this.t);
    if (this.made === undefined || !cursor.skip(EFFECTS)) {
      this.made = undefined;
      cursor.at = this.#inputStart;
      // No string in JSON can contain that.
      if (!cursor.find(EFFECTS)) return false;
    }
    this.#effectsStart = cursor.at;
    return true;
  }

  #scanBy(): boolean {
    const cursor = this.#cursor;
    this.#byStart = 0;
    if (!cursor.skip(BY)) return true;
    this.#byStart = cursor.at;
    if (!cursor.find(QUOTE)) return false;
    this.#byEnd = cursor.at - 1;
    return true;
  }
}
