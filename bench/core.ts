import type { Engine } from '../machines/charts/index.ts';
import { forkCase, sizeCases } from './core-sizes.ts';
import { compare, type Figure, type Side } from './figure.ts';
import { ack, publishPacket } from './packets.ts';
import { published, World } from './world.ts';

const BENCH = 'core';
const FAN_OUT = 50;

interface TrafficCase {
  readonly name: string;
  readonly unit: string;
  readonly side: (engine: Engine) => Side;
}

/** The broker's core alone: traffic beside the same charts run by XState, and a large broker beside a small one. */
export function run({ rounds, log }: { rounds: number; log: (line: string) => void }): Figure[] {
  // Traffic first: for sizes both sides are the same code, however the compiler has optimized it by then.
  const traffic = trafficCases.map(({ name, unit, side }) => {
    log(name);
    const facts = { bench: BENCH, case: name, peerName: 'engine xstate', unit };
    return compare(facts, { ours: side('compiled'), peer: side('xstate') }, rounds);
  });
  const sizes = sizeCases.map(({ name, large, small, unit, side }) => {
    log(name);
    const facts = { bench: BENCH, case: name, peerName: `with ${small}`, unit };
    return compare(facts, { ours: side(large), peer: side(small) }, rounds);
  });
  log(forkCase.name);
  const { name, peerName, unit } = forkCase;
  const forked = compare({ bench: BENCH, case: name, peerName, unit }, forkCase.sides(), rounds);
  return [...traffic, ...sizes, forked];
}

const trafficCases: readonly TrafficCase[] = [
  { name: 'QoS 0 one to one', unit: 'inputs/s', side: oneToOneQos0 },
  { name: 'QoS 1 one to one, acknowledged', unit: 'cycles/s', side: oneToOneQos1 },
  { name: 'QoS 2 one to one, both handshakes', unit: 'cycles/s', side: oneToOneQos2 },
  {
    name: `QoS 0 one to ${FAN_OUT}`,
    unit: 'deliveries/s',
    side: (engine) => fanOut(engine, 0),
  },
  {
    name: `QoS 1 one to ${FAN_OUT}, acknowledged`,
    unit: 'deliveries/s',
    side: (engine) => fanOut(engine, 1),
  },
];

function oneToOneQos0(engine: Engine): Side {
  const world = new World({}, engine);
  const publisher = world.connect('publisher');
  world.subscriber('subscriber', 'sensors/kitchen/temperature');
  const publish = publishPacket({ topicName: 'sensors/kitchen/temperature', qos: 0 });
  return { units: 1, play: () => world.receive(publisher, publish) };
}

function oneToOneQos1(engine: Engine): Side {
  const world = new World({}, engine);
  const publisher = world.connect('publisher');
  const subscriber = world.subscriber('subscriber', 'sensors/kitchen/temperature');
  const publish = publishPacket({ topicName: 'sensors/kitchen/temperature', qos: 1 });
  const play = () => {
    const effects = world.receive(publisher, publish);
    for (const packetId of published(effects)) world.receive(subscriber, ack('PUBACK', packetId));
  };
  return { units: 1, play };
}

function oneToOneQos2(engine: Engine): Side {
  const world = new World({}, engine);
  const publisher = world.connect('publisher');
  const subscriber = world.subscriber('subscriber', 'sensors/kitchen/temperature');
  const publish = publishPacket({ topicName: 'sensors/kitchen/temperature', qos: 2 });
  const pubrel = ack('PUBREL', publish.packetId);
  const play = () => {
    const effects = world.receive(publisher, publish);
    world.receive(publisher, pubrel);
    for (const packetId of published(effects)) {
      world.receive(subscriber, ack('PUBREC', packetId));
      world.receive(subscriber, ack('PUBCOMP', packetId));
    }
  };
  return { units: 1, play };
}

function fanOut(engine: Engine, qos: 0 | 1): Side {
  const world = new World({}, engine);
  const publisher = world.connect('publisher');
  const subscribers = Array.from({ length: FAN_OUT }, (_, i) =>
    world.subscriber(`subscriber-${i}`, 'sensors/kitchen/temperature'),
  );
  const publish = publishPacket({ topicName: 'sensors/kitchen/temperature', qos });
  const play = () => {
    const packetIds = published(world.receive(publisher, publish));
    if (qos === 0) return;
    for (const [i, subscriber] of subscribers.entries()) {
      world.receive(subscriber, ack('PUBACK', packetIds[i] as number));
    }
  };
  return { units: FAN_OUT, play };
}
