/** Scenarios of any kind that the text has words for. */
import fc from 'fast-check';
import { DEFAULT_OPTIONS, NEVER_EXPIRES_SECONDS } from '../../../machines/index.ts';
import type { ClientStep, Scenario, WorldStep } from '../../../sim/scenario/scenario.ts';

const qos = fc.constantFrom<0 | 1 | 2>(0, 1, 2);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('room/#', '#', 'qos=1', '', 'a "b" \\ c', '+/a=b'),
);
const asciiText = fc.string({
  unit: fc.integer({ min: 0, max: 0x7f }).map((c) => String.fromCharCode(c)),
});
const seconds = fc.integer({ min: 0, max: 9_999_999 }).map((ms) => ms / 1_000);
const expiry = fc.oneof(fc.nat(100_000), fc.constant(NEVER_EXPIRES_SECONDS));
const names = ['c1', 'c2', 'sensor-3'];
const name = fc.constantFrom(...names);
const condition = fc.constantFrom('connected', 'disconnected', 'acknowledged', 'received');
const reasonCode = fc.nat(255);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 9 }),
  asciiText.map((t) => Uint8Array.from(t, (s) => s.charCodeAt(0))),
);

function some<T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(fields, { requiredKeys: [] });
}

const clientStep = fc.oneof(
  some({ cleanStart: fc.boolean(), sessionExpiryIntervalSeconds: expiry }).map((words) => ({
    do: 'connect',
    ...words,
  })),
  fc.record({
    do: fc.constant('publish'),
    topicName: text,
    qos,
    payload: asciiText,
    retain: fc.boolean(),
  }),
  fc.record({ do: fc.constant('subscribe'), topicFilter: text, qos }),
  fc.record({ do: fc.constant('unsubscribe'), topicFilter: text }),
  fc.record(
    { do: fc.constant('disconnect'), reasonCode, sessionExpiryIntervalSeconds: expiry },
    { requiredKeys: ['do', 'reasonCode'] },
  ),
  fc.constant({ do: 'drop' }),
  fc.record({ do: fc.constant('wait'), seconds }),
  fc.record({ do: fc.constant('await'), what: condition, count: fc.integer({ min: 1, max: 99 }) }),
) as fc.Arbitrary<ClientStep>;

const worldStep = fc.oneof(
  fc.record({ do: fc.constant('wait'), seconds }),
  fc.record({
    do: fc.constant('await'),
    client: name,
    what: condition,
    count: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({
    do: fc.constantFrom('cut', 'halfOpen', 'partition', 'heal', 'stall', 'unstall'),
    client: name,
  }),
  fc.record({
    do: fc.constant('lose'),
    client: name,
    packet: fc.constantFrom('PUBACK', 'CONNECT'),
  }),
  fc.record({ do: fc.constantFrom('crash', 'recover', 'shutdown') }),
  fc.record({ do: fc.constant('kick'), clientId: text, reasonCode }),
) as fc.Arbitrary<WorldStep>;

const will = fc.record({
  message: fc.record({
    topicName: text,
    payload: bytes,
    qos,
    retain: fc.boolean(),
    properties: fc.constant(undefined),
  }),
  delayIntervalSeconds: fc.nat(1_000_000),
});

const is = some({
  clientId: text,
  version: fc.constantFrom<3 | 4 | 5>(3, 4, 5),
  cleanStart: fc.boolean(),
  sessionExpiryIntervalSeconds: expiry,
  keepAliveSeconds: fc.nat(65_535),
  userName: text,
  password: bytes,
  receiveMaximum: fc.integer({ min: 1, max: 65_535 }),
  reconnect: fc.constantFrom<'always' | 'never' | 'unlessTakenOver'>(
    'always',
    'never',
    'unlessTakenOver',
  ),
  backoffMs: fc.array(fc.nat(100_000)),
  autoAcknowledge: fc.boolean(),
  raw: fc.boolean(),
  will,
});

const range = fc
  .tuple(fc.nat(5_000), fc.nat(5_000))
  .map(([min, more]) => ({ min, max: min + more }));
const most = fc.integer({ min: 0, max: 9 });
/** Nothing at all is written as nothing at all. */
const notEmpty = (value: object) => Object.keys(value).length > 0;

const options = some({
  durable: fc.boolean(),
  queueLengthMaximum: fc.nat(1_000_000),
  protocolVersions: fc.subarray([...DEFAULT_OPTIONS.protocolVersions], { minLength: 1 }),
  responseInformation: text,
}).filter(notEmpty);

export const scenariosOfAnyKind = fc
  .record(
    {
      name: text.filter((t) => t !== ''),
      title: text,
      about: text,
      options,
      latencyMs: range,
      congestedAtPackets: fc.integer({ min: 1, max: 1_000 }),
      store: some({ latencyMs: range, failurePercent: fc.nat(100) }).filter(notEmpty),
      faults: some({ cut: most, halfOpen: most, crash: most }).filter(notEmpty),
      faultsFromSeconds: seconds,
      world: fc.array(worldStep),
      endsAfterSeconds: seconds,
      clients: fc
        .array(fc.record({ is, does: fc.array(clientStep) }), { minLength: 3, maxLength: 3 })
        .map((drawn) => drawn.map((client, i) => ({ name: names[i] as string, ...client }))),
    },
    { requiredKeys: ['name', 'title', 'about', 'clients', 'endsAfterSeconds'] },
  )
  .map((drawn) => drawn as Scenario);
