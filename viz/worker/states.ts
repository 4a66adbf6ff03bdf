/**
 * What a broker held at any record. The trace is played once from beginning to end, in pieces between other work, and
 * now and then a fork of the playback is kept: from the one before a record it is only a few steps to it.
 */
import type { Message, ObservedStep, Watch } from '../../machines/index.ts';
import { messageIn } from '../../machines/trace/messages.ts';
import type { RecordItem } from '../../machines/trace/trace-reader.ts';
import { type Account, type Accounts, chainOf } from '../../sim/explain/account.ts';
import { Causes } from '../../sim/explain/causes.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import { Playback, type Played } from '../../sim/inspect/playback.ts';
import { type StateAt, stateOf } from '../../sim/inspect/state-at.ts';
import type { Intake } from './intake.ts';
import type { Walk } from './walk.ts';

/** Records between two forks, at least. */
const SPACING = 64;
/** A fork copies who is connected and which timers run: the more there are, the fewer forks. */
const ENTRIES_PER_RECORD = 8;
/** Records between two looks at the clock. */
const BATCH = 256;

export class States {
  readonly #intake: Intake;
  readonly #walk: Walk;
  readonly #watch: Watch = { observer: undefined };
  /** In the order of their records; the first is before everything. */
  readonly #forks: Playback[] = [];
  readonly #causes = new Causes();
  readonly #origins = new WeakMap<Message, number>();
  #playback: Playback | undefined;
  /** Up to which record the trace has been played. */
  #upTo = 0;
  /** Why it cannot be played any further. */
  #end: InspectError | undefined;

  constructor(intake: Intake, walk: Walk) {
    this.#intake = intake;
    this.#walk = walk;
  }

  get upTo(): number {
    return this.#end === undefined ? this.#upTo : this.#intake.count;
  }

  /** Plays on until that record, or for so long. */
  advance(to: number, forMs = Number.POSITIVE_INFINITY): void {
    const until = performance.now() + forMs;
    const last = Math.min(to, this.#intake.count);
    while (this.#end === undefined && this.#upTo < last) {
      const before: number = this.#upTo;
      try {
        this.#playOn(Math.min(last, this.#upTo + BATCH));
      } catch (error) {
        if (!(error instanceof InspectError)) throw error;
        this.#end = error;
      }
      if (this.#upTo === before || performance.now() >= until) return;
    }
  }

  /** @throws InspectError behind a gap, and in a trace that does not begin at its beginning */
  at(n: number): StateAt {
    return stateOf(this.#playbackAt(n));
  }

  /** Before a record, after it, and what its steps were: in one go. */
  around(n: number): {
    readonly before: StateAt;
    readonly after: StateAt;
    readonly accounts: Accounts;
  } {
    // The walk is written as the trace is played, and has to be as far as the record.
    this.advance(n);
    const playback = this.#playbackAt(n - 1);
    const before = stateOf(playback);
    const [item] = this.#intake.itemsFrom(n);
    const account = this.#account(playback, item as RecordItem);
    const records = new Map([[n, account]]);
    const accounts = { chain: [`${n}`], causes: this.#causes, records, originOf: this.#originOf };
    return { before, after: stateOf(playback), accounts };
  }

  /** All that a story of a record, or of an effect, is told from. */
  accountsOf(id: string): Accounts {
    const n = Number.parseInt(id, 10);
    this.#playbackAt(n);
    const chain = chainOf(id, this.#causes);
    const records = new Map<number, Account>();
    for (const [from, to] of this.#stretches(chain)) {
      const playback = this.#playbackAt(from - 1);
      for (const item of this.#intake.itemsFrom(from)) {
        if (item.n > to) break;
        records.set(item.n, this.#account(playback, item));
      }
    }
    return { chain, causes: this.#causes, records, originOf: this.#originOf };
  }

  readonly #originOf = (message: Message) => this.#origins.get(message);

  /** What has to be played in one go: an effect is told from where it was made to where it has left. */
  #stretches(chain: readonly string[]): readonly (readonly [from: number, to: number])[] {
    const all = chain
      .map((id): [number, number] => [this.#causes.madeIn(id), Number.parseInt(id, 10)])
      .sort(([a], [b]) => a - b);
    const merged: [number, number][] = [];
    for (const [from, to] of all) {
      const last = merged.at(-1);
      if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    return merged;
  }

  #account(playback: Playback, item: RecordItem): Account {
    const steps: ObservedStep[] = [];
    this.#watch.observer = (step) => steps.push(step);
    try {
      const played = this.#play(playback, item);
      const names = new Map(playback.clientIds);
      return { ...played, steps, names, versions: new Map(playback.versions) };
    } finally {
      this.#watch.observer = undefined;
    }
  }

  /** A look at the charts as they are after a record. @param look may try things out on forks, and watch them */
  lookAt<Seen>(n: number, look: (playback: Playback, watch: Watch) => Seen): Seen {
    return look(this.#playbackAt(n), this.#watch);
  }

  /** One's own, to be played on with. */
  #playbackAt(n: number): Playback {
    this.advance(n);
    if (this.#end !== undefined && n > this.#upTo) throw this.#end;
    this.#begin();
    const playback = this.#forkBefore(n).fork();
    if (playback.n === n) return playback;
    for (const item of this.#intake.itemsFrom(playback.n + 1)) {
      this.#play(playback, item);
      if (item.n === n) break;
    }
    return playback;
  }

  #forkBefore(n: number): Playback {
    let low = 0;
    let high = this.#forks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#forks[middle] as Playback).n <= n) low = middle;
      else high = middle - 1;
    }
    return this.#forks[low] as Playback;
  }

  #begin(): Playback {
    if (this.#playback === undefined) {
      this.#playback = new Playback(this.#intake.header, this.#watch);
      this.#forks.push(this.#playback.fork());
    }
    return this.#playback;
  }

  #playOn(to: number): void {
    const playback = this.#begin();
    // Only with a store can an effect leave in another step than it was made in.
    const made: ObservedStep[] | undefined = this.#intake.header.options.durable ? [] : undefined;
    this.#watch.observer = (step) => {
      this.#walk.watch(step, playback.n);
      made?.push(step);
    };
    try {
      for (const item of this.#intake.itemsFrom(this.#upTo + 1)) {
        const played = this.#play(playback, item);
        for (const { emitted } of made?.splice(0) ?? []) {
          for (const { effect } of emitted) this.#causes.made(effect, item.n);
        }
        this.#causes.note(played);
        this.#walk.note(played, playback.broker);
        this.#upTo = item.n;
        if (item.n - (this.#forks.at(-1)?.n ?? 0) >= spacingOf(playback)) {
          this.#forks.push(playback.fork());
        }
        if (this.#upTo >= to) return;
      }
    } finally {
      this.#watch.observer = undefined;
    }
  }

  #play(playback: Playback, item: RecordItem): Played {
    const played = playback.play(item);
    const message = played.input && messageIn(played.input);
    if (message !== undefined) this.#origins.set(message, item.n);
    return played;
  }
}

function spacingOf({ timers, clientIds, versions }: Playback): number {
  return Math.max(SPACING, (timers.size + clientIds.size + versions.size) / ENTRIES_PER_RECORD);
}
