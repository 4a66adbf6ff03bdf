// Routes are remembered. What is remembered has to be what would be found afresh.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Subscription } from '../../machines/core/parts.ts';
import { Router } from '../../machines/core/routing.ts';
import { matches, parseShared } from '../../machines/topics/topic.ts';

const topics = ['a', 'a/b', 'a/b/c', 'b'];
const filters = ['$share/one/a', '$share/two/a/+', ...topics, 'a/+', 'a/#', '#', '+'];

type Act =
  | { readonly kind: 'add' | 'remove'; readonly session: number; readonly filter: string }
  | { readonly kind: 'addLocal' | 'removeLocal'; readonly session: number; readonly filter: string }
  | { readonly kind: 'route'; readonly topic: string }
  | { readonly kind: 'fork' };

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('add' as const, 'remove' as const, 'addLocal', 'removeLocal'),
    session: fc.integer({ min: 1, max: 4 }),
    filter: fc.constantFrom(...filters),
  }),
  fc.record({ kind: fc.constant('route' as const), topic: fc.constantFrom(...topics) }),
  fc.record({ kind: fc.constant('fork' as const) }),
);

function subscription(topicFilter: string): Subscription {
  const share = parseShared(topicFilter)?.shareName;
  const identifier = undefined;
  return { topicFilter, qos: 1, noLocal: false, retainAsPublished: false, identifier, share };
}

function perform(router: Router, act: Act): void {
  if (act.kind === 'add') router.add(act.session, subscription(act.filter));
  else if (act.kind === 'remove') router.remove(act.session, subscription(act.filter));
  else if (act.kind === 'addLocal') router.addLocal(act.session, act.filter);
  else if (act.kind === 'removeLocal') router.removeLocal(act.session, act.filter);
  else if (act.kind === 'route') router.routeOf(act.topic);
}

function routesOf(router: Router) {
  return topics.map((topic) => router.routeOf(topic));
}

test('a remembered route is the one that would be found afresh', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (history) => {
      const router = new Router();
      // A fork remembers nothing yet, so it finds all routes afresh.
      for (const act of history) {
        perform(router, act);
        expect(routesOf(router)).toEqual(routesOf(router.fork()));
      }
    }),
  );
});

test('a route leads to all sessions that subscribe, however many there were', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (history) => {
      let router = new Router();
      const subscribed = new Set<string>();
      for (const act of history) {
        if (act.kind === 'fork') router = router.fork();
        // To remove a shared subscription that is not there is nothing that the core does.
        if (!('filter' in act) || parseShared(act.filter) !== undefined) continue;
        perform(router, act);
        const pair = `${act.filter} ${act.session}`;
        if (act.kind === 'add') subscribed.add(pair);
        else if (act.kind === 'remove') subscribed.delete(pair);
      }
      for (const topic of topics) {
        const pairs = [...subscribed].map((pair) => pair.split(' ') as [string, string]);
        const sessions = pairs.filter(([filter]) => matches(filter, topic)).map(([, id]) => +id);
        const found = router.routeOf(topic).recipients.map(({ session }) => session);
        expect(found.toSorted()).toEqual([...new Set(sessions)].sort());
      }
    }),
  );
});

test('what a fork changes does not touch the routes of the other', () => {
  fc.assert(
    fc.property(fc.array(acts), fc.array(acts), (before, after) => {
      const router = new Router();
      for (const act of before) perform(router, act);
      const routes = routesOf(router);
      const twin = router.fork();
      for (const act of after) perform(twin, act);
      expect(routesOf(router)).toEqual(routes);
      expect(routesOf(router.fork())).toEqual(routes);
    }),
  );
});

test('a topic with more recipients than are remembered is routed all the same', () => {
  const router = new Router();
  for (let session = 1; session <= 250_000; session += 1) router.add(session, subscription('a'));
  expect(router.routeOf('a').recipients.length).toBe(250_000);
  expect(router.routeOf('b').recipients.length).toBe(0);
  router.remove(1, subscription('a'));
  expect(router.routeOf('a').recipients.length).toBe(249_999);
});

test('what is remembered of topics is bounded, however long they are', () => {
  const router = new Router();
  const remembered = () => {
    const { routes } = router as unknown as { readonly routes: ReadonlyMap<string, unknown> };
    return [...routes.keys()].reduce((sum, { length }) => sum + length, 0);
  };
  const long = 'x'.repeat(60_000);
  let most = 0;
  for (let n = 0; n < 1_000; n++) {
    router.routeOf(`${n}/${long}`);
    most = Math.max(most, remembered());
  }
  expect(most).toBeGreaterThan(10_000_000);
  expect(most).toBeLessThan(13_000_000);
});
