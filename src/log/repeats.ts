/**
 * Keeps lines from saying the same again and again, as fast as a client likes: the first is written, and those that
 * follow within a while are counted, to be told with the next one, or at the end.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

export const REPEAT_AFTER_SECONDS = 60;
/** Subjects that are remembered; with more of them all are forgotten, and each is told again. */
const SUBJECTS_MAXIMUM = 10_000;
/** Subjects that are told one by one at the end. */
const LEFT_MAXIMUM = 10;
const LEFT_OUT = 'lines left out';

interface Told {
  untilMs: number;
  more: number;
}

export class Repeats {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #told = new Map<string, Told>();

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  /** How many lines on the subject have been left out since the last one; undefined when this one is to be too. */
  admit(subject: string): number | undefined {
    const nowMs = this.#clock.nowMs();
    const told = this.#told.get(subject);
    if (told !== undefined && nowMs < told.untilMs) {
      told.more += 1;
      return undefined;
    }
    if (told === undefined && this.#told.size >= SUBJECTS_MAXIMUM) this.#told.clear();
    this.#told.set(subject, { untilMs: nowMs + REPEAT_AFTER_SECONDS * 1_000, more: 0 });
    return told?.more ?? 0;
  }

  /** Tells what has been left out and not told of since, most first. */
  end(logger: Pick<Logger, 'warn'>): void {
    const all = [...this.#told].map(([subject, { more }]) => ({ subject, more }));
    const left = all.filter(({ more }) => more > 0).sort((a, b) => b.more - a.more);
    const rest = left.splice(LEFT_MAXIMUM);
    for (const { subject, more } of left) logger.warn({ reason: subject, more }, LEFT_OUT);
    if (rest.length === 0) return;
    const more = rest.reduce((sum, each) => sum + each.more, 0);
    logger.warn({ reason: `further reasons: ${rest.length}`, more }, LEFT_OUT);
  }
}
