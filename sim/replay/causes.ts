/**
 * What caused an input, found from the steps before it: a timer was set, an answer was asked for, a connection was
 * closed on our side. A trace of the broker does not spell this out, because it follows.
 */
import type { Effect, Input } from '../../machines/index.ts';

/** Set by which record, and when it runs out. */
interface SetAt {
  n: number;
  dueMs: number;
}

/** The question that an input answers, as one of an effect is named. */
export function questionOf(input: Input): string | undefined {
  if (input.type === 'authenticated') return `authenticate ${input.connection}`;
  return input.type === 'authorized' ? `authorize ${input.connection}` : undefined;
}

export class Causes {
  readonly #timers = new Map<string, SetAt>();
  /** Questions that are open, by the record that asked. */
  readonly #questions = new Map<string, number>();
  readonly #closes = new Map<number, number>();

  /** The timers that are set, and when each runs out. */
  get deadlines(): Map<string, number> {
    return new Map([...this.#timers].map(([timer, { dueMs }]) => [timer, dueMs]));
  }

  get openQuestions(): ReadonlySet<string> {
    return new Set(this.#questions.keys());
  }

  learn(n: number, input: Input, effects: readonly Effect[]): void {
    if (input.type === 'timer') this.#timers.delete(input.timer);
    if (input.type === 'closed') this.#closes.delete(input.connection);
    const answered = questionOf(input);
    if (answered !== undefined) this.#questions.delete(answered);
    for (const effect of effects) {
      if (effect.type === 'setTimer') {
        this.#set(effect.timer, n, input.nowMs + effect.delayMs);
      } else if (effect.type === 'clearTimer') this.#timers.delete(effect.timer);
      else if (effect.type === 'close') this.#closes.set(effect.connection, n);
      else if (effect.type === 'authenticate' || effect.type === 'authorize') {
        this.#questions.set(`${effect.type} ${effect.connection}`, n);
      }
    }
  }

  /** Most timers that are set run already. */
  #set(timer: string, n: number, dueMs: number): void {
    const set = this.#timers.get(timer);
    if (set === undefined) this.#timers.set(timer, { n, dueMs });
    else {
      set.n = n;
      set.dueMs = dueMs;
    }
  }

  /** In words. To be asked before the step is learned. */
  causeOf(input: Input, by: string | undefined): string {
    if (by !== undefined) return `by ${by}`;
    switch (input.type) {
      case 'opened':
        return `${input.origin.remote} connected`;
      case 'received':
        return `${input.packet.type} from connection ${input.connection}`;
      case 'malformed':
        return `bytes from connection ${input.connection}`;
      case 'congested':
      case 'writable':
        return `the network of connection ${input.connection}`;
      case 'closed':
        return this.#since(
          `connection ${input.connection} ended`,
          this.#closes.get(input.connection),
        );
      case 'timer':
        return this.#since(`timer '${input.timer}'`, this.#timers.get(input.timer)?.n);
      case 'authenticated':
        return this.#answer('authenticate', input.connection);
      case 'authorized':
        return this.#answer('authorize', input.connection);
      case 'command':
        return `command ${input.command.type}`;
      default:
        return (input as { type: string }).type;
    }
  }

  #answer(question: string, connection: number): string {
    return this.#since(
      `answer to ${question} of connection ${connection}`,
      this.#questions.get(`${question} ${connection}`),
    );
  }

  #since(what: string, n: number | undefined): string {
    return n === undefined ? what : `${what}, asked for by record ${n}`;
  }
}
