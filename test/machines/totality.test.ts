// XState ignores in silence what a state does not handle. Here each state of each chart has an answer for each event:
// it is handled, or ignored on purpose, or said never to come there.
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { children, pathOf, stateNodes, withAncestors } from '../../machines/engine/states.ts';
import { describeChart, machines, type TransitionRow } from '../../machines/index.ts';

const charts: readonly (readonly [string, AnyStateMachine])[] = Object.entries(machines);

type Configuration = readonly AnyStateNode[];

/** Atomic states that can be active together: a superset of what the chart reaches. */
function configurations(node: AnyStateNode): readonly Configuration[] {
  const inner = children(node);
  if (inner.length === 0) return [[node]];
  if (node.type !== 'parallel') return inner.flatMap(configurations);
  return inner
    .map(configurations)
    .reduce((product, region) => product.flatMap((a) => region.map((b) => [...a, ...b])));
}

function nameOf(configuration: Configuration): string {
  return configuration.map(pathOf).join(' & ');
}

function neverHere(configuration: Configuration): ReadonlySet<string> {
  const nodes = configuration.flatMap(withAncestors);
  return new Set(
    nodes.flatMap(
      (node) => (node.meta as { neverHere?: readonly string[] } | undefined)?.neverHere ?? [],
    ),
  );
}

function isEnd([node]: Configuration): boolean {
  return node?.type === 'final' && node.parent === node.machine.root;
}

function eventsOf(rows: readonly TransitionRow[]): readonly string[] {
  const kinds = new Set(['handled', 'ignored']);
  return [...new Set(rows.filter(({ kind }) => kinds.has(kind)).map(({ event }) => event))].sort();
}

describe.each(charts)('the %s chart', (_name, machine) => {
  const rows = describeChart(machine);
  const events = eventsOf(rows);
  const alive = configurations(machine.root).filter((configuration) => !isEnd(configuration));

  test('has states and events to look at', () => {
    expect(alive.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(1);
  });

  test('has one answer for every event in every state', () => {
    const faults: string[] = [];
    let answers = 0;
    for (const configuration of alive) {
      const states = new Set(configuration.map(pathOf));
      const never = neverHere(configuration);
      // A state that is only passed through is over before an event can come.
      if (configuration.some((node) => isPassedThrough(node))) continue;
      for (const event of events) {
        const isAnswered = rows.some((row) => row.event === event && states.has(row.state));
        const where = `${event} in ${nameOf(configuration)}`;
        if (isAnswered && never.has(event)) faults.push(`handled, and never here: ${where}`);
        if (!isAnswered && !never.has(event)) faults.push(`forgotten: ${where}`);
        answers += 1;
      }
    }
    expect(faults).toEqual([]);
    expect(answers).toBeGreaterThanOrEqual(events.length);
  });

  test('has an answer also when all guards say no', () => {
    const guarded = rows.filter(({ guard, kind }) => guard !== undefined && kind !== 'always');
    const faults = guarded.filter(
      ({ state, event }) =>
        !rows.some((row) => row.state === state && row.event === event && row.guard === undefined),
    );
    expect(faults.map(({ state, event, guard }) => `${event} in ${state} unless ${guard}`)).toEqual(
      [],
    );
  });

  test('says never here only of events that it knows', () => {
    const named = stateNodes(machine).flatMap((node) => [...neverHere([node])]);
    expect([...new Set(named)].filter((event) => !events.includes(event))).toEqual([]);
  });
});

function isPassedThrough(node: AnyStateNode): boolean {
  return (node.always ?? []).some(({ guard }) => guard === undefined);
}

/** Transitions that no clause asks for, and what they are there for. */
const BEYOND_THE_STANDARD: readonly {
  readonly because: string;
  readonly is: (row: TransitionRow & { readonly chart: string }) => boolean;
}[] = [
  {
    because: 'a limit of our own',
    is: ({ guard = '' }) =>
      ['isHoldFull', 'isTopicBeyondLimits', 'isQueueFull', 'isOverloaded'].includes(guard),
  },
  { because: 'an option of our own', is: ({ guard }) => guard === 'isQos0Unqueued' },
  {
    because:
      'an authenticator or authorizer that does not answer, or a network that does not close',
    is: ({ event }) =>
      ['authenticationTimeout', 'authorizationTimeout', 'closeTimeout'].includes(event),
  },
  {
    because: 'the network before anything was promised',
    is: ({ event, state }) => event === 'network.closed' && !state.startsWith('connected'),
  },
  {
    because: 'how much the network takes',
    is: ({ event }) => event === 'network.congested' || event === 'network.writable',
  },
  {
    because: 'operators',
    is: ({ event }) => event === 'broker.closing' || event === 'operator.kicked',
  },
  {
    because: 'a claim whose connection has gone',
    is: ({ event, guard }) => event === 'incoming.closed' || guard === 'isIncomingGone',
  },
  {
    because: 'what the program asks of its client',
    is: ({ chart, event }) => chart === 'client' && event.startsWith('command.'),
  },
  {
    because: 'a client that waits, tries again or gives up',
    is: ({ chart, event, state }) =>
      chart === 'client' &&
      (/^(network|protocol)\.|(Timeout|backoff)$/.test(event) || state === 'deciding'),
  },
  {
    because: 'what a client takes note of',
    is: ({ chart, event, guard }) =>
      chart === 'client' &&
      (guard === 'isAuthSuccess' || guard === 'isPingreq' || event === 'PINGRESP'),
  },
  {
    because: 'no Keep Alive',
    is: ({ state, kind }) => state === 'connected.keepAlive.starting' && kind === 'always',
  },
];

describe('the clauses of transitions', () => {
  const rows = charts.flatMap(([chart, machine]) =>
    describeChart(machine).map((row) => ({ ...row, chart })),
  );
  const acting = rows.filter(({ kind }) => kind !== 'ignored');
  const bare = acting.filter(({ clauses }) => clauses.length === 0);

  test('every transition has some, or is there for timers, input and output or limits of ours', () => {
    expect(acting.length).toBeGreaterThan(300);
    const unexplained = bare.filter((row) => !BEYOND_THE_STANDARD.some(({ is }) => is(row)));
    expect(
      unexplained.map((row) => `${row.chart}: ${row.event} in ${row.state} ${row.guard ?? ''}`),
    ).toEqual([]);
  });

  test.each(BEYOND_THE_STANDARD)('there are transitions for $because', ({ is }) => {
    expect(bare.some(is)).toBe(true);
  });
});
