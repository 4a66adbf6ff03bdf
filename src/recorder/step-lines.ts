/** Lines of a trace, put together from their parts: the record's number and time, its input, effect after effect. */
import { change, changingFragment, type Fragment } from './fragments.ts';
import { LineBuffer } from './line-buffer.ts';
import { inputEnd, lineBegin, lineEnd, receivedBegin, timeText } from './pieces.ts';

/** Lines are handed over when there is so much of them: a tenth of a millisecond's work, about. */
const WRITE_BYTES = 65_536;
/** And one that is longer than the rest of it needs more. */
const LINE_BYTES = 131_072;

export class StepLines {
  readonly line = new LineBuffer(WRITE_BYTES + LINE_BYTES);
  readonly #write: (lines: Buffer) => void;
  /** Up to the input, and up to the connection that a packet came from. */
  readonly #time = changingFragment(timeText(0));
  readonly #timeReceived = changingFragment(timeText(0) + receivedBegin);
  /** Where the last whole line ends. */
  #whole = 0;
  #n = 0;
  #t = 0;
  #isFirstEffect = true;
  #effectsLeft = 0;

  /** @param write is called with whole lines, which are to be taken at once */
  constructor(write: (lines: Buffer) => void) {
    this.#write = write;
  }

  /** Number of the line that is being written. */
  get n(): number {
    return this.#n + 1;
  }

  /** Number and time of the last whole line. */
  get last(): { readonly n: number; readonly t: number } {
    return { n: this.#n, t: this.#t };
  }

  setTime(t: number): void {
    this.#t = t;
    change(this.#time, timeText(t));
    change(this.#timeReceived, timeText(t) + receivedBegin);
  }

  /** What follows is the input. */
  begin(): LineBuffer {
    return this.#begin(this.#time);
  }

  /** What follows is the number of the connection that a packet came from. */
  beginReceived(): LineBuffer {
    return this.#begin(this.#timeReceived);
  }

  /** The input is there; so many effects follow. */
  endInput(effects: number): void {
    this.line.reserve();
    this.line.fragment(inputEnd);
    this.beginEffects(effects);
  }

  /** The same, where the effects' beginning is there too. */
  beginEffects(effects: number): void {
    this.#isFirstEffect = true;
    this.#effectsLeft = effects;
    if (effects === 0) this.#endStep();
  }

  beginEffect(): LineBuffer {
    const { line } = this;
    line.reserve();
    if (this.#isFirstEffect) this.#isFirstEffect = false;
    else line.comma();
    return line;
  }

  endEffect(): void {
    this.#effectsLeft -= 1;
    if (this.#effectsLeft === 0) this.#endStep();
  }

  /** A record that is no step has been written as a whole. */
  end(): void {
    this.line.endLine();
    this.#n += 1;
    this.#whole = this.line.at;
    if (this.#whole >= WRITE_BYTES) this.handOver();
  }

  /** All whole lines. */
  handOver(): void {
    if (this.#whole === 0) return;
    this.#write(this.line.bytes.subarray(0, this.#whole));
    this.line.shift(this.#whole);
    this.#whole = 0;
  }

  #begin(time: Fragment): LineBuffer {
    const { line } = this;
    line.reserve();
    line.fragment(lineBegin);
    line.number(this.n);
    line.fragment(time);
    return line;
  }

  #endStep(): void {
    this.line.reserve();
    this.line.fragment(lineEnd);
    this.end();
  }
}
