/**
 * What the broker does, as a trace for those who watch it live: see "The live feed" in TRACE.md.
 *
 * A viewer comes when the broker has been running for long, so its trace begins with all that the broker holds (a
 * `restored` input), and the charts in the page go on from there. Where that would be too much, or more happens than a
 * page can follow, the feed says so with a gap, and goes on with the outline: connections, sessions and wills.
 *
 * While nobody watches, the steps of the broker do not come this way.
 */
import {
  type Broker,
  type BrokerOptions,
  type Effect,
  effectText,
  type Input,
  inputText,
  type PayloadMode,
  type PayloadText,
  type TimerLeft,
  traceHeader,
  type Wording,
} from '../../machines/index.ts';
import { Beginning, glimpseText, type Shown } from './beginning.ts';
import {
  BEGINNING_LENGTH_MAXIMUM,
  EFFECTS_TOLD_MAXIMUM,
  FLUSH_EVERY_MS,
  GAP_EVERY_MS,
  GLIMPSED_PARTS_MAXIMUM,
  RECORD_LENGTH,
  RECORDS_PER_SECOND_MAXIMUM,
  STATUS_EVERY_MS,
  WATCHED_PARTS_MAXIMUM,
  WHOLE_AGAIN_AFTER_MS,
} from './limits.ts';
import { outlineOf } from './outline.ts';
import { Pace } from './pace.ts';
import { type Outlet, Viewer } from './viewer.ts';

export type Stepping = Pick<Broker, 'step'>;

/** What drives the broker: its steps can be made to go through somebody else. */
interface Driven {
  /** @param around given what steps, makes what is to step in its place; undefined: as it was */
  stepThrough(around: ((inner: Stepping) => Stepping) | undefined): void;
  readonly timersLeft: readonly TimerLeft[];
}

export interface FeedParts {
  readonly core: Shown & Pick<Broker, 'holdsMoreThan' | 'counts'>;
  readonly driver: Driven;
  readonly options: BrokerOptions;
  readonly payloads: PayloadMode;
  readonly payload: PayloadText;
  readonly nowMs: () => number;
}

const ONLY_OUTLINE =
  'only connections, sessions, wills and subscriptions are told until a page can follow again';
const TOO_MUCH = `the broker holds more than a page can show, and is shown in part; ${ONLY_OUTLINE}`;
const TOO_FAST = `more happens than a page can follow; ${ONLY_OUTLINE}`;

export class Feed {
  readonly #parts: FeedParts;
  readonly #header: string;
  readonly #startedAtMs: number;
  readonly #wording: Wording;
  readonly #viewers = new Set<Viewer>();
  #pace: Pace;
  /** Why only the outline is told; undefined while all is. */
  #because: string | undefined;
  #becauseSinceMs = 0;
  #missing = 0;
  #gapAtMs = 0;
  #steps = 0;
  #statusAtMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    const { options, payloads, payload } = parts;
    const clockMs = parts.nowMs();
    const startedAt = new Date(clockMs).toISOString();
    const facts = { source: 'broker', options, payloads, startedAt, clockMs } as const;
    this.#startedAtMs = clockMs;
    this.#header = JSON.stringify(traceHeader(facts));
    this.#pace = new Pace(RECORDS_PER_SECOND_MAXIMUM, clockMs);
    this.#wording = { payload, numberOf: () => undefined };
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  /** @returns what to call when the viewer has gone */
  add(outlet: Outlet): () => void {
    const viewer = new Viewer(outlet);
    const nowMs = this.#parts.nowMs();
    if (this.#viewers.size === 0) this.#start(nowMs);
    this.#viewers.add(viewer);
    this.#begin([viewer], nowMs);
    return () => {
      if (this.#viewers.delete(viewer) && this.#viewers.size === 0) this.#stop();
    };
  }

  /** Everybody gets what there is, is told why it ends, and leaves. */
  close(code: number, reason: string): void {
    const viewers = [...this.#viewers];
    if (viewers.length === 0) return;
    this.#viewers.clear();
    this.#stop();
    for (const viewer of viewers) {
      viewer.flush(this.#parts.nowMs());
      viewer.close(code, reason);
    }
  }

  #start(nowMs: number): void {
    this.#pace = new Pace(RECORDS_PER_SECOND_MAXIMUM, nowMs);
    this.#steps = 0;
    this.#statusAtMs = nowMs;
    this.#tellAll(nowMs);
    this.#parts.driver.stepThrough((inner) => ({
      step: (input) => {
        const effects = inner.step(input);
        this.#stepped(input, effects);
        return effects;
      },
    }));
    this.#timer = setInterval(() => this.#tick(), FLUSH_EVERY_MS).unref();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#parts.driver.stepThrough(undefined);
  }

  // What is told

  #stepped(input: Input, effects: readonly Effect[]): void {
    this.#steps += 1;
    const { nowMs } = input;
    if (this.#because === undefined) {
      if (!this.#pace.isSpent(nowMs) && effects.length <= EFFECTS_TOLD_MAXIMUM) {
        this.#tell(input, effects);
        return;
      }
      this.#outlineFrom(TOO_FAST, nowMs);
    }
    const told = outlineOf(effects);
    if (told.length === 0 || told.length > EFFECTS_TOLD_MAXIMUM || this.#pace.isSpent(nowMs)) {
      this.#missing += 1;
      return;
    }
    if (nowMs - this.#gapAtMs >= GAP_EVERY_MS) this.#tellGap(nowMs);
    this.#tell(input, told);
  }

