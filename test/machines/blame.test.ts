// What the log calls the clauses of an end are those of the transition that ended it: the same, or some of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConnectionEvent } from '../../machines/charts/connection-types.ts';
import { chartsOf, describeChart, machines } from '../../machines/index.ts';
import { connectionBeginnings, connectionContexts, connectionEvents } from './event-arbitraries.ts';

const ENDED = 'disconnecting';

/** By event: the lists of clauses of the transitions that end the connection for it. */
const ends = new Map<string, (readonly string[])[]>();
for (const { event, targets, clauses } of describeChart(machines.connection)) {
  if (targets.includes(ENDED)) ends.set(event, [...(ends.get(event) ?? []), clauses]);
}

/** What comes with its clauses from elsewhere. */
const BRINGS_ITS_OWN: ReadonlySet<string> = new Set(['malformed', 'protocol.violated']);

test('an end has the clauses of a transition that ended it', () => {
  const { connection } = chartsOf('compiled');
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      connectionContexts,
      fc.constantFrom(...connectionBeginnings),
      fc.array(connectionEvents, { maxLength: 20 }),
      (context, beginning, more) => {
        let { snapshot } = connection.start(context);
        for (const event of [...beginning, ...more] as ConnectionEvent[]) {
          if (!connection.handles(snapshot, event.type)) return;
          snapshot = connection.step(snapshot, event).snapshot;
          if (snapshot.state.name !== ENDED) continue;
          const { blame } = snapshot.context;
          if (BRINGS_ITS_OWN.has(event.type)) return;
          const isOfOne = (ends.get(event.type) ?? []).some((clauses) =>
            blame.clauses.every((id) => clauses.includes(id)),
          );
          expect(isOfOne, `${blame.detail}: ${blame.clauses.join(', ')}`).toBe(true);
          for (const id of blame.clauses) seen.add(id);
          return;
        }
      },
    ),
    { numRuns: 3_000 },
  );
  expect(seen.size).toBeGreaterThan(15);
});
