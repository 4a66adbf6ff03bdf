import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chooser, first } from '../../sim/choose/chooser.ts';
import { Odometer } from '../../sim/choose/odometer.ts';
import { Recorded } from '../../sim/choose/recorded.ts';
import { Seeded } from '../../sim/choose/seeded.ts';
import { Store, type Write } from '../../sim/store/store.ts';

const at = (nowMs: number, chooser: Chooser = first) => ({ nowMs, chooser });
const put = (key: string, value: number): Write<number> => ({ key, value });
const remove = (key: string): Write<number> => ({ key, value: undefined });

describe('Store', () => {
  test('writes a batch whole, after its latency, and answers', () => {
    const store = new Store<number>({ latencyMs: { min: 5, max: 5 }, failurePercent: 0 });
    store.submit(1, [put('b', 1), put('a', 2)], at(0));
    store.submit(2, [remove('b'), put('c', 3)], at(2));
    expect(store.contents()).toEqual([]);
    expect(() => store.complete(at(4))).toThrow('nothing is due at 4 ms');
    expect(store.complete(at(5))).toEqual({ type: 'stored', id: 1, ok: true });
    expect(store.contents()).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(store.nextDeadlineMs()).toBe(7);
    store.complete(at(7));
    expect(store.contents()).toEqual([
      ['a', 2],
      ['c', 3],
    ]);
    expect(store.get('b')).toBeUndefined();
  });

  test('answers in order, however long each takes', () => {
    const store = new Store<number>({ latencyMs: { min: 0, max: 1 }, failurePercent: 0 });
    const slowFirst = new Recorded([1, 0]);
    store.submit(1, [], at(0, slowFirst));
    store.submit(2, [], at(0, slowFirst));
    expect(store.nextDeadlineMs()).toBe(1);
    expect(store.complete(at(1)).id).toBe(1);
    expect(store.nextDeadlineMs()).toBe(1);
  });

  test('at a crash loses what was pending, but for the first of it', () => {
    const outcomes: unknown[] = [];
    const odometer = new Odometer();
    do {
      const store = new Store<number>();
      store.submit(1, [put('a', 1)], at(0));
      store.complete(at(0));
      store.submit(2, [put('b', 2), remove('a')], at(0));
      store.submit(3, [put('c', 3)], at(0));
      store.crash(odometer);
      outcomes.push(
        store
          .contents()
          .map(([key]) => key)
          .join(''),
      );
      expect(store.pending).toBe(0);
    } while (odometer.next());
    expect(outcomes).toEqual(['a', 'b', 'bc']);
  });

  test('fails and is slow as often as it is told to', () => {
    const slow = { latencyMs: 1_000, percent: 10 };
    const settings = { latencyMs: { min: 0, max: 3 }, slow, failurePercent: 25 };
    const store = new Store<number>(settings);
    const chooser = new Seeded('store');
    let [slowOnes, failures] = [0, 0];
    for (let id = 0; id < 4_000; id++) {
      store.submit(id, [put(`${id}`, id)], at(0, chooser));
      const doneMs = store.nextDeadlineMs() ?? 0;
      if (doneMs === 1_000) slowOnes++;
      const { ok } = store.complete(at(doneMs, chooser));
      if (!ok) failures++;
      expect(store.get(`${id}`)).toBe(ok ? id : undefined);
    }
    expect(Math.abs(slowOnes - 400)).toBeLessThan(80);
    expect(Math.abs(failures - 1_000)).toBeLessThan(120);
    const broken = new Store<number>({ latencyMs: { min: 0, max: 0 }, failurePercent: 100 });
    broken.submit(1, [put('a', 1)], at(0));
    expect(broken.complete(at(0)).ok).toBe(false);
    expect(() => new Store({ latencyMs: { min: 0, max: 0 }, failurePercent: 101 })).toThrow(
      RangeError,
    );
  });

  test('holds what a plain map holds to which the same was written, and forks on its own', () => {
    const key = fc.constantFrom('a', 'a/b', 'a/b/c', 'ab', 'c');
    const write: fc.Arbitrary<Write<number>> = fc.oneof(
      { weight: 5, arbitrary: fc.record({ key, value: fc.option(fc.nat(9), { nil: undefined }) }) },
      { weight: 1, arbitrary: fc.record({ below: key }) },
    );
    const operation = fc.record({
      kind: fc.constantFrom('submit', 'submit', 'complete', 'complete', 'crash', 'fork'),
      member: fc.nat(),
      writes: fc.array(write, { maxLength: 4 }),
    });
    type Batch = readonly Write<number>[];
    const apply = (model: Map<string, number>, batches: readonly Batch[]) => {
      for (const write of batches.flat()) {
        if ('below' in write) {
          for (const key of [...model.keys()]) {
            if (key === write.below || key.startsWith(`${write.below}/`)) model.delete(key);
          }
        } else if (write.value === undefined) model.delete(write.key);
        else model.set(write.key, write.value);
      }
    };
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (list) => {
        const family = [
          { store: new Store<number>(), model: new Map<string, number>(), batches: [] as Batch[] },
        ];
        for (const [id, { kind, member, writes }] of list.entries()) {
          const { store, model, batches } = family[member % family.length] as (typeof family)[0];
          if (kind === 'submit') {
            store.submit(id, writes, at(0));
            batches.push(writes);
          } else if (kind === 'complete' && batches.length > 0) {
            store.complete(at(0));
            apply(model, batches.splice(0, 1));
          } else if (kind === 'crash') {
            const written = id % (batches.length + 1);
            store.crash(new Recorded([written]));
            apply(model, batches.splice(0).slice(0, written));
          } else if (kind === 'fork') {
            const twin = { model: new Map(model), batches: [...batches] };
            family.push({ store: store.fork(), ...twin });
          }
        }
        for (const { store, model, batches } of family) {
          expect(store.contents()).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
          expect(store.pending).toBe(batches.length);
        }
      }),
    );
  });
});
