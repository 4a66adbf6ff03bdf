/** Virtual time: what is due fires at its own time, by deadline and then in the order in which it was set. */
import type { TimerId } from '../../../machines/index.ts';

interface Alarm {
  readonly deadlineMs: number;
  readonly order: number;
}

export class Clock {
  nowMs = 0;
  #alarms = new Map<TimerId, Alarm>();
  #nextOrder = 0;

  set(timer: TimerId, delayMs: number): void {
    this.#alarms.set(timer, { deadlineMs: this.nowMs + delayMs, order: this.#nextOrder++ });
  }

  clear(timer: TimerId): void {
    this.#alarms.delete(timer);
  }

  clearAll(): void {
    this.#alarms.clear();
  }

  /** Timers that have been set and neither fired nor been cleared. */
  get pending(): readonly TimerId[] {
    return [...this.#alarms.keys()];
  }

  has(timer: TimerId): boolean {
    return this.#alarms.has(timer);
  }

  /** Goes on to the time that comes `ms` later, and stops on the way at each alarm. */
  advance(ms: number, fire: (timer: TimerId) => void): void {
    const untilMs = this.nowMs + ms;
    for (let due = this.#earliest(untilMs); due !== undefined; due = this.#earliest(untilMs)) {
      this.nowMs = (this.#alarms.get(due) as Alarm).deadlineMs;
      this.#alarms.delete(due);
      fire(due);
    }
    this.nowMs = untilMs;
  }

  fork(): Clock {
    const twin = new Clock();
    twin.nowMs = this.nowMs;
    twin.#alarms = new Map(this.#alarms);
    twin.#nextOrder = this.#nextOrder;
    return twin;
  }

  #earliest(untilMs: number): TimerId | undefined {
    let earliest: TimerId | undefined;
    let best: Alarm = { deadlineMs: untilMs, order: Number.POSITIVE_INFINITY };
    for (const [timer, alarm] of this.#alarms) {
      const isSooner =
        alarm.deadlineMs < best.deadlineMs ||
        (alarm.deadlineMs === best.deadlineMs && alarm.order < best.order);
      if (!isSooner) continue;
      earliest = timer;
      best = alarm;
    }
    return earliest;
  }
}
