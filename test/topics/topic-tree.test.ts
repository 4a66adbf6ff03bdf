import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTopicFilter, matches } from '../../machines/topics/topic.ts';
import { TopicTree } from '../../machines/topics/topic-tree.ts';

const nameLevel = fc.constantFrom('', 'a', 'b', '$x');
const topicName = fc
  .array(nameLevel, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/') || '/');
const topicFilter = fc
  .tuple(
    fc.array(fc.oneof(nameLevel, fc.constant('+')), { maxLength: 4 }),
    fc.constantFrom('', '', '#'),
  )
  .map(([levels, last]) => (last === '' ? levels : [...levels, last]).join('/') || '#');

/** Compares by level, a name before those below it, then `+`, then `#`: the order in which a tree is visited. */
function byLevels(a: string, b: string): number {
  const rank = (level: string) => ({ '+': 1, '#': 2 })[level] ?? 0;
  const [as, bs] = [a.split('/'), b.split('/')];
  for (const [depth, x] of as.entries()) {
    const y = bs[depth];
    if (y === undefined) return 1;
    if (x !== y) return rank(x) - rank(y) || (x < y ? -1 : 1);
  }
  return as.length - bs.length;
}

function collect(run: (visit: (value: number, name: string) => void) => void): [string, number][] {
  const visited: [string, number][] = [];
  run((value, name) => visited.push([name, value]));
  return visited;
}

function found<V>(names: TopicTree<V>, filter: string): [string, V][] {
  const places = [...names.matchFilter(filter)];
  return places.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value as V]]));
}

const kinds = ['set', 'set', 'set', 'delete', 'fork', 'match', 'clear'] as const;

function operations(names: fc.Arbitrary<string>, queries: fc.Arbitrary<string>) {
  const operation = fc.record({
    kind: fc.constantFrom(...kinds),
    tree: fc.nat(),
    name: names,
    query: queries,
  });
  return fc.array(operation, { maxLength: 80, size: 'max' });
}

/** Runs operations on a family of forks and on plain maps that fork by copying. */
function checkAgainstModel(
  list: readonly { kind: (typeof kinds)[number]; tree: number; name: string; query: string }[],
  find: (tree: TopicTree<number>, query: string) => [string, number][],
  isMatch: (name: string, query: string) => boolean,
): void {
  const family = [{ tree: new TopicTree<number>(), model: new Map<string, number>() }];
  const checkMatch = (tree: TopicTree<number>, model: Map<string, number>, query: string) => {
    const expected = [...model].filter(([name]) => isMatch(name, query));
    expect(find(tree, query)).toEqual(expected.sort(([a], [b]) => byLevels(a, b)));
  };
  for (const [serial, { kind, tree: index, name, query }] of list.entries()) {
    const member = family[index % family.length];
    if (member === undefined) throw new Error('a family is never empty');
    const { tree, model } = member;
    if (kind === 'set') {
      tree.set(name, serial);
      model.set(name, serial);
    } else if (kind === 'delete') {
      expect(tree.delete(name)).toBe(model.delete(name));
    } else if (kind === 'fork') {
      family.push({ tree: tree.fork(), model: new Map(model) });
    } else if (kind === 'clear') {
      tree.clear();
      model.clear();
    } else {
      checkMatch(tree, model, query);
    }
    expect(tree.size).toBe(model.size);
    expect(tree.get(name)).toBe(model.get(name));
    expect(tree.has(name)).toBe(model.has(name));
  }
  for (const { tree, model } of family) {
    for (const { query } of list.slice(0, 10)) checkMatch(tree, model, query);
    const sorted = [...model].sort(([a], [b]) => byLevels(a, b));
    expect(collect((visit) => tree.forEach(visit))).toEqual(sorted);
  }
}

