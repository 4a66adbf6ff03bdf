/**
 * Writes a trace line by line: for the simulator as it goes, and for a replay to have something to compare with.
 * The lines come without their ends; where they go is the caller's business.
 */
import type { Effect, Transmit } from '../effects.ts';
import type { Input } from '../inputs.ts';
import type { BrokerOptions } from '../options.ts';
import type { Message } from '../packets.ts';
import { bytesText, omittedText, type PayloadText } from './bytes.ts';
import { chartsHash } from './charts-hash.ts';
import {
  type CauseId,
  type Note,
  type PayloadMode,
  TRACE_VERSION,
  type TraceHeader,
} from './format.ts';
import { jsonText, type Wording } from './json-text.ts';
import { MessageNumbers, type NumberStore } from './messages.ts';
import { effectText, inputText, isChecked, stepLine, type Wire } from './step-text.ts';

/** The length and the check of a packet's bytes. sim/wire has one without Node; the recorder has the real bytes. */
export type WireOf = (effect: Transmit) => Wire;

export interface TraceWriterParts {
  readonly options: BrokerOptions;
  readonly wireOf: WireOf;
  /** How payloads are to stand; whole unless told otherwise. */
  readonly payload?: PayloadText;
  /** Where the numbers of messages are kept. Without it messages are written whole, again and again. */
  readonly numbers?: NumberStore;
  /** The record before the first; 0 unless the trace goes on where another has got to. */
  readonly after?: number;
}

export class TraceWriter {
  readonly #wireOf: WireOf;
  readonly #numbers: MessageNumbers | undefined;
  readonly #whole: Wording;
  readonly #referring: Wording;
  #n: number;

  constructor({ options, wireOf, payload = bytesText, numbers, after = 0 }: TraceWriterParts) {
    this.#n = after;
    this.#wireOf = wireOf;
    this.#whole = { payload, numberOf: () => undefined };
    this.#referring = this.#whole;
    if (numbers === undefined) return;
    const known = new MessageNumbers(options, numbers);
    this.#numbers = known;
    this.#referring = { payload, numberOf: (message) => known.numberOf(message) };
  }

  /** Number of the record written last. */
  get n(): number {
    return this.#n;
  }

  step(t: number, input: Input, effects: readonly Effect[], by?: CauseId): string {
    this.#n += 1;
    const text = inputText(input, this.#whole);
    return stepLine(this.#n, t, text, this.effects(this.#n, input, effects), by);
  }

  note(t: number, note: Note, by?: CauseId): string {
    this.#n += 1;
    const cause = by === undefined ? '' : `,"by":${JSON.stringify(by)}`;
    return `{"n":${this.#n},"t":${t}${cause},"note":${jsonText(note, this.#whole)}}`;
  }

  /** The effects of a step alone, without the brackets around them. */
  effects(n: number, input: Input, effects: readonly Effect[]): string {
    this.begin(n, input);
    let text = '';
    for (let index = 0; index < effects.length; index++) {
      text += (index === 0 ? '' : ',') + this.effect(effects[index] as Effect);
    }
    return text;
  }

  /** The effects that follow are those of this step. */
  begin(n: number, input: Input): void {
    this.#numbers?.begin(n, input);
  }

  effect(effect: Effect): string {
    const isWired = effect.type === 'transmit' && isChecked(effect);
    return effectText(effect, isWired ? this.#wireOf(effect) : undefined, this.#referring);
  }

  /** The step by whose number effects call a message; undefined where they have it whole. */
  numberOf(message: Message): number | undefined {
    return this.#numbers?.numberOf(message);
  }
}

/** What a header says beside what is the same for all of them. */
export type HeaderFacts = Pick<TraceHeader, 'source' | 'options'> & Partial<TraceHeader>;

export function traceHeader(facts: HeaderFacts): TraceHeader {
  return {
    lifeline: 'trace',
    version: TRACE_VERSION,
    charts: chartsHash(),
    payloads: 'whole',
    messages: 'whole',
    startedAt: null,
    clockMs: 0,
    scenario: null,
    seed: null,
    ...facts,
  };
}

/** How the writer is to write payloads in a mode that needs no chance and no hash. */
export function payloadTextOf(mode: Exclude<PayloadMode, 'hashed'>): PayloadText {
  return mode === 'whole' ? bytesText : omittedText;
}
