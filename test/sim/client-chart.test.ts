// The client chart itself: every event has its place in every state, and both engines make the same of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientMachine } from '../../machines/charts/client.ts';
import type { ClientContext, ClientEvent } from '../../machines/charts/client-types.ts';
import { clientChartsOf, machines } from '../../machines/charts/index.ts';
import { compile } from '../../machines/engine/compile.ts';
import { DEFAULT_CLIENT_OPTIONS } from '../../sim/client/options.ts';
import { equalEngines } from '../engine/equal-engines.ts';
import { numbered } from './client-ledger.ts';

const contexts: fc.Arbitrary<ClientContext> = fc
  .record({
    version: fc.constantFrom<3 | 4 | 5>(3, 4, 5),
    cleanStart: fc.boolean(),
    sessionExpiryIntervalSeconds: fc.constantFrom(0, 60),
    keepAliveSeconds: fc.constantFrom(0, 10),
    authenticationMethod: fc.constantFrom(undefined, 'm'),
    reconnect: fc.constantFrom<'always' | 'never' | 'unlessTakenOver'>(
      'always',
      'never',
      'unlessTakenOver',
    ),
    backoffMs: fc.constantFrom([], [100], [100, 200]),
    clientId: fc.constantFrom('', 'c1'),
  })
  .map(({ clientId, ...rest }) => ({
    settings: { ...DEFAULT_CLIENT_OPTIONS, ...rest },
    clientId,
    cleanStart: rest.cleanStart,
    expiryAskedSeconds: rest.sessionExpiryIntervalSeconds,
    purging: false,
    connectAsked: false,
    attempts: 0,
    keepAliveSeconds: 0,
    sessionExpiryIntervalSeconds: 0,
    maximumQos: 2,
    retainAvailable: true,
    end: { cause: 'none', reasonCode: 0, detail: '' },
  }));

const reasonCode = fc.constantFrom(0, 0x18, 0x82, 0x8e);
const properties = fc.record({
  authenticationMethod: fc.constantFrom(undefined, 'm'),
  serverKeepAlive: fc.constantFrom(undefined, 5),
  sessionExpiryInterval: fc.constantFrom(undefined, 0),
});
const facts = {
  hasSession: fc.boolean(),
  withinReceiveMaximum: fc.boolean(),
  isAnswer: fc.boolean(),
};

function connack(authenticationMethod: string | undefined) {
  const packet = { type: 'CONNACK', reasonCode: 0, sessionPresent: false };
  const fact = { hasSession: false, withinReceiveMaximum: true, isAnswer: true };
  return { type: 'CONNACK', packet: { ...packet, properties: { authenticationMethod } }, ...fact };
}

/** The way to a connection is narrow, so what leads along it comes more often. */
const onTheWay = fc.oneof(
  fc.constantFrom<object>(
    { type: 'command.connect' },
    { type: 'network.opened' },
    connack(undefined),
    connack('m'),
  ),
  fc.record({
    type: fc.constant('CONNACK'),
    packet: fc.record({
      type: fc.constant('CONNACK'),
      reasonCode: fc.constantFrom(0, 0, 0, 0x87),
      sessionPresent: fc.boolean(),
      properties,
    }),
    ...facts,
  }),
);

const packets = fc
  .constantFrom(
    ...'CONNECT PUBLISH PUBACK PUBREC PUBREL PUBCOMP SUBSCRIBE SUBACK UNSUBSCRIBE'.split(' '),
    ...'UNSUBACK PINGREQ PINGRESP DISCONNECT AUTH'.split(' '),
  )
  .chain((type) =>
    fc.record({
      type: fc.constant(type),
      packet: fc.record({
        type: fc.constant(type),
        message: fc.constantFrom(numbered(1, 'a', 1), numbered(1, 'a/#', 1)),
        packetId: fc.constant(1),
        reasonCode,
        properties,
      }),
      ...facts,
    }),
  );

const commands = fc.oneof(
  fc.record({
    type: fc.constantFrom('command.publish'),
    message: fc.constantFrom(numbered(1, 'a', 1), numbered(1, '', 1)),
  }),
  fc.constantFrom(
    { type: 'command.subscribe', subscriptions: [] },
    { type: 'command.unsubscribe', topicFilters: ['a'] },
    { type: 'command.unsubscribe', topicFilters: [] },
    { type: 'command.disconnect' },
    { type: 'command.disconnect', sessionExpiryIntervalSeconds: 5 },
    { type: 'command.reauthenticate' },
    { type: 'command.acknowledge' },
    { type: 'command.send', packet: { type: 'PINGREQ' } },
    { type: 'command.drop' },
    { type: 'command.stop' },
  ),
);

