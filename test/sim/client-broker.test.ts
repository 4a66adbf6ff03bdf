// A client that conforms and the broker, each the other's judge: neither ever finds the other in breach of the
// standard, and what they promise each other about messages holds, whatever is lost between them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_OPTIONS, NEVER_EXPIRES_SECONDS } from '../../machines/options.ts';
import type { QoS } from '../../machines/packets.ts';
import { DEFAULT_CLIENT_OPTIONS } from '../../sim/client/options.ts';
import { Bench } from './client-bench.ts';
import { numbered } from './client-ledger.ts';

type Op =
  | { readonly op: 'connect'; readonly cleanStart: boolean | undefined }
  | { readonly op: 'publish' | 'tell'; readonly topic: string; readonly qos: QoS }
  | { readonly op: 'subscribe'; readonly filter: string; readonly qos: QoS }
  | { readonly op: 'unsubscribe'; readonly filter: string }
  | { readonly op: 'disconnect'; readonly expiry: number | undefined }
  | { readonly op: 'drop' | 'kick' | 'advance' | 'store' | 'flush' }
  | { readonly op: 'answer' | 'overtake' | 'congested' | 'writable' }
  | { readonly op: 'acknowledge' | 'cut' | 'crash' | 'toBroker' | 'toClient'; readonly n: number };

const qos = fc.constantFrom<QoS>(0, 1, 2, 2);
const topic = fc.constantFrom('a', 'b');
const filter = fc.constantFrom('down/#', 'down/a', 'down/+', 'up/#');
const n = fc.nat({ max: 3 });

function op<const Name extends Op['op'], Data extends object>(
  weight: number,
  name: Name,
  data: { [K in keyof Data]: fc.Arbitrary<Data[K]> } = {} as never,
) {
  return {
    weight,
    arbitrary: fc.record(data).map((each) => ({ op: name, ...each }) as unknown as Op),
  };
}

const ops = fc.oneof(
  op(6, 'connect', {
    cleanStart: fc.constantFrom<boolean | undefined>(undefined, undefined, false, true),
  }),
  op(12, 'publish', { topic, qos }),
  op(8, 'tell', { topic, qos }),
  op(4, 'subscribe', { filter, qos }),
  op(1, 'unsubscribe', { filter }),
  op(2, 'disconnect', { expiry: fc.constantFrom<number | undefined>(undefined, undefined, 0) }),
  op(2, 'drop'),
  op(2, 'overtake'),
  op(1, 'kick'),
  op(6, 'advance'),
  op(4, 'store'),
  op(6, 'answer'),
  op(1, 'congested'),
  op(2, 'writable'),
  op(2, 'crash', { n }),
  op(4, 'flush'),
  op(4, 'acknowledge', { n }),
  op(4, 'cut', { n }),
  op(30, 'toBroker', { n }),
  op(30, 'toClient', { n }),
);

interface World {
  readonly version: 3 | 4 | 5;
  readonly persistent: boolean;
  readonly keepAliveSeconds: number;
  readonly autoAcknowledge: boolean;
  readonly window: readonly [client: number, broker: number, inflight: number];
  readonly durable: boolean;
  readonly assigned: boolean;
  readonly authentication: boolean;
  readonly authorization: boolean;
  /** The client is connected and subscribed before anything else happens. */
  readonly settled: boolean;
}

const worlds: fc.Arbitrary<World> = fc.record({
  version: fc.constantFrom<3 | 4 | 5>(5, 5, 5, 4, 4, 3),
  persistent: fc.constantFrom(true, true, true, false),
  keepAliveSeconds: fc.constantFrom(0, 3),
  autoAcknowledge: fc.boolean(),
  window: fc.tuple(
    fc.constantFrom(1, 2, 3, 65_535),
    fc.constantFrom(1, 2, 3, 65_535),
    fc.constantFrom(1, 2, 3, 1_000),
  ),
  durable: fc.boolean(),
  assigned: fc.constantFrom(false, false, false, true),
  authentication: fc.constantFrom(false, false, true),
  authorization: fc.constantFrom(false, false, true),
  settled: fc.boolean(),
});

function benchOf(world: World): Bench {
  const [receiveMaximum, brokerReceiveMaximum, inflightMaximum] = world.window;
  return new Bench(
    {
      ...DEFAULT_OPTIONS,
      receiveMaximum: brokerReceiveMaximum,
      inflightMaximum,
      durable: world.durable,
      authentication: world.authentication,
      authorization: world.authorization,
    },
    {
      ...DEFAULT_CLIENT_OPTIONS,
      version: world.version,
      clientId: world.assigned && world.version === 5 ? '' : 'c1',
      cleanStart: !world.persistent && world.version < 5,
      sessionExpiryIntervalSeconds: world.persistent ? NEVER_EXPIRES_SECONDS : 0,
      keepAliveSeconds: world.keepAliveSeconds,
      autoAcknowledge: world.autoAcknowledge,
      receiveMaximum,
      pingrespTimeoutSeconds: 1,
      reconnect: 'always',
      backoffMs: [100, 1_000],
    },
  );
}

