/**
 * Feeds the inputs of a trace to the core and holds every effect against what was recorded, transmitted bytes
 * included. Lines are pushed in; nothing is kept but the core's own state, so that a trace may be as long as it likes.
 *
 * What is compared is text: the replay writes its effects as the recorder did, or finds them in the bytes of a block,
 * and only where the texts differ are they looked into.
 */
import {
  BlockReader,
  Broker,
  chartsHash,
  DEFAULT_OPTIONS,
  type Effect,
  type Engine,
  type Input,
  observedBroker,
  onTheMessage,
  type RecordItem,
  readInput,
  ScannedStep,
  type TextOf,
  TraceError,
  type TraceHeader,
  TraceReader,
  TraceWriter,
} from '../../machines/index.ts';
import type { Filter } from '../filter/filter.ts';
import { noClient } from '../inspect/clients.ts';
import { beginningMissing, damaged } from '../inspect/damaged.ts';
import { BEGINNING, END, isBefore, isUpTo, type Where } from '../inspect/where.ts';
import { WireEncoder } from '../wire/encode.ts';
import { Causes } from './causes.ts';
import { compareEffects, type Difference } from './difference.ts';
import { EffectsMatch } from './effects-match.ts';
import { Narrowing } from './narrowing.ts';
import { Subjects } from './subject.ts';
import { type Edit, WhatIf, type WhatIfChange } from './what-if.ts';

export interface ReplayOptions {
  readonly engine?: Engine;
  /** Differences before it are passed over. */
  readonly from?: Where | undefined;
  /** The last place to be replayed. */
  readonly to?: Where | undefined;
  /** Stops after the first record that it matches. */
  readonly until?: Filter | undefined;
  /** Compares only what concerns this client. */
  readonly clientId?: string | undefined;
  /** Changes one input, and tells what would have been different. */
  readonly whatIf?: Edit | undefined;
}

export type ReplayEvent =
  | { readonly type: 'header'; readonly header: TraceHeader; readonly warning: string | undefined }
  | { readonly type: 'difference'; readonly difference: Difference }
  | { readonly type: 'remark'; readonly text: string }
  /** The record that `until` was waiting for. */
  | { readonly type: 'found'; readonly item: RecordItem }
  | { readonly type: 'change'; readonly change: WhatIfChange };

/** A step as it was replayed. */
interface Step {
  readonly item: RecordItem & { readonly kind: 'step' };
  readonly input: Input;
  readonly effects: readonly Effect[];
}

export class Replay {
  readonly #options: ReplayOptions;
  readonly #tell: (event: ReplayEvent) => void;
  readonly #reader = new TraceReader();
  readonly #blocks = new BlockReader(this.#reader);
  readonly #causes = new Causes();
  readonly #narrowing: Narrowing | undefined;
  readonly #subjects: Subjects | undefined;
  #broker: Broker | undefined;
  #writer: TraceWriter | undefined;
  #match: EffectsMatch | undefined;
  #whatIf: WhatIf | undefined;
  /** The input that follows the one to be changed. */
  #nextInput = 0;
  #clockMs = 0;
  #steps = 0;
  #compared = 0;
  #n = 0;
  #t = 0;
  #isDone = false;

  constructor(options: ReplayOptions, tell: (event: ReplayEvent) => void) {
    this.#options = options;
    this.#tell = tell;
    if (options.clientId !== undefined) this.#narrowing = new Narrowing(options.clientId);
    if (options.until !== undefined) this.#subjects = new Subjects(options.until);
  }