describe('a tree of filters', () => {
  test('finds for a topic name the filters that match it, by level, then +, then #', () => {
    fc.assert(
      fc.property(operations(topicFilter, topicName), (list) => {
        checkAgainstModel(
          list,
          (tree, query) => collect((visit) => tree.matchTopic(query, visit)),
          (name, query) => {
            expect(isTopicFilter(name)).toBe(true);
            return matches(name, query);
          },
        );
      }),
      { numRuns: 500 },
    );
  });

  test('visits in the same order whatever came first', () => {
    const filters = ['#', 'a/+', '+/b', 'a/b', 'a/#', '+/#', 'a/b/#', '+/+'];
    const expected = ['a/b', 'a/b/#', 'a/+', 'a/#', '+/b', '+/+', '+/#', '#'];
    for (const order of [filters, filters.toReversed()]) {
      const tree = new TopicTree<number>();
      for (const filter of order) tree.set(filter, 0);
      const visited = collect((visit) => tree.matchTopic('a/b', visit));
      expect(visited.map(([filter]) => filter)).toEqual(expected);
    }
  });
});

describe('a tree of topic names', () => {
  test('finds for a filter the topic names that it matches, levels sorted', () => {
    fc.assert(
      fc.property(operations(topicName, topicFilter), (list) => {
        checkAgainstModel(list, found, (name, query) => matches(query, name));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a search for what a filter matches', () => {
  const names = new TopicTree<number>();
  for (let i = 0; i < 1_000; i++) names.set(`room/${i}/light`, i);

  test('looks no further than it is asked to', () => {
    const search = names.matchFilter('#');
    const first = [...Array(4)].map(() => search.next().value?.name);
    expect(first).toEqual([undefined, undefined, undefined, 'room/0/light']);
  });

  test('tells of what it looks at in vain', () => {
    expect([...names.matchFilter('room/+/door')]).toHaveLength(1_002);
    expect([...names.matchFilter('room/+/light')]).toHaveLength(2_002);
    expect([...names.matchFilter('room/7/light')]).toHaveLength(4);
    expect([...names.matchFilter('hall/+/light')]).toHaveLength(1);
  });
});

describe('a topic tree', () => {
  test('takes as many levels as a topic can have', () => {
    const deep = '/'.repeat(65_535);
    const names = new TopicTree<number>().set(deep, 1);
    const filters = names
      .fork()
      .set(`${deep.slice(1)}+`, 2)
      .set('#', 3);
    expect(found(names, '#')).toEqual([[deep, 1]]);
    expect(found(names, `${deep.slice(1)}+`)).toEqual([]);
    expect(collect((visit) => filters.matchTopic(deep, visit))).toHaveLength(2);
    expect(collect((visit) => filters.forEach(visit))).toHaveLength(3);
    expect(names.delete(deep)).toBe(true);
    expect(filters.get(deep)).toBe(1);
  });

  test('is the same with many levels side by side, sorted by code unit', () => {
    const levels = Array.from({ length: 100 }, (_, i) => `${(i * 37) % 100}`);
    const tree = new TopicTree<string>();
    for (const level of levels) tree.set(`a/${level}`, level);
    const find = (tree: TopicTree<string>) => found(tree, 'a/+').map(([, value]) => value);
    expect(find(tree)).toEqual(levels.toSorted());
    const twin = tree.fork().set('a/5', 'five');
    for (const level of levels.slice(0, 95)) tree.delete(`a/${level}`);
    expect(find(tree)).toEqual(levels.slice(95).sort());
    expect(find(twin.set('a/5', '5'))).toEqual(levels.toSorted());
    expect(twin.get('a/99')).toBe('99');
  });

  test('keeps no node for what is gone', () => {
    const tree = new TopicTree<number>();
    for (const name of ['a/b/c', 'a/+/#', '+', '#', 'a']) tree.set(name, 1);
    for (const name of ['a', 'a/b/c', '#', 'a/+/#', '+']) tree.delete(name);
    expect(tree).toEqual(new TopicTree<number>());
  });

  test.each([2, 17, 40])(
    'is the same with the last of %i levels as if it had always been alone',
    (count) => {
      const tree = new TopicTree<number>();
      const alone = new TopicTree<number>().set('a/0', 0);
      for (let i = 0; i < count; i++) tree.set(`a/${i}`, i);
      const twin = tree.fork();
      for (let i = 1; i < count; i++) tree.delete(`a/${i}`);
      expect(tree).toEqual(alone);
      expect(twin.get('a/1')).toBe(1);
      expect(twin.size).toBe(count);
    },
  );

  test('knows levels that objects are born with only once they are set', () => {
    const tree = new TopicTree<number>();
    expect(tree.get('constructor')).toBeUndefined();
    expect(tree.set('__proto__/x', 1).get('__proto__/x')).toBe(1);
  });
});
