/** Cases in which a step must not take longer because there is much of something: each is played large and small. */
import type { Side } from './figure.ts';
import { ack, publishPacket, subscribePacket, unsubscribePacket } from './packets.ts';
import { published, World } from './world.ts';

export interface SizeCase {
  readonly name: string;
  readonly large: number;
  readonly small: number;
  readonly unit: string;
  readonly side: (size: number) => Side;
}

const MANY = 100_000;
const FEW = 10;
const WINDOW = 10;
const BUSY = 100;
const TOPIC = 'sensors/kitchen/temperature';

export const sizeCases: readonly SizeCase[] = [
  sizeCase('queued messages of the session', 'cycles/s', longQueue),
  sizeCase('exchanges in flight', 'cycles/s', wideWindow, 60_000),
  sizeCase('exchanges in flight, all but a few stuck', 'cycles/s', stuckWindow, 60_000),
  sizeCase('sessions, half of them offline; one is busy', 'cycles/s', oneBusy),
  sizeCase('sessions, half of them offline; all in turn', 'cycles/s', allBusy),
  sizeCase('sessions, fork and one cycle', 'cycles/s', forkAndCycle),
  sizeCase('sessions, fork and subscribe', 'inputs/s', forkAndSubscribe),
  sizeCase('filters beside, subscribe and unsubscribe', 'inputs/s', subscribing),
  sizeCase('filters beside, subscribe amid QoS 0 traffic', 'inputs/s', subscribingAmidTraffic),
  sizeCase('sessions, connect and disconnect', 'inputs/s', connecting),
];

function sizeCase(
  what: string,
  unit: string,
  side: SizeCase['side'],
  large: number = MANY,
): SizeCase {
  return { name: `${large.toLocaleString('en-US')} ${what}`, large, small: FEW, unit, side };
}

/** A QoS 1 message comes in, and an acknowledgement lets the one that has waited longest go out. */
function longQueue(length: number): Side {
  const world = new World({ queueLengthMaximum: length + FEW, inflightMaximum: WINDOW });
  return slidingWindow(world, WINDOW, length);
}

function wideWindow(width: number): Side {
  return slidingWindow(new World({ inflightMaximum: width }), width, 0);
}

/** The window is full and `queued` messages wait; each play acknowledges the oldest and publishes one more. */
function slidingWindow(world: World, width: number, queued: number): Side {
  const publisher = world.connect('publisher');
  const subscriber = world.subscriber('subscriber', TOPIC);
  const publish = publishPacket({ topicName: TOPIC, qos: 1 });
  const inFlight: number[] = [];
  for (let i = 0; i < width + queued; i += 1) {
    inFlight.push(...published(world.receive(publisher, publish)));
  }
  // A ring: `shift` of a long array would cost more than the step.
  let oldest = 0;
  const play = () => {
    const acked = world.receive(subscriber, ack('PUBACK', inFlight[oldest] as number));
    const came = world.receive(publisher, publish);
    inFlight[oldest] = [...published(acked), ...published(came)][0] as number;
    oldest = (oldest + 1) % width;
  };
  return { units: 1, play };
}

/** A client that acknowledges only its latest messages. Packet Identifiers come round to those in use. */
function stuckWindow(width: number): Side {
  const world = new World({ inflightMaximum: width });
  const publisher = world.connect('publisher');
  const subscriber = world.subscriber('subscriber', TOPIC);
  const publish = publishPacket({ topicName: TOPIC, qos: 1 });
  for (let i = 0; i < width - 1; i += 1) world.receive(publisher, publish);
  const play = () => {
    for (const packetId of published(world.receive(publisher, publish))) {
      world.receive(subscriber, ack('PUBACK', packetId));
    }
  };
  return { units: 1, play };
}