  /** True when what follows is not to be replayed: something was found, or is different, or `to` is reached. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** How far it has got. */
  get progress(): { readonly steps: number; readonly n: number; readonly t: number } {
    return { steps: this.#steps, n: this.#n, t: this.#t };
  }

  /** Lines of the trace, all its parts together. */
  get linesRead(): number {
    return this.#reader.line;
  }

  /** Why the run says nothing although it came to its end; undefined when it does. */
  get emptiness(): string | undefined {
    const { whatIf, clientId, to } = this.#options;
    if (whatIf !== undefined) return this.#missed(whatIf);
    if (this.#n === 0) {
      return this.#isDone
        ? 'nothing was compared: no record stands up to --up-to'
        : 'nothing was compared: the trace has no records';
    }
    if (this.#compared === 0) {
      const end = to === undefined ? 'the end' : '--up-to';
      return `nothing was compared: no input stands between --from and ${end}; the last record seen is ${this.#n}`;
    }
    if (clientId === undefined || this.#narrowing?.hasMet !== false) return undefined;
    return `nothing was compared: ${noClient(clientId, this.#narrowing.others)}`;
  }

  #missed({ n }: Edit): string | undefined {
    if (this.#whatIf === undefined) {
      if (n > this.#n || n === 0) {
        return `nothing was changed: there is no record ${n}; the last record seen is ${this.#n}`;
      }
      const next = this.#nextInput === 0 ? '' : `; the next input is record ${this.#nextInput}`;
      return `nothing was changed: record ${n} is no input of the broker${next}`;
    }
    if (!this.#whatIf.isHolding) return undefined;
    return `the input of record ${n} was put off to after record ${this.#n}, the last one seen`;
  }

  /**
   * A line of the trace, without its end.
   * @throws TraceError for what cannot be read
   */
  line(text: string): void {
    if (this.#isDone) return;
    const item = this.#reader.read(text);
    if (item !== undefined) this.#item(item);
  }

  /**
   * Many lines at once, each with its end. Of a line that says what was to be expected no text is made, which is faster
   * by half.
   * @param bytes UTF-8
   * @param textOf the text of the bytes from one place to before another
   * @throws TraceError for what cannot be read
   */
  block(bytes: Uint8Array, textOf: TextOf): void {
    const blocks = this.#blocks;
    blocks.open(bytes, textOf);
    while (!this.#isDone && blocks.hasMore()) {
      const item = blocks.next(this.#clockMs);
      if (item !== undefined) this.#item(item);
    }
  }

  /** What stands after the last line end. */
  last(text: string): void {
    if (this.#isDone) return;
    const item = this.#reader.readLast(text);
    if (typeof item === 'string') this.#tell({ type: 'remark', text: item });
    else if (item !== undefined) this.#item(item);
  }

  #item(item: NonNullable<ReturnType<TraceReader['read']>>): void {
    if (item.kind === 'header') {
      this.#header(item.header);
      return;
    }
    if (!isUpTo(this.#options.to ?? END, item)) {
      this.#isDone = true;
      return;
    }
    this.#n = item.n;
    this.#t = item.t;
    if (item.kind === 'step') this.#step(item);
    else if (item.kind === 'gap') this.#gap(item.gap);
    else this.#look(item, undefined);
  }

  /** The header of a further part only says that it goes on. */
  #header(header: TraceHeader): void {
    if (this.#broker !== undefined) return;
    const missing = beginningMissing(header);
    if (missing !== undefined) throw missing;
    this.#clockMs = header.clockMs;
    const options = { ...DEFAULT_OPTIONS, ...header.options };
    const { engine } = this.#options;
    const watch = this.#subjects?.watch;
    this.#broker =
      watch === undefined ? new Broker(options, engine) : observedBroker(options, watch, engine);
    const { wireOf } = new WireEncoder();
    this.#writer = new TraceWriter({
      options,
      wireOf,
      ...(header.messages === 'byNumber' && { numbers: onTheMessage }),
    });
    this.#match = new EffectsMatch(this.#blocks.cursor, this.#writer, wireOf);
    const ours = chartsHash();
    const warning =
      header.charts === ours
        ? undefined
        : `recorded under charts ${header.charts}, replayed under ${ours}: the law has changed, so differences are to be expected`;
    this.#tell({ type: 'header', header, warning });
  }

  #step(item: RecordItem & { readonly kind: 'step' }): void {
    const input = this.#readInput(item);
    const whatIf = this.#whatIfFor(item);
    this.#subjects?.begin();
    let effects: readonly Effect[] = [];
    try {
      effects = (this.#broker as Broker).step(input);
    } catch (error) {
      this.#threw(item, input, error as Error);
      return;
    }
    this.#steps += 1;
    this.#narrowing?.learn(input, effects);
    this.#subjects?.learn(input, effects);
    const step = { item, input, effects };
    if (whatIf === undefined) this.#compare(step);
    else
      for (const change of whatIf.step(item, input, effects))
        this.#tell({ type: 'change', change });
    this.#causes.learn(item.n, input, effects);
    this.#look(item, step);
    this.#narrowing?.forget(input);
    this.#subjects?.forget(input);
  }

  #compare(step: Step): void {
    const { item, input } = step;
    const text = this.#otherText(step);
    if (isBefore(this.#options.from ?? BEGINNING, item)) return;
    this.#compared += 1;
    if (text === undefined) return;
    const isMeant = (effect: unknown) => this.#narrowing?.concerns(effect) ?? true;
    const found = this.#damaged(item, () => compareEffects(item.effects, text, isMeant));
    if (found === undefined) return;
    const cause = this.#causes.causeOf(input, item.by);
    const { n, t, input: inputText } = item;
    const where = { n, t, line: this.#reader.line, cause, input: inputText };
    this.#isDone = true;
    this.#tell({ type: 'difference', difference: { ...where, ...found } });
  }

  /** The effects as we write them; undefined where that is how they stand there. */
  #otherText({ item, input, effects }: Step): string | undefined {
    const { n } = item;
    if (item instanceof ScannedStep && this.#match?.isNext(n, input, effects)) return undefined;
    const text = (this.#writer as TraceWriter).effects(n, input, effects);
    return text === item.effects ? undefined : text;
  }

  #threw({ n, t, input: text, by }: Step['item'], input: Input, error: Error): void {
    this.#isDone = true;
    const cause = this.#causes.causeOf(input, by);
    const where = { n, t, line: this.#reader.line, cause, input: text, effect: 1 };
    const replayed = JSON.stringify({ threw: error.message });
    const counts = { recorded: 0, replayed: 0 };
    this.#tell({
      type: 'difference',
      difference: { ...where, recorded: undefined, replayed, counts },
    });
  }

  #gap({ steps, because }: { readonly steps: number; readonly because: string }): void {
    this.#isDone = true;
    const text = `${steps} steps are missing after record ${this.#n - 1} (${because}); what follows can be read but not replayed`;
    this.#tell({ type: 'remark', text });
  }

  #look(item: RecordItem, step: Step | undefined): void {
    const { until } = this.#options;
    if (until === undefined || isBefore(this.#options.from ?? BEGINNING, item)) return;
    const subject = (this.#subjects as Subjects).of(item, step?.input, step?.effects ?? []);
    if (!until(subject)) return;
    this.#isDone = true;
    this.#tell({ type: 'found', item });
  }

  #whatIfFor(item: RecordItem): WhatIf | undefined {
    const edit = this.#options.whatIf;
    if (edit !== undefined && item.n > edit.n && this.#nextInput === 0) this.#nextInput = item.n;
    if (edit !== undefined && item.n === edit.n) {
      this.#whatIf = new WhatIf(edit, this.#broker as Broker, this.#causes);
    }
    return this.#whatIf;
  }

  #readInput(item: Step['item']): Input {
    if (item.made !== undefined) return item.made;
    return this.#damaged(item, () => readInput(item.input, this.#clockMs + item.t));
  }

  #damaged<Value>({ n }: RecordItem, read: () => Value): Value {
    try {
      return read();
    } catch (error) {
      if (error instanceof TraceError) throw error;
      throw damaged(this.#reader.line, n, error);
    }
  }
}