function perform(bench: Bench, world: World, each: Op, number: number): void {
  const { client, ledger } = bench;
  switch (each.op) {
    case 'connect': {
      // 3.1 has no Session Present: there both sides have to remember the same, and a clean start may be lost.
      const cleanStart = world.version === 3 ? undefined : each.cleanStart;
      bench.command({ type: 'connect', ...(cleanStart !== undefined && { cleanStart }) });
      break;
    }
    case 'publish': {
      const message = numbered(number, `up/${each.topic}`, each.qos);
      ledger.publishes(message);
      bench.command({ type: 'publish', message });
      break;
    }
    case 'tell': {
      const message = numbered(number, `down/${each.topic}`, each.qos);
      ledger.tells(message);
      bench.operator({ type: 'publish', message });
      break;
    }
    case 'subscribe': {
      const { filter: topicFilter, qos } = each;
      const options = { noLocal: false, retainAsPublished: false, retainHandling: 0 as const };
      bench.command({ type: 'subscribe', subscriptions: [{ topicFilter, qos, ...options }] });
      break;
    }
    case 'unsubscribe':
      bench.command({ type: 'unsubscribe', topicFilters: [each.filter] });
      break;
    case 'disconnect': {
      const expiry = world.version === 5 ? each.expiry : undefined;
      const change = expiry === undefined ? {} : { sessionExpiryIntervalSeconds: expiry };
      bench.command({ type: 'disconnect', ...change });
      break;
    }
    case 'drop':
      bench.command({ type: 'drop' });
      break;
    case 'overtake':
      bench.overtake();
      break;
    case 'kick': {
      const { clientId } = client.view();
      bench.operator({ type: 'kick', clientId, reasonCode: 0x98 });
      break;
    }
    case 'acknowledge':
      bench.command({ type: 'acknowledge', count: each.n });
      break;
    case 'cut':
      bench.cut(each.n);
      break;
    case 'toBroker':
      bench.move('broker', each.n);
      break;
    case 'toClient':
      bench.move('client', each.n);
      break;
    case 'advance':
      bench.advance();
      break;
    case 'store':
      bench.store();
      break;
    case 'answer':
      bench.answer();
      break;
    case 'congested':
    case 'writable':
      bench.congest(each.op);
      break;
    case 'crash':
      if (world.durable) bench.crash(each.n + 1);
      break;
    case 'flush':
      for (let i = 0; i < 50 && (bench.move('broker', 0) || bench.move('client', 0)); i++);
      break;
  }
}

/** How a run went, as places: states of the client, of its exchanges, and of its waiting messages. */
function look(bench: Bench): void {
  const { client, ledger } = bench;
  const view = client.view();
  for (const region of view.state.split(' & ')) ledger.see(`in ${region}`);
  for (const { stage } of view.session?.unacknowledged ?? []) {
    ledger.see(`${stage}${view.phase === 'connected' ? '' : ' while away'}`);
  }
  if ((view.session?.inbound.length ?? 0) > 0) ledger.see('inbound QoS 2');
  if (view.phase === 'connected' && view.queued.length > 0) ledger.see('quota used up');
  if (view.heldAcknowledgements.length > 1) ledger.see('acknowledgements held');
}

const SOMETIMES = [
  'sent again at QoS 1',
  'sent again at QoS 2',
  'broker sends again at QoS 1',
  'broker sends again at QoS 2',
  'received again at QoS 1',
  'received again at QoS 2',
  'completed at QoS 1',
  'completed at QoS 2',
  'abandoned PUBLISH',
  'abandoned SUBSCRIBE',
  'session present',
  'session.takenOver',
  'session.ended',
  'awaitingPuback while away',
  'awaitingPubrec while away',
  'awaitingPubcomp while away',
  'inbound QoS 2',
  'quota used up',
  'acknowledgements held',
  'end sessionUnexpected',
  'end connackTimeout',
  'end serverDisconnected',
  'end networkFailed',
  'end networkClosed',
  'end dropped',
  'end disconnected',
  'end pingrespTimeout',
  'client disconnecting',
  'client waiting',
  'in connected.ping.awaitingPingresp',
  'timer keepAlive',
  'timer backoff',
  'crash',
];

/** What the property has found once. */
const FOUND: [World, Op[]][] = [
  // Receive Maximum begins anew with each connection: the broker counted QoS 2 messages of the one before.
  [
    {
      version: 5,
      persistent: true,
      keepAliveSeconds: 0,
      autoAcknowledge: false,
      window: [1, 1, 1],
      durable: true,
      assigned: false,
      authentication: false,
      authorization: false,
      settled: false,
    },
    [
      { op: 'publish', topic: 'a', qos: 1 },
      { op: 'crash', n: 1 },
      { op: 'toClient', n: 0 },
      { op: 'connect', cleanStart: undefined },
      { op: 'toBroker', n: 0 },
      { op: 'toClient', n: 0 },
      { op: 'publish', topic: 'a', qos: 2 },
      { op: 'toBroker', n: 0 },
      { op: 'store' },
      { op: 'toClient', n: 0 },
      { op: 'toBroker', n: 0 },
      { op: 'toBroker', n: 0 },
      { op: 'store' },
      { op: 'crash', n: 0 },
    ],
  ],
];

describe('a conforming client and the broker', () => {
  test('keep to the standard with each other, and to their promises about messages', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(worlds, fc.array(ops, { maxLength: 120, size: 'max' }), (world, list) => {
        const bench = benchOf(world);
        bench.command({ type: 'connect' });
        if (world.settled) {
          perform(bench, world, { op: 'subscribe', filter: 'down/#', qos: 2 }, 0);
          bench.settle();
        }
        for (const [index, each] of list.entries()) {
          perform(bench, world, each, index + 1);
          look(bench);
        }
        bench.settle();
        bench.ledger.check();
        for (const place of bench.ledger.seen) seen.add(place);
      }),
      { numRuns: Number(process.env['CLIENT_RUNS'] ?? 700), examples: FOUND },
    );
    expect(SOMETIMES.filter((place) => !seen.has(place))).toEqual([]);
  }, 60_000);
});
