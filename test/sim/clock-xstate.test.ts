// What XState's SimulatedClock does wrong for us, each beside our clock in the same situation.
import { describe, expect, test, vi } from 'vitest';
import { SimulatedClock } from 'xstate';
import { Clock } from '../../sim/clock.ts';

describe('beside the SimulatedClock of XState', () => {
  test('a timer fires at its deadline, not at the end of the increment', () => {
    const theirs = new SimulatedClock();
    const theirTimes: number[] = [];
    theirs.setTimeout(() => {
      theirTimes.push(theirs.now());
      theirs.setTimeout(() => theirTimes.push(theirs.now()), 5);
    }, 5);
    theirs.increment(20);
    // Due at 5, and it is 20; the next one, due at 10, has not fired at all.
    expect(theirTimes).toEqual([20]);

    const ours = new Clock();
    const ourTimes: number[] = [];
    ours.set('ping', 5);
    ours.runTo(20, (id, nowMs) => {
      ourTimes.push(nowMs);
      if (ourTimes.length < 2) ours.set(id, nowMs + 5);
    });
    expect(ourTimes).toEqual([5, 10]);
    expect(ours.nowMs).toBe(20);
  });

  test('a timer that fires and is set again does not cost a look at all the others', () => {
    const SESSIONS = 10_000;
    const FIRES = 20;
    const delayMs = (session: number) => (session < FIRES ? 1_000 : 90_000) + session;

    const theirs = new SimulatedClock();
    let theirFires = 0;
    const arm = (session: number) => {
      theirs.setTimeout(() => {
        theirFires++;
        theirs.setTimeout(() => arm(session), 90_000);
      }, delayMs(session));
    };
    for (let session = 0; session < SESSIONS; session++) arm(session);
    const sort = vi.spyOn(Array.prototype, 'sort');
    theirs.increment(1_000 + FIRES);
    const timersSorted = sort.mock.contexts.reduce<number>(
      (sum, context) => sum + (context as unknown[]).length,
      0,
    );
    expect(theirFires).toBe(FIRES);
    // All of them, once for each that fires and once more.
    expect(sort).toHaveBeenCalledTimes(FIRES + 1);
    expect(timersSorted).toBe(SESSIONS * (FIRES + 1));
    sort.mockClear();

    const ours = new Clock<number>();
    for (let session = 0; session < SESSIONS; session++) ours.set(session, delayMs(session));
    const movesBefore = ours.moves;
    let ourFires = 0;
    ours.runTo(1_000 + FIRES, (session, nowMs) => {
      ourFires++;
      ours.set(session, nowMs + 90_000);
    });
    expect(ourFires).toBe(FIRES);
    expect(sort).not.toHaveBeenCalled();
    expect(ours.moves - movesBefore).toBeLessThan(FIRES * 2 * Math.log2(SESSIONS));
    sort.mockRestore();
  });

  test('keep-alive timers that are put off with every packet cost no moves until they come up', () => {
    const clock = new Clock<number>();
    for (let session = 0; session < 10_000; session++) clock.set(session, 90_000 + session);
    const movesBefore = clock.moves;
    for (let round = 1; round <= 20; round++) {
      clock.advanceTo(round * 1_000);
      for (let session = 0; session < 10_000; session++) clock.set(session, clock.nowMs + 90_000);
    }
    expect(clock.moves).toBe(movesBefore);
    expect(clock.nextDeadlineMs()).toBe(110_000);
    expect(clock.due().length).toBe(10_000);
  });
});
