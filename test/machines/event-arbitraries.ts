/** Random events for the charts of the law, with every guard's both answers among them. */
import fc from 'fast-check';
import {
  type ConnectionContext,
  type ConnectionEvent,
  openedContext,
} from '../../machines/charts/connection-types.ts';
import type { ReceiverEvent } from '../../machines/charts/receiver.ts';
import type { SenderEvent } from '../../machines/charts/sender.ts';
import type { SessionEvent } from '../../machines/charts/session.ts';
import type { TakeoverEvent } from '../../machines/charts/takeover.ts';
import type { WillEvent } from '../../machines/charts/will.ts';
import {
  type BrokerOptions,
  DEFAULT_OPTIONS,
  NEVER_EXPIRES_SECONDS,
  type Packet,
  type QoS,
} from '../../machines/index.ts';
import { clientPacket } from '../support/transcript/client-packets.ts';
import { Words } from '../support/transcript/words.ts';

const qos = fc.constantFrom<QoS>(0, 1, 2);
const reasonCode = fc.constantFrom(0x00, 0x00, 0x04, 0x80, 0x87, 0x92);
const seconds = fc.constantFrom(0, 1, 60, NEVER_EXPIRES_SECONDS);

// Connection

const options: fc.Arbitrary<BrokerOptions> = fc
  .record({
    authentication: fc.boolean(),
    authorization: fc.boolean(),
    authenticationMethods: fc.constant(['SCRAM']),
    heldPacketsMaximum: fc.constantFrom(1, 100),
    keepAliveMaximumSeconds: fc.constantFrom(0, 30),
    sessionExpiryMaximumSeconds: fc.constantFrom(30, NEVER_EXPIRES_SECONDS),
  })
  .map((some) => ({ ...DEFAULT_OPTIONS, ...some }));

export const connectionContexts: fc.Arbitrary<ConnectionContext> = options.map(openedContext);

/** A packet as transcripts write it. */
function packet(line: string): Packet {
  const words = new Words(line);
  const type = words.next('a packet');
  return clientPacket(type, words, 'c') ?? words.fail('no packet');
}

const harmless = [
  'PUBLISH a "x"',
  'PUBLISH a "x" qos=1',
  'PUBLISH a "x" qos=2',
  'PUBACK',
  'PUBREC',
  'PUBREL',
  'PUBCOMP',
  'SUBSCRIBE a/#',
  'UNSUBSCRIBE a/#',
  'PINGREQ',
  'AUTH method=SCRAM code=0x19',
  'AUTH method=SCRAM code=0x18',
];
const fatal = [
  'CONNECT',
  'CONNACK',
  'SUBACK',
  'UNSUBACK',
  'PINGRESP',
  'PUBLISH a/+ "x"',
  'PUBLISH a "x" alias=1',
  'PUBLISH a "x" identifier=1',
  'SUBSCRIBE',
  'SUBSCRIBE a/#/b',
  'SUBSCRIBE $share/g/a noLocal',
  'UNSUBSCRIBE',
  'UNSUBSCRIBE a#',
  'DISCONNECT',
  'DISCONNECT code=0x04 expiry=60',
  'AUTH method=PLAIN',
];
const connects = [
  'CONNECT keepAlive=10 expiry=60',
  'CONNECT v=4',
  'CONNECT v=3 cleanStart=0',
  'CONNECT method=SCRAM',
  'CONNECT method=PLAIN',
  'CONNECT v=7',
  'CONNECT v=4 clientId= cleanStart=0',
  'CONNECT receiveMaximum=0',
  'CONNECT will=a/#',
].map((line) => received(packet(line), false, true));

function received(
  each: Packet,
  isHoldFull: boolean,
  withinReceiveMaximum: boolean,
): ConnectionEvent {
  const none = { overload: undefined, answerTooLarge: undefined };
  const facts = { isHoldFull, withinReceiveMaximum, ...none };
  return { type: each.type, packet: each, ...facts } as ConnectionEvent;
}

const accepted: ConnectionEvent = {
  type: 'authentication.accepted',
  outcome: { kind: 'accepted' },
  answerTooLarge: undefined,
};
const tooLarge: ConnectionEvent = {
  ...accepted,
  answerTooLarge: { packet: 'CONNACK', bytes: 35, maximumBytes: 20 },
};
const granted: ConnectionEvent = { type: 'session.granted' };
const enhanced = received(packet('CONNECT method=SCRAM keepAlive=1'), false, true);
const again = received(packet('AUTH method=SCRAM code=0x19'), false, true);

