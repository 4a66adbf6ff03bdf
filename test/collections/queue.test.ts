import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Queue } from '../../machines/collections/queue.ts';

const kinds = ['push', 'push', 'push', 'pushFront', 'shift', 'shift', 'fork', 'clear'] as const;
const operations = fc.array(fc.record({ kind: fc.constantFrom(...kinds), queue: fc.nat() }), {
  maxLength: 150,
  size: 'max',
});

describe('Queue', () => {
  test('is first in, first out, and its forks are queues of their own', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const family = [{ queue: new Queue<number>(), model: [] as number[] }];
        for (const [serial, { kind, queue: index }] of list.entries()) {
          const member = family[index % family.length];
          if (member === undefined) throw new Error('a family is never empty');
          const { queue, model } = member;
          if (kind === 'push') {
            queue.push(serial);
            model.push(serial);
          } else if (kind === 'pushFront') {
            queue.pushFront(serial);
            model.unshift(serial);
          } else if (kind === 'shift') {
            expect(queue.shift()).toBe(model.shift());
          } else if (kind === 'clear') {
            queue.clear();
            model.length = 0;
          } else {
            family.push({ queue: queue.fork(), model: [...model] });
          }
          expect(queue.length).toBe(model.length);
          expect(queue.peek()).toBe(model[0]);
        }
        for (const { queue, model } of family) {
          expect([...queue]).toEqual(model);
          const visited: number[] = [];
          queue.forEach((value) => {
            visited.push(value);
          });
          expect(visited).toEqual(model);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('goes on when its positions have come round', () => {
    const queue = new Queue<number>();
    Object.assign(queue, { head: 0x7fff_ffff - 2 });
    for (let i = 1; i <= 6; i++) queue.push(i);
    queue.pushFront(0);
    expect([...queue]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (let i = 0; i <= 6; i++) expect(queue.shift()).toBe(i);
    expect(queue.shift()).toBeUndefined();

    for (let i = 0; i < 50_000; i++) queue.pushFront(i);
    expect(queue.length).toBe(50_000);
    expect(queue.peek()).toBe(49_999);
  });

  test('holds undefined like any value', () => {
    const queue = new Queue<undefined>();
    queue.push(undefined);
    expect(queue.length).toBe(1);
    queue.shift();
    expect(queue.length).toBe(0);
  });

  test('steps with 100,000 values as it does with none', () => {
    const queue = new Queue<number>();
    for (let i = 0; i < 100_000; i++) queue.push(i);
    // A fork or shift that moved them all would take minutes here.
    let last = queue;
    for (let i = 0; i < 100_000; i++) {
      last = last.fork();
      last.push(last.shift() ?? -1);
    }
    expect(last.length).toBe(100_000);
    expect(last.peek()).toBe(0);
    expect(queue.peek()).toBe(0);
  });

  test('may be changed while it is walked, and the walk goes on as it began', () => {
    const queue = new Queue<number>();
    for (let i = 0; i < 50; i++) queue.push(i);
    const visited: number[] = [];
    for (const value of queue) {
      visited.push(value);
      queue.shift();
      queue.shift();
      queue.push(-1);
    }
    expect(visited).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect([...queue]).toEqual([-1]);
  });

  test('when emptied is the same, whatever it held before', () => {
    const [once, often] = [new Queue<number>(), new Queue<number>()];
    once.push(1);
    for (let i = 0; i < 100; i++) often.push(i);
    for (const queue of [once, often]) while (queue.length > 0) queue.shift();
    expect(often).toEqual(once);
  });
});
