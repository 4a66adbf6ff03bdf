/** The words that name timers in effects and inputs: `connection 7 keepAlive`, `session 3 sessionExpiryInterval`. */
import type { TimerId } from '../inputs.ts';

export type TimerKind = 'connection' | 'session' | 'will';

/**
 * The names of one part's timers, made when they are asked for, since most steps set none. A connection keeps its own:
 * keep alive is set anew with every packet.
 */
export class TimerIds {
  private readonly kind: TimerKind;
  private readonly number: number;
  private last = '';
  private lastId = '';

  /** `number` is the incarnation of the connection or session; a will goes by its session's. */
  constructor(kind: TimerKind, number: number) {
    this.kind = kind;
    this.number = number;
  }

  id(name: string): TimerId {
    if (name !== this.last) {
      this.last = name;
      this.lastId = `${this.kind} ${this.number} ${name}`;
    }
    return this.lastId;
  }
}

/** @throws Error for what no `setTimer` effect has named. */
export function parseTimerId(timer: TimerId): { kind: TimerKind; number: number; name: string } {
  const match = /^(connection|session|will) (\d+) (\w+)$/.exec(timer);
  if (match === null) throw new Error(`unknown timer '${timer}'`);
  return { kind: match[1] as TimerKind, number: Number(match[2]), name: match[3] as string };
}