const found = fc.oneof(
  fc.record({ type: fc.constant('publish.due'), qos: fc.nat({ max: 2 }), maySend: fc.boolean() }),
  fc.record({ type: fc.constant('packet.sent'), pingreq: fc.boolean() }),
  fc.constantFrom(
    { type: 'request.due' },
    { type: 'network.closed' },
    { type: 'network.failed' },
    { type: 'protocol.violated', reasonCode: 0x82, detail: '' },
  ),
);

const events = fc.oneof(
  { weight: 12, arbitrary: onTheWay },
  { weight: 3, arbitrary: packets },
  { weight: 3, arbitrary: commands },
  { weight: 2, arbitrary: found },
  { weight: 2, arbitrary: fc.constant({ type: 'packet.sent', pingreq: true }) },
) as fc.Arbitrary<ClientEvent>;

const withMethod = contexts.map((context) => ({
  ...context,
  settings: { ...context.settings, version: 5 as const, authenticationMethod: 'm' },
}));

const authEvents = fc.oneof(
  fc.constantFrom<object>(
    { type: 'command.connect' },
    { type: 'network.opened' },
    connack('m'),
    { type: 'command.reauthenticate' },
    { type: 'packet.sent', pingreq: true },
  ),
  fc.record({
    type: fc.constant('AUTH'),
    packet: fc.record({
      type: fc.constant('AUTH'),
      reasonCode: fc.constantFrom(0, 0x18, 0x18),
      properties: fc.constant({ authenticationMethod: 'm' }),
    }),
    ...facts,
  }),
) as fc.Arbitrary<ClientEvent>;

test('both engines agree on the client chart', () => {
  const options = { runs: 300, stepsMax: 60 };
  const states = [
    ...equalEngines(clientMachine, contexts, events, options),
    ...equalEngines(clientMachine, withMethod, authEvents, options),
  ].join('\n');
  for (const state of [
    'disconnected',
    'opening',
    'awaitingConnack',
    'connected.traffic',
    'authentication.reauthenticating',
    'keepAlive.counting',
    'ping.awaitingPingresp',
    'disconnecting',
    'waiting',
    'ended (done)',
  ]) {
    expect(states).toContain(state);
  }
});

describe('totality of the client chart', () => {
  const chart = compile(clientMachine);

  /** The states of the chart as a tree, from XState itself. */
  interface Node {
    readonly key: string;
    readonly type: string;
    readonly states: Readonly<Record<string, Node>>;
    readonly on: object;
    readonly always?: readonly unknown[];
    readonly meta?: { readonly neverHere?: readonly string[] };
    readonly config: { readonly on?: object };
  }

  const root = machines.client.root as unknown as Node;

  /** What one outermost state declares: handled by itself or all of a branch, or never sent. */
  function undeclared(node: Node, inherited: ReadonlySet<string>): string[] {
    const declared = new Set([
      ...inherited,
      ...Object.keys(node.config.on ?? {}),
      ...(node.meta?.neverHere ?? []),
    ]);
    const inner = Object.values(node.states);
    if (node.type === 'final' || (node.always ?? []).length > 0) return [];
    if (inner.length === 0) return chart.events.filter((event) => !declared.has(event));
    const lists = inner.map((each) => undeclared(each, declared));
    // In a parallel state it is enough that one region knows the event.
    if (node.type === 'parallel') {
      return (lists[0] ?? []).filter((event) => lists.every((list) => list.includes(event)));
    }
    return [...new Set(lists.flat())];
  }

  const outermost = Object.values(root.states).map((node) => [node.key, node] as const);

  test.each(outermost)('%s handles, ignores or rules out every event', (_, node) => {
    expect(undeclared(node, new Set(Object.keys(root.config.on ?? {})))).toEqual([]);
  });

  test.each(outermost)('%s does not handle what it rules out', (_, node) => {
    const ruledOut = node.meta?.neverHere ?? [];
    expect(ruledOut.filter((event) => !chart.events.includes(event))).toEqual([]);
    expect(ruledOut.filter((event) => event in (node.config.on ?? {}))).toEqual([]);
  });
});

test('the charts of clients are made once, and share sender and receiver with brokers', () => {
  const charts = clientChartsOf('compiled');
  expect(clientChartsOf('compiled')).toBe(charts);
  expect(charts.client.name).toBe('client');
});