  #tell(input: Input, effects: readonly Effect[]): void {
    const wording = this.#wording;
    const out = effects.map((effect) => effectText(effect, undefined, wording)).join(',');
    const text = `"in":${inputText(input, wording)},"out":[${out}]}`;
    this.#pace.spend(1 + text.length / RECORD_LENGTH);
    this.#record(input.nowMs, text);
  }

  #outlineFrom(because: string, nowMs: number): void {
    this.#because = because;
    this.#becauseSinceMs = nowMs;
    this.#missing = 0;
    this.#tellGap(nowMs);
  }

  #tellGap(nowMs: number): void {
    this.#record(nowMs, this.#gapText());
    this.#missing = 0;
    this.#gapAtMs = nowMs;
  }

  #gapText(): string {
    return `"gap":${JSON.stringify({ steps: this.#missing, because: this.#because })}}`;
  }

  #record(nowMs: number, text: string): void {
    const rest = `"t":${nowMs - this.#startedAtMs},${text}`;
    for (const viewer of this.#viewers) viewer.record(rest);
  }

  // Beginnings

  #tellAll(nowMs: number): void {
    this.#because = undefined;
    this.#gapAtMs = nowMs;
    this.#missing = 0;
  }

  #begin(viewers: readonly Viewer[], nowMs: number): void {
    this.#outlineIfTooMuch(nowMs);
    const { core, driver } = this.#parts;
    const t = `"t":${nowMs - this.#startedAtMs},`;
    const waiting = viewers.map((viewer) => ({ viewer, number: viewer.begin(this.#header) }));
    const give = (text: string) => {
      for (const { viewer, number } of waiting) viewer.first(number, t + text);
    };
    for (const viewer of viewers) viewer.status(this.#statusLine(nowMs));
    if (this.#because !== undefined) {
      for (const viewer of viewers) viewer.record(t + this.#gapText());
      give(this.#glimpse(nowMs));
      return;
    }
    const beginning = new Beginning(core, driver.timersLeft, nowMs, this.#wording);
    const isWanted = () =>
      waiting.some(({ viewer, number }) => this.#viewers.has(viewer) && viewer.isAwaiting(number));
    this.#proceed(beginning, isWanted, () => {
      if (!beginning.isTooLong) return give(beginning.text);
      // Not many things, but large ones: long topics, many properties.
      if (this.#because === undefined) this.#outlineFrom(TOO_MUCH, this.#parts.nowMs());
      this.#begin(viewers, this.#parts.nowMs());
    });
  }

  /** A slice of it whenever the broker has nothing else to do. */
  #proceed(beginning: Beginning, isWanted: () => boolean, done: () => void): void {
    if (!isWanted()) return;
    beginning.proceed();
    if (beginning.isDone) done();
    else setImmediate(() => this.#proceed(beginning, isWanted, done));
  }

  #glimpse(nowMs: number): string {
    const { core, driver } = this.#parts;
    const text = glimpseText(core, driver.timersLeft, GLIMPSED_PARTS_MAXIMUM, nowMs, this.#wording);
    if (text.length <= BEGINNING_LENGTH_MAXIMUM) return text;
    return glimpseText(core, [], 0, nowMs, this.#wording);
  }

  /** It may have grown meanwhile. */
  #outlineIfTooMuch(nowMs: number): void {
    if (this.#because !== undefined) return;
    if (this.#parts.core.holdsMoreThan(WATCHED_PARTS_MAXIMUM)) this.#outlineFrom(TOO_MUCH, nowMs);
  }

  // Twenty times a second

  #tick(): void {
    const nowMs = this.#parts.nowMs();
    this.#tryWhole(nowMs);
    if (nowMs - this.#statusAtMs >= STATUS_EVERY_MS) {
      this.#outlineIfTooMuch(nowMs);
      const line = this.#statusLine(nowMs);
      for (const viewer of this.#viewers) viewer.status(line);
      this.#steps = 0;
      this.#statusAtMs = nowMs;
    }
    const caughtUp = [...this.#viewers].filter((viewer) => viewer.flush(nowMs));
    if (caughtUp.length > 0) this.#begin(caughtUp, nowMs);
  }

  /** Everybody begins anew with the whole, once the load has gone. */
  #tryWhole(nowMs: number): void {
    if (this.#because === undefined) return;
    if (nowMs - this.#becauseSinceMs < WHOLE_AGAIN_AFTER_MS) return;
    this.#becauseSinceMs = nowMs;
    const isCalm = this.#steps < RECORDS_PER_SECOND_MAXIMUM / 2 && !this.#pace.isSpent(nowMs);
    if (!isCalm || this.#parts.core.holdsMoreThan(WATCHED_PARTS_MAXIMUM)) return;
    this.#tellAll(nowMs);
    this.#begin(
      [...this.#viewers].filter(({ isBehind }) => !isBehind),
      nowMs,
    );
  }

  /** Beside the trace: how much there is, and how much goes on. */
  #statusLine(nowMs: number): string {
    const seconds = Math.max(nowMs - this.#statusAtMs, FLUSH_EVERY_MS) / 1_000;
    const { connections, sessions, retained } = this.#parts.core.counts;
    return JSON.stringify({
      live: {
        connections,
        sessions,
        retained,
        inputsPerSecond: Math.round(this.#steps / seconds),
        isWhole: this.#because === undefined,
      },
    });
  }
}
