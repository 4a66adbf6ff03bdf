/**
 * Two brokers: the one that was recorded, and one to which something else happens from some record on. Timers that
 * both have set to the same moment run out when the recorded one did, late or not; all others when they are due.
 */
import {
  Broker,
  type BrokerOptions,
  type Effect,
  type Input,
  type TimerId,
} from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';

/** Called with every step of the changed broker; without a cause where it was a timer of its own, or a yes. */
type OnStep = (input: Input, effects: readonly Effect[], by: CauseId | undefined) => void;

export class EditedBroker {
  readonly #theirs: Broker;
  readonly #ours: Broker;
  readonly #onStep: OnStep;
  readonly #theirTimers = new Map<TimerId, number>();
  readonly #ourTimers = new Map<TimerId, number>();
  /** What the recorded broker has asked and has had no answer to. */
  readonly #theirQuestions = new Set<string>();
  /** The same for ours, by the recorded question whose answer it waits for. */
  readonly #ourQuestions = new Map<string, string>();
  #floorMs = Number.NEGATIVE_INFINITY;

  constructor(options: BrokerOptions, onStep: OnStep) {
    this.#theirs = new Broker(options);
    this.#ours = new Broker(options);
    this.#onStep = onStep;
  }

  /** Ours, for looking at. */
  get broker(): Broker {
    return this.#ours;
  }

  get timers(): ReadonlyMap<TimerId, number> {
    return this.#ourTimers;
  }

  /**
   * A recorded input.
   * @param isOurs whether it happens to ours as well
   */
  recorded(input: Input, isOurs: boolean, by: CauseId | undefined): void {
    this.#fireUntil(input.nowMs);
    const effects = this.#theirs.step(input);
    keepTimers(this.#theirTimers, input, effects);
    const answered = answerTo(input);
    if (answered !== undefined) this.#theirQuestions.delete(answered);
    const asked = questionsIn(effects);
    for (const { key } of asked) this.#theirQuestions.add(key);
    const own = isOurs ? this.#asOurs(input, answered) : undefined;
    if (own !== undefined) this.#step(own, asked, by);
  }

  /** Something that has not been recorded. */
  other(input: Input, by: CauseId): void {
    this.#fireUntil(input.nowMs);
    this.#step(input, [], by);
  }

  /** The time is that of the timer from now on, and it runs out before what is due by then. */
  fire(timer: TimerId, nowMs: number, by: CauseId): void {
    this.#floorMs = Math.max(this.#floorMs, nowMs, this.#ourTimers.get(timer) ?? nowMs);
    this.#step({ type: 'timer', timer, nowMs }, [], by);
  }

  /** A recorded time as it is for ours: what was to come before a timer that has been fired comes late. */
  timeOf(nowMs: number): number {
    return Math.max(nowMs, this.#floorMs);
  }

  /** What a recorded input is to ours; undefined where ours has not asked, or the timer is not set so. */
  #asOurs(input: Input, answered: string | undefined): Input | undefined {
    if (input.type === 'timer') {
      // The recorded broker's is gone by now; it was due when it ran out, or before.
      const due = this.#ourTimers.get(input.timer);
      return due !== undefined && due <= input.nowMs ? input : undefined;
    }
    if (answered === undefined) return input;
    const question = [...this.#ourQuestions].find(([, theirs]) => theirs === answered)?.[0];
    if (question === undefined) return undefined;
    this.#ourQuestions.delete(question);
    return input.type === 'stored' ? { ...input, id: Number(question.split(' ')[1]) } : input;
  }

  #step(input: Input, asked: readonly Question[] = [], by?: CauseId): void {
    const timed = { ...input, nowMs: this.timeOf(input.nowMs) } as Input;
    const effects = this.#ours.step(timed);
    keepTimers(this.#ourTimers, timed, effects);
    this.#onStep(timed, effects, by);
    const theirs = [...asked];
    for (const question of questionsIn(effects)) {
      const at = theirs.findIndex(({ kind }) => kind === question.kind);
      const [other] = at < 0 ? [] : theirs.splice(at, 1);
      if (other === undefined) this.#step(question.yes(timed.nowMs));
      else this.#ourQuestions.set(question.key, other.key);
    }
  }

  /** Timers that only ours has, or has set to another moment. */
  #fireUntil(nowMs: number): void {
    for (;;) {
      const due = [...this.#ourTimers]
        .filter(([timer, at]) => at <= nowMs && this.#theirTimers.get(timer) !== at)
        .sort(([, a], [, b]) => a - b)[0];
      if (due === undefined) return;
      this.#step({ type: 'timer', timer: due[0], nowMs: due[1] });
    }
  }
}

function keepTimers(timers: Map<TimerId, number>, input: Input, effects: readonly Effect[]): void {
  if (input.type === 'timer') timers.delete(input.timer);
  if (input.type === 'recovered' || input.type === 'restored') timers.clear();
  if (input.type === 'restored') {
    for (const [timer, leftMs] of input.timers) timers.set(timer, input.nowMs + leftMs);
  }
  for (const effect of effects) {
    if (effect.type === 'setTimer') timers.set(effect.timer, input.nowMs + effect.delayMs);
    else if (effect.type === 'clearTimer') timers.delete(effect.timer);
  }
}

/** Something that a broker asks, by what its answer will name. */
interface Question {
  /** `authenticate 3`, `authorize 3`, `store 12`. */
  readonly key: string;
  /** What the recording has to have asked as well: batches are numbered by each broker for itself. */
  readonly kind: string;
  /** The answer, if nobody says otherwise. */
  readonly yes: (nowMs: number) => Input;
}

function questionsIn(effects: readonly Effect[]): readonly Question[] {
  return effects.flatMap((effect) => questionOf(effect) ?? []);
}

function questionOf(effect: Effect): Question | undefined {
  switch (effect.type) {
    case 'store': {
      const { id } = effect;
      const yes = (nowMs: number) => ({ type: 'stored', id, ok: true, nowMs }) as const;
      return { key: `store ${id}`, kind: 'store', yes };
    }
    case 'authenticate': {
      const { connection } = effect;
      const outcome = { kind: 'accepted' } as const;
      const key = `authenticate ${connection}`;
      return {
        key,
        kind: key,
        yes: (nowMs) => ({ type: 'authenticated', connection, outcome, nowMs }),
      };
    }
    case 'authorize': {
      const { connection, topics } = effect;
      const allowed = topics.map(() => true);
      const key = `authorize ${connection}`;
      return {
        key,
        kind: key,
        yes: (nowMs) => ({ type: 'authorized', connection, allowed, nowMs }),
      };
    }
    default:
      return undefined;
  }
}

function answerTo(input: Input): string | undefined {
  if (input.type === 'stored') return `store ${input.id}`;
  if (input.type === 'authenticated') return `authenticate ${input.connection}`;
  return input.type === 'authorized' ? `authorize ${input.connection}` : undefined;
}
