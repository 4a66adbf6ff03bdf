import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../sim/clock.ts';

/** The dumbest clock there is: a list, sorted whenever somebody looks. */
interface Model {
  nowMs: number;
  order: number;
  timers: { id: Id; deadlineMs: number; order: number }[];
}

type Id = number | string;

const kinds = ['set', 'set', 'set', 'set', 'clear', 'take', 'take', 'advance', 'fork'] as const;

/** Few ids and times make for equal deadlines, many for the buckets behind a large heap. */
function operations(ids: number, horizonMs: number, maxLength: number) {
  const operation = fc.record({
    kind: fc.constantFrom(...kinds),
    clock: fc.nat(),
    id: fc.nat(ids - 1),
    ms: fc.nat(horizonMs),
  });
  return fc.array(operation, { maxLength, size: 'max' });
}

function sorted(model: Model) {
  return model.timers.toSorted((a, b) => a.deadlineMs - b.deadlineMs || a.order - b.order);
}

function check(clock: Clock<Id>, model: Model): void {
  const timers = sorted(model);
  const earliest = timers[0]?.deadlineMs;
  expect(clock.nextDeadlineMs()).toBe(earliest);
  const due = timers.filter(({ deadlineMs }) => deadlineMs === earliest).map(({ id }) => id);
  expect(clock.due()).toEqual(due);
  expect(clock.first()).toBe(due[0]);
  expect(clock.size).toBe(timers.length);
}

function checkAll(clock: Clock<Id>, model: Model): void {
  const timers = sorted(model).map(({ id, deadlineMs }) => ({ id, deadlineMs }));
  expect(clock.timers()).toEqual(timers);
  const byMs = model.nowMs + 10;
  expect(clock.due(byMs)).toEqual(
    timers.filter(({ deadlineMs }) => deadlineMs <= byMs).map(({ id }) => id),
  );
  for (const { id, deadlineMs } of timers) expect(clock.deadlineMs(id)).toBe(deadlineMs);
  check(clock, model);
}

type Operation = { kind: (typeof kinds)[number]; clock: number; id: number; ms: number };

function play(list: readonly Operation[], idOf: (number: number) => Id) {
  const family = [{ clock: new Clock<Id>(), model: { nowMs: 0, order: 0, timers: [] } as Model }];
  for (const { kind, clock: index, id: number, ms } of list) {
    const id = idOf(number);
    const member = family[index % family.length];
    if (member === undefined) throw new Error('a family is never empty');
    const { clock, model } = member;
    const rest = model.timers.filter((timer) => timer.id !== id);
    if (kind === 'set') {
      clock.set(id, model.nowMs + ms);
      rest.push({ id, deadlineMs: model.nowMs + ms, order: ++model.order });
      model.timers = rest;
    } else if (kind === 'clear') {
      expect(clock.clear(id)).toBe(rest.length < model.timers.length);
      model.timers = rest;
    } else if (kind === 'take') {
      const deadlineMs = clock.nextDeadlineMs();
      if (deadlineMs === undefined) continue;
      clock.advanceTo(Math.max(deadlineMs, clock.nowMs));
      model.nowMs = clock.nowMs;
      const due = clock.due();
      const taken = due[ms % due.length] as Id;
      clock.take(taken);
      model.timers = model.timers.filter((timer) => timer.id !== taken);
    } else if (kind === 'advance') {
      clock.advanceTo(model.nowMs + ms);
      model.nowMs += ms;
    } else {
      family.push({ clock: clock.fork(), model: { ...model, timers: [...model.timers] } });
    }
    check(clock, model);
    expect(clock.nowMs).toBe(model.nowMs);
  }
  for (const { clock, model } of family) checkAll(clock, model);
}