/** Every client subscribes to a topic of its own; every other one then goes offline. */
function populated(sessions: number): { world: World; publisher: number; online: number[] } {
  const world = new World();
  const online: number[] = [];
  for (let i = 0; i < sessions; i += 1) {
    const connection = world.subscriber(`client-${i}`, `clients/client-${i}/inbox`, 1);
    if (i % 2 === 0) online.push(connection);
    else world.close(connection);
  }
  return { world, publisher: world.connect('publisher'), online };
}

function inboxOf(i: number) {
  return publishPacket({ topicName: `clients/client-${i}/inbox`, qos: 1 });
}

function oneBusy(sessions: number): Side {
  return busyClient(sessions, () => {});
}

function busyClient(sessions: number, first: (world: World) => void): Side {
  const { world, publisher, online } = populated(sessions);
  const publish = inboxOf(0);
  const play = () => {
    first(world);
    exchange(world, publisher, online[0] as number, publish);
  };
  return { units: 1, play };
}

/** What a fork costs in the end: the cycle after it copies what it changes. */
export const forkCase = {
  name: `fork and one cycle, ${MANY.toLocaleString('en-US')} sessions`,
  peerName: 'the cycle alone',
  unit: 'cycles/s',
  sides: () => ({ ours: forkAndCycle(MANY), peer: oneBusy(MANY) }),
};

function allBusy(sessions: number): Side {
  const { world, publisher, online } = populated(sessions);
  const packets = online.map((_, i) => inboxOf(2 * i));
  let next = 0;
  const play = () => {
    const packet = packets[next] as (typeof packets)[number];
    exchange(world, publisher, online[next] as number, packet);
    next = (next + 1) % online.length;
  };
  return { units: 1, play };
}

function exchange(
  world: World,
  publisher: number,
  subscriber: number,
  publish: ReturnType<typeof publishPacket>,
): void {
  for (const packetId of published(world.receive(publisher, publish))) {
    world.receive(subscriber, ack('PUBACK', packetId));
  }
}

function forkAndCycle(sessions: number): Side {
  return busyClient(sessions, (world) => {
    world.broker = world.broker.fork();
  });
}

function forkAndSubscribe(sessions: number): Side {
  const { world, online } = populated(sessions);
  const subscribe = subscribePacket('clients/client-0/outbox');
  const unsubscribe = unsubscribePacket('clients/client-0/outbox');
  const play = () => {
    world.broker = world.broker.fork();
    world.receive(online[0] as number, subscribe);
    world.receive(online[0] as number, unsubscribe);
  };
  return { units: 2, play };
}

function subscribing(filters: number): Side {
  const { world, publisher } = populated(filters);
  const subscribe = subscribePacket('clients/publisher/inbox');
  const unsubscribe = unsubscribePacket('clients/publisher/inbox');
  const play = () => {
    world.receive(publisher, subscribe);
    world.receive(publisher, unsubscribe);
  };
  return { units: 2, play };
}

/** One client's subscriptions change while messages go to a hundred others. */
function subscribingAmidTraffic(filters: number): Side {
  const { world, publisher } = populated(filters);
  const busy = Array.from({ length: BUSY }, (_, i) => `busy/${i}`);
  for (const topicName of busy) world.subscriber(topicName, topicName);
  const packets = busy.map((topicName) => publishPacket({ topicName, qos: 0 }));
  const subscribe = subscribePacket('clients/publisher/inbox');
  const unsubscribe = unsubscribePacket('clients/publisher/inbox');
  let subscribed = false;
  const play = () => {
    world.receive(publisher, subscribed ? unsubscribe : subscribe);
    subscribed = !subscribed;
    for (const packet of packets) world.receive(publisher, packet);
  };
  return { units: BUSY + 1, play };
}

function connecting(sessions: number): Side {
  const { world } = populated(sessions);
  let nonce = 0;
  const play = () => {
    nonce += 1;
    const facts = { properties: { sessionExpiryInterval: 0 } };
    world.close(world.connect(`visitor-${nonce}`, facts));
  };
  return { units: 3, play };
}