/** The ways into the chart: random events alone would mostly fail at the door. */
export const connectionBeginnings: readonly (readonly ConnectionEvent[])[] = [
  [],
  ...connects.map((connect) => [connect]),
  ...connects.map((connect) => [connect, granted]),
  [enhanced, accepted, granted],
  [enhanced, accepted, granted, again],
];

function packets(lines: readonly string[]): fc.Arbitrary<ConnectionEvent> {
  // All but one in ten keep to the limits.
  const mostly = fc.integer({ min: 0, max: 9 }).map((n) => n < 9);
  return fc
    .tuple(fc.constantFrom(...lines), fc.constantFrom(false, false, false, true), mostly)
    .map(([line, isHoldFull, within]) => received(packet(line), isHoldFull, within));
}

const answers = fc.constantFrom<ConnectionEvent>(
  granted,
  accepted,
  { type: 'authentication.continued', outcome: { kind: 'continued' }, answerTooLarge: undefined },
  { type: 'authorization.answered', allowed: [true] },
  { type: 'network.congested' },
  { type: 'network.writable' },
);
const ends = fc.constantFrom<ConnectionEvent>(
  tooLarge,
  {
    type: 'authentication.refused',
    outcome: { kind: 'refused', reasonCode: 0x87 },
    answerTooLarge: undefined,
  },
  { type: 'session.takenOver' },
  { type: 'operator.kicked', reasonCode: 0x98 },
  { type: 'broker.closing' },
  { type: 'store.failed' },
  { type: 'malformed', reasonCode: 0x81, detail: 'bits', clauses: ['v5 MQTT-2.1.3-1'] },
  { type: 'protocol.violated', reasonCode: 0x82, detail: 'order', clauses: undefined },
  { type: 'network.closed', error: '', isAuthorizing: true },
  { type: 'network.closed', error: '', isAuthorizing: false },
  { type: 'network.closed', error: 'ECONNRESET', isAuthorizing: false },
);

export const connectionEvents: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  { weight: 12, arbitrary: packets(harmless) },
  { weight: 8, arbitrary: answers },
  { weight: 1, arbitrary: packets(fatal) },
  { weight: 1, arbitrary: ends },
);

// The others

export const sessionEvents: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({
    type: fc.constantFrom('session.created', 'session.resumed', 'connection.released'),
    sessionExpiryIntervalSeconds: seconds,
  }),
  fc.constant({ type: 'session.discarded' } as const),
  fc.record({ type: fc.constant('quota.available' as const), maySend: fc.boolean() }),
  fc.record({
    type: fc.constant('deliver' as const),
    qos,
    maySend: fc.boolean(),
    congested: fc.boolean(),
    queueFull: fc.boolean(),
    tooLarge: fc.boolean(),
    qos0Queued: fc.boolean(),
  }),
);

export const takeoverEvents: fc.Arbitrary<TakeoverEvent> = fc.oneof(
  fc.record({
    type: fc.constant('session.claimed' as const),
    incoming: fc.integer({ min: 1, max: 9 }),
    cleanStart: fc.boolean(),
    hasExisting: fc.boolean(),
  }),
  fc.constantFrom<TakeoverEvent>(
    { type: 'connection.released' },
    { type: 'incoming.closed' },
    { type: 'session.settled' },
  ),
);

export const willContexts = fc.record({ delayIntervalSeconds: fc.constantFrom(0, 30) });

export const willEvents: fc.Arbitrary<WillEvent> = fc.oneof(
  fc.record({ type: fc.constant('connection.released' as const), normal: fc.boolean() }),
  fc.constantFrom<WillEvent>(
    { type: 'will.stored' },
    { type: 'session.resumed' },
    { type: 'session.ended' },
  ),
);

export const senderEvents: fc.Arbitrary<SenderEvent> = fc.oneof(
  fc.record({
    type: fc.constant('exchange.begun' as const),
    qos: fc.constantFrom<1 | 2>(1, 2),
  }),
  fc.record({
    type: fc.constant('connection.resumed' as const),
    maySend: fc.boolean(),
    tooLarge: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom('PUBACK', 'PUBREC', 'PUBCOMP'), reasonCode }),
);

export const receiverEvents: fc.Arbitrary<ReceiverEvent> = fc.oneof(
  fc.record({
    type: fc.constant('PUBLISH' as const),
    version: fc.constantFrom<3 | 4 | 5>(3, 4, 5),
    qos: fc.constantFrom<1 | 2>(1, 2),
    allowed: fc.boolean(),
  }),
  fc.record({ type: fc.constant('PUBREL' as const), reasonCode }),
);