describe('Clock', () => {
  test.each<[string, (number: number) => Id]>([
    ['numbers', (number) => number],
    ['words', (number) => `timer ${number}`],
  ])(
    'does as a sorted list does, with %s for ids, and its forks are clocks of their own',
    (_, idOf) => {
      fc.assert(
        fc.property(operations(8, 12, 150), (list) => play(list, idOf)),
        { numRuns: 300 },
      );
    },
  );

  test('does as a sorted list does with very many timers', () => {
    const clock = new Clock<Id>();
    const model: Model = { nowMs: 0, order: 0, timers: [] };
    const deadlines = new Map<number, { id: number; deadlineMs: number; order: number }>();
    const set = (id: number, deadlineMs: number) => {
      clock.set(id, deadlineMs);
      deadlines.set(id, { id, deadlineMs, order: ++model.order });
    };
    for (let id = 0; id < 3_000; id++) set(id, (id * 7_919) % 40_000);
    // Every third is put off, every fifth is brought forward, every seventh is cleared.
    for (let id = 0; id < 3_000; id += 3) set(id, 20_000 + ((id * 31) % 60_000));
    for (let id = 0; id < 3_000; id += 5) set(id, (id * 17) % 5_000);
    for (let id = 0; id < 3_000; id += 7) {
      clock.clear(id);
      deadlines.delete(id);
    }
    model.timers = [...deadlines.values()];
    const twin = clock.fork();
    checkAll(clock, model);
    const fired: Id[] = [];
    clock.runTo(90_000, (id) => fired.push(id));
    expect(fired).toEqual(sorted(model).map(({ id }) => id));
    expect(clock.size).toBe(0);
    checkAll(twin, model);
  });

  test('fires in order what is set while it runs', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 60 }), (delays) => {
        const clock = new Clock<number>();
        const fired: [number, number][] = [];
        for (let id = 0; id < 700; id++) clock.set(id, (id * 37) % 5_000);
        let next = 0;
        clock.runTo(20_000, (id, nowMs) => {
          expect(nowMs).toBe(clock.nowMs);
          fired.push([nowMs, id]);
          const delayMs = delays[next++];
          if (delayMs !== undefined) clock.set(id, nowMs + delayMs);
        });
        expect(fired.length).toBe(700 + delays.length);
        expect(fired.map(([ms]) => ms)).toEqual(fired.map(([ms]) => ms).toSorted((a, b) => a - b));
        expect(clock.nowMs).toBe(20_000);
      }),
      { numRuns: 30 },
    );
  });

  test('names all timers of the earliest deadline, in the order in which they were last set', () => {
    const clock = new Clock();
    clock.set('connection 1 keepAlive', 15_000);
    clock.set('session 1 sessionExpiryInterval', 15_000);
    clock.set('will 1 willDelayInterval', 15_000);
    clock.set('connection 2 keepAlive', 20_000);
    clock.set('connection 1 keepAlive', 15_000);
    expect(clock.due()).toEqual([
      'session 1 sessionExpiryInterval',
      'will 1 willDelayInterval',
      'connection 1 keepAlive',
    ]);
  });

  test('does not go back, nor fire early, nor fire what is not running', () => {
    const clock = new Clock();
    clock.set('a', 10);
    expect(() => clock.take('a')).toThrow('timer a is due at 10 ms, and it is 0 ms');
    expect(() => clock.take('b')).toThrow('timer b is not running');
    clock.advanceTo(20);
    expect(() => clock.advanceTo(19)).toThrow(RangeError);
    expect(() => clock.advanceTo(Number.NaN)).toThrow(RangeError);
    expect(() => clock.set('a', Number.POSITIVE_INFINITY)).toThrow(RangeError);
    clock.set('late', 5);
    expect(clock.deadlineMs('late')).toBe(20);
    clock.take('a');
    expect(clock.due()).toEqual(['late']);
  });

  test('forgets timers that do not run any more', () => {
    const clock = new Clock<number>();
    for (let id = 0; id < 200_000; id++) {
      clock.set(id, id + 1_000_000);
      clock.clear(id);
    }
    expect(clock.size).toBe(0);
    expect(clock.nextDeadlineMs()).toBeUndefined();
    expect(clock.moves).toBeLessThan(1_000_000);
  });
});
