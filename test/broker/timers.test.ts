import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { LONGEST_DELAY_MS, Timers } from '../../src/timers.ts';

const YEAR_MS = 365 * 86_400_000;

/** A clock that stands still until `advance`, with at most one timer, as Timers promises. */
class TestClock implements Clock {
  now = 1_000_000;
  scheduled: { atMs: number; callback: () => void } | undefined;
  schedules = 0;

  nowMs(): number {
    return this.now;
  }

  schedule(delayMs: number, callback: () => void): unknown {
    expect(delayMs).toBeGreaterThanOrEqual(0);
    expect(delayMs).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    expect(this.scheduled).toBeUndefined();
    this.schedules++;
    this.scheduled = { atMs: this.now + delayMs, callback };
    return this.scheduled;
  }

  cancel(handle: unknown): void {
    expect(handle).toBe(this.scheduled);
    this.scheduled = undefined;
  }

  advance(ms: number): void {
    const untilMs = this.now + ms;
    while (this.scheduled && this.scheduled.atMs <= untilMs) {
      const { atMs, callback } = this.scheduled;
      this.scheduled = undefined;
      this.now = Math.max(this.now, atMs);
      callback();
    }
    this.now = untilMs;
  }
}

function setUp(onFire: (id: string) => void = () => {}) {
  const clock = new TestClock();
  const fired: string[] = [];
  const timers = new Timers(clock, (id, nowMs) => {
    expect(nowMs).toBe(clock.now);
    fired.push(`${id} at ${clock.now - 1_000_000}`);
    onFire(id);
  });
  const set = (id: string, delayMs: number) => timers.set(id, clock.now + delayMs);
  return { clock, timers, fired, set };
}

describe('timers', () => {
  it('fire by deadline, and in the order of setting when that is the same', () => {
    const { clock, fired, set } = setUp();
    set('b', 20);
    set('c', 10);
    set('a', 20);
    clock.advance(20);
    expect(fired).toEqual(['c at 10', 'b at 20', 'a at 20']);
  });

  it('are replaced by one of the same name, later or earlier', () => {
    const { clock, fired, set } = setUp();
    set('later', 10);
    set('earlier', 30);
    set('later', 40);
    set('earlier', 5);
    clock.advance(100);
    expect(fired).toEqual(['earlier at 5', 'later at 40']);
  });

  it('lose their place among equals when they are set again', () => {
    const { clock, fired, set } = setUp();
    set('a', 10);
    set('b', 10);
    set('a', 10);
    clock.advance(10);
    expect(fired).toEqual(['b at 10', 'a at 10']);
  });

  it('do not fire when they are cleared', () => {
    const { clock, timers, fired, set } = setUp();
    for (const id of ['a', 'b', 'c', 'd', 'e']) set(id, 10);
    timers.clear('c');
    timers.clear('unknown');
    clock.advance(10);
    expect(fired.map((line) => line[0])).toEqual(['a', 'b', 'd', 'e']);
    expect(timers.size).toBe(0);
  });

  it('are put off without touching the platform, as Keep Alive is by every packet', () => {
    const { clock, fired, set } = setUp();
    set('keepAlive', 100);
    for (let packet = 0; packet < 99; packet++) {
      clock.advance(1);
      set('keepAlive', 100);
    }
    expect(clock.schedules).toBe(1);
    clock.advance(200);
    expect(fired).toEqual(['keepAlive at 199']);
    expect(clock.schedules).toBe(2);
  });

  it('can take longer than the platform can count', () => {
    const { clock, fired, set } = setUp();
    set('sessionExpiry', 136 * YEAR_MS);
    clock.advance(136 * YEAR_MS - 1);
    expect(fired).toEqual([]);
    clock.advance(1);
    expect(fired).toHaveLength(1);
  });

  it('that set themselves without delay leave others their turn', () => {
    let times = 0;
    const { clock, timers, fired, set } = setUp((id) => {
      if (id === 'again' && ++times < 3) set('again', 0);
    });
    set('again', 5);
    set('other', 5);
    clock.advance(5);
    expect(fired).toEqual(['again at 5', 'other at 5', 'again at 5', 'again at 5']);
    expect(timers.size).toBe(0);
  });

  it('may be cleared by one that fires at the same time', () => {
    const { clock, timers, fired, set } = setUp((id) => {
      if (id === 'a') timers.clear('b');
    });
    set('a', 5);
    set('b', 5);
    clock.advance(5);
    expect(fired).toEqual(['a at 5']);
  });

  it('are gone after stop, and none comes after', () => {
    const { clock, timers, fired, set } = setUp();
    set('a', 5);
    timers.stop();
    set('b', 5);
    expect(clock.scheduled).toBeUndefined();
    clock.advance(10);
    expect(fired).toEqual([]);
  });

  it('behave as a list that is sorted anew each time', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
    const command = fc.oneof(
      fc.record({ do: fc.constant('set' as const), id, ms: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ do: fc.constant('clear' as const), id, ms: fc.constant(0) }),
      fc.record({ do: fc.constant('advance' as const), id, ms: fc.integer({ min: 0, max: 30 }) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const { clock, timers, fired, set } = setUp();
        let model: { id: string; atMs: number }[] = [];
        const expected: string[] = [];
        for (const step of [...commands, { do: 'advance' as const, id: '', ms: 100 }]) {
          const isOther = (timer: { id: string }) => timer.id !== step.id;
          if (step.do !== 'advance') model = model.filter(isOther);
          if (step.do === 'set') {
            model.push({ id: step.id, atMs: clock.now + step.ms });
            set(step.id, step.ms);
          } else if (step.do === 'clear') timers.clear(step.id);
          else {
            const due = model.filter(({ atMs }) => atMs <= clock.now + step.ms);
            model = model.filter((timer) => !due.includes(timer));
            due.sort((a, b) => a.atMs - b.atMs);
            expected.push(...due.map((timer) => `${timer.id} at ${timer.atMs - 1_000_000}`));
            clock.advance(step.ms);
          }
        }
        expect(fired).toEqual(expected);
      }),
    );
  });
});
