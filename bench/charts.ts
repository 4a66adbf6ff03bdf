import { type AnyStateMachine, initialTransition, transition } from 'xstate';
import { type ConnectEvent, openedContext } from '../machines/charts/connection-types.ts';
import { machines } from '../machines/charts/index.ts';
import type { ChartEvent } from '../machines/engine/chart.ts';
import { compile } from '../machines/engine/compile.ts';
import { inertScope } from '../machines/engine/scope.ts';
import { DEFAULT_OPTIONS } from '../machines/options.ts';
import { compare, type Figure, type Side } from './figure.ts';
import { ack, connectPacket, publishPacket } from './packets.ts';

/** A chart and what it goes through, over and over from the same snapshot. */
interface ChartCase {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly context: unknown;
  /** Lead to the snapshot that every play begins with; not measured. */
  readonly before: readonly ChartEvent[];
  readonly events: readonly ChartEvent[];
}

const peers: readonly { readonly name: string; readonly side: (chart: ChartCase) => Side }[] = [
  { name: 'xstate transition()', side: pureTransition },
  { name: 'xstate machine.transition, scope reused', side: machineTransition },
];

/** Steps a second of the compiled charts, against XState taking the same steps. */
export function run({ rounds }: { rounds: number }): Figure[] {
  return cases().flatMap((chart) =>
    peers.map(({ name, side }) => {
      const facts = { bench: 'charts', case: chart.name, peerName: name, unit: 'steps/s' };
      return compare(facts, { ours: compiled(chart), peer: side(chart) }, rounds);
    }),
  );
}

function compiled({ machine, context, before, events }: ChartCase): Side {
  const chart = compile(machine);
  let first = chart.start(context).snapshot;
  for (const event of before) first = chart.step(first, event).snapshot;
  const play = () => {
    let snapshot = first;
    for (const event of events) snapshot = chart.step(snapshot, event).snapshot;
  };
  return { units: events.length, play };
}

/** XState as documented: the pure function that takes a snapshot and an event. */
function pureTransition({ machine, context, before, events }: ChartCase): Side {
  let [first] = initialTransition(machine, context);
  for (const event of before) [first] = transition(machine, first, event);
  const play = () => {
    let snapshot = first;
    for (const event of events) [snapshot] = transition(machine, snapshot, event);
  };
  return { units: events.length, play };
}

/** XState as fast as it goes: without an actor made for every step. */
function machineTransition({ machine, context, before, events }: ChartCase): Side {
  const scope = inertScope(() => {});
  let first = machine.getInitialSnapshot(scope, context);
  for (const event of before) first = machine.transition(first, event, scope);
  const play = () => {
    let snapshot = first;
    for (const event of events) snapshot = machine.transition(snapshot, event, scope);
  };
  return { units: events.length, play };
}

function cases(): readonly ChartCase[] {
  return [sessionCase(), connectionCase(), senderCase()];
}

function sessionCase(): ChartCase {
  const deliver = (qos: number, maySend: boolean) => {
    const facts = { congested: false, queueFull: false, qos0Queued: false };
    return { type: 'deliver', qos, maySend, ...facts };
  };
  const quota = (maySend: boolean) => ({ type: 'quota.available', maySend });
  const hour = { sessionExpiryIntervalSeconds: 3600 };
  const online = [deliver(0, true), deliver(1, true), quota(false), deliver(1, false), quota(true)];
  const released = { type: 'connection.released', ...hour };
  const resumed = { type: 'session.resumed', ...hour };
  return {
    name: 'session: messages, quota, offline and back',
    machine: machines.session,
    context: { sessionExpiryIntervalSeconds: 0 },
    before: [{ type: 'session.created', ...hour }],
    events: [
      ...online,
      ...online,
      ...online,
      released,
      deliver(0, false),
      deliver(1, false),
      resumed,
    ],
  };
}

function connectionCase(): ChartCase {
  // Typed, so that a fact which the guards ask for is not missing here.
  const facts: Omit<ConnectEvent, 'type' | 'packet'> = {
    isHoldFull: false,
    withinReceiveMaximum: true,
    overload: undefined,
    answerTooLarge: undefined,
  };
  const received = (packet: ChartEvent) => ({ type: packet.type, packet, ...facts });
  const publish = received(publishPacket({ topicName: 'sensors/kitchen/temperature', qos: 1 }));
  const puback = received(ack('PUBACK', 1));
  const connect = received(connectPacket('c1', { keepAliveSeconds: 60 }));
  return {
    name: 'connection: PUBLISH, PUBACK, PINGREQ',
    machine: machines.connection,
    context: openedContext(DEFAULT_OPTIONS),
    before: [connect, { type: 'session.granted' }],
    events: [publish, puback, publish, puback, received({ type: 'PINGREQ' })],
  };
}

function senderCase(): ChartCase {
  return {
    name: 'sender: a QoS 2 exchange',
    machine: machines.sender,
    context: {},
    before: [],
    events: [
      { type: 'exchange.begun', qos: 2 },
      ack('PUBREC', 1),
      ack('PUBCOMP', 1),
    ] as ChartEvent[],
  };
}
