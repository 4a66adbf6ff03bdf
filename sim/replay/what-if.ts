/**
 * One input changed: from there on two brokers run, the one as it was and the one as it would have been, and whatever
 * they do differently is told. Both get the same further inputs, because what the clients would have done is not
 * known. Timers are each broker's own, and so are the answers to what it has asked.
 */
import type { Broker, Effect, Input } from '../../machines/index.ts';
import { durationMs, TIME_EXAMPLES } from '../inspect/duration.ts';
import { type Causes, questionOf } from './causes.ts';
import { isEqual } from './equal.ts';

export type Edit = { readonly n: number } & (
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** To after a later record. */
  | { readonly kind: 'move'; readonly after: number }
);

export interface WhatIfChange {
  /** The record at which it shows. */
  readonly n: number;
  readonly t: number;
  /** Effects as JSON. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  /** Set when the changed run cannot go on. */
  readonly failed?: string;
}

/** An edit as people write it: `12 drop`, `12 delay 500ms`, `12 after 15`. */
export function parseEdit(text: string): Edit {
  const match = /^(\d+) (?:(drop)|delay (.+)|after (\d+))$/.exec(text.trim());
  if (match === null) {
    throw new Error(`'${text}' is no edit: write "12 drop", "12 delay 500ms" or "12 after 15"`);
  }
  const [, number, drop, delay, after] = match;
  const n = Number(number);
  if (drop !== undefined) return { n, kind: 'drop' };
  if (delay !== undefined) {
    const ms = durationMs(delay);
    if (ms !== undefined) return { n, kind: 'delay', ms };
    throw new Error(`'${delay}' is no time: write ${TIME_EXAMPLES}`);
  }
  if (Number(after) <= n) {
    throw new Error(`'${text}': an input can only be moved to after a later record`);
  }
  return { n, kind: 'move', after: Number(after) };
}

interface Place {
  readonly n: number;
  readonly t: number;
}

export class WhatIf {
  readonly #edit: Edit;
  readonly #broker: Broker;
  readonly #theirs: Map<string, number>;
  readonly #ours: Map<string, number>;
  readonly #asked: Set<string>;
  #held: Input | undefined;
  #hasFailed = false;

  /** @param broker as it is before the input; it goes on as it was */
  constructor(edit: Edit, broker: Broker, { deadlines, openQuestions }: Causes) {
    this.#edit = edit;
    this.#broker = broker.fork();
    this.#theirs = new Map(deadlines);
    this.#ours = deadlines;
    this.#asked = new Set(openQuestions);
  }

  /** The input has not come yet. */
  get isHolding(): boolean {
    return this.#held !== undefined;
  }

  /** A step of the recorded run; says what is different in ours up to it. */
  step({ n, t }: Place, input: Input, recorded: readonly Effect[]): WhatIfChange[] {
    if (this.#hasFailed) return [];
    const effects: Effect[] = [];
    try {
      this.#ourStep(n, input, effects);
    } catch (error) {
      this.#hasFailed = true;
      const failed = (error as Error).message;
      return [{ n, t, gone: [], added: [], failed }];
    }
    note(this.#theirs, input, recorded);
    const gone = missing(recorded, effects);
    const added = missing(effects, recorded);
    if (gone.length === 0 && added.length === 0) return [];
    return [{ n, t, gone: gone.map(inWords), added: added.map(inWords) }];
  }

  #ourStep(n: number, input: Input, effects: Effect[]): void {
    const { nowMs } = input;
    const edit = this.#edit;
    this.#fireUntil(nowMs, effects);
    if (this.#held !== undefined && edit.kind === 'delay') {
      const due = this.#held.nowMs + edit.ms;
      if (due <= nowMs) this.#release({ ...this.#held, nowMs: Math.max(due, nowMs) }, effects);
    }
    if (n === edit.n) this.#held = edit.kind === 'drop' ? undefined : input;
    else if (this.#isToGo(input)) this.#play(input, effects);
    if (this.#held !== undefined && edit.kind === 'move' && n === edit.after) {
      this.#release({ ...this.#held, nowMs }, effects);
    }
  }

  #release(input: Input, effects: Effect[]): void {
    this.#held = undefined;
    this.#play(input, effects);
  }

  /** A timer fires when ours is set to the same moment; an answer comes when we have asked. */
  #isToGo(input: Input): boolean {
    if (input.type === 'timer') {
      const ours = this.#ours.get(input.timer);
      return ours !== undefined && ours === this.#theirs.get(input.timer);
    }
    const question = questionOf(input);
    return question === undefined || this.#asked.delete(question);
  }

  /** Timers that only our run has. Those of both fire when the recorded ones did. */
  #fireUntil(nowMs: number, effects: Effect[]): void {
    for (;;) {
      const due = [...this.#ours]
        .filter(([timer, at]) => at <= nowMs && this.#theirs.get(timer) !== at)
        .sort(([, a], [, b]) => a - b)[0];
      if (due === undefined) return;
      this.#play({ type: 'timer', timer: due[0], nowMs }, effects);
    }
  }

  #play(input: Input, effects: Effect[]): void {
    const had = this.#broker.step(input);
    note(this.#ours, input, had);
    for (const effect of had) {
      effects.push(effect);
      if (effect.type === 'authenticate' || effect.type === 'authorize') {
        this.#asked.add(`${effect.type} ${effect.connection}`);
      }
    }
  }
}

/** Keeps the deadlines of a run. */
function note(deadlines: Map<string, number>, input: Input, effects: readonly Effect[]): void {
  if (input.type === 'timer') deadlines.delete(input.timer);
  for (const effect of effects) {
    if (effect.type === 'setTimer') deadlines.set(effect.timer, input.nowMs + effect.delayMs);
    else if (effect.type === 'clearTimer') deadlines.delete(effect.timer);
  }
}

/** Those of `all` that `others` do not have, each as often as it is missing. */
function missing(all: readonly Effect[], others: readonly Effect[]): Effect[] {
  const left = [...others];
  return all.filter((effect) => {
    const at = left.findIndex((other) => isEqual(effect, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Effects hold bytes, of which only the length is of interest here. */
function inWords(effect: Effect): string {
  return JSON.stringify(effect, (key, value) => {
    if (key === 'password' || key === 'authenticationData' || key === 'data') return '(secret)';
    return value instanceof Uint8Array ? `(${value.length} bytes)` : value;
  });
}
