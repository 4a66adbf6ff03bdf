/** What is measured between brokers, and how each is measured on one of them. */
import type { RunningBroker } from './brokers.ts';
import type { Coming } from './connects.ts';
import type { Crowd } from './crowd.ts';
import type { Generator } from './generator.ts';
import type { Timed } from './stopwatch.ts';
import type { Target, TrafficPlan } from './traffic.ts';

export interface Scenario {
  readonly name: string;
  readonly unit: string;
  /** Latency and memory: the smaller the better. */
  readonly isLessBetter: boolean;
  readonly measure: (generator: Generator, broker: RunningBroker) => Promise<Timed>;
}

const WARM_UP_MS = 500;
const MEASURE_MS = 1_000;
/** Members of a crowd before and after: by then a broker has what it needs but once, and the reserve that it keeps. */
const CROWDS = { idle: { from: 3_000, to: 6_000 }, offline: { from: 5_000, to: 35_000 } } as const;

const one = { publishers: 1, subscribers: 1, window: 1_000, burst: 100 } as const;

/** Message scenarios in the order of the table. */
export const trafficScenarios: readonly Scenario[] = [
  traffic('QoS 0 one to one', { ...one, qos: 0, window: 5_000 }),
  traffic('QoS 1 one to one', { ...one, qos: 1 }),
  traffic('QoS 2 one to one', { ...one, qos: 2 }),
  traffic('QoS 0 one to 50', { qos: 0, publishers: 1, subscribers: 50, window: 100, burst: 10 }),
  traffic('QoS 1 one to 20', { qos: 1, publishers: 1, subscribers: 20, window: 200, burst: 20 }),
  traffic('QoS 1 50 to one', { qos: 1, publishers: 50, subscribers: 1, window: 20, burst: 10 }),
];

export const connectScenarios: readonly Scenario[] = [
  connects('connects', 'connect'),
  connects('resumes', 'resume'),
  connects('takeovers', 'takeover'),
];

export const memoryScenarios: readonly Scenario[] = [
  memory('memory of an idle connection', 'idle'),
  memory('memory of an offline session', 'offline'),
];

export function latencyScenario(ratePerSecond: number): Scenario {
  return {
    name: `latency p99, QoS 1 at ${Math.round(ratePerSecond).toLocaleString('en-US')} msg/s`,
    unit: 'ms',
    isLessBetter: true,
    measure: (generator, broker) =>
      generator.measure({ kind: 'latency', ratePerSecond, target: targetOf(broker) }),
  };
}

function traffic(name: string, plan: TrafficPlan): Scenario {
  return {
    name,
    unit: plan.subscribers > 1 ? 'deliveries/s' : 'msg/s',
    isLessBetter: false,
    measure: (generator, broker) =>
      generator.measure({ kind: 'traffic', plan, target: targetOf(broker) }),
  };
}

function connects(name: string, coming: Coming): Scenario {
  return {
    name,
    unit: `${name}/s`,
    isLessBetter: false,
    measure: (generator, broker) =>
      generator.measure({ kind: 'connects', coming, target: targetOf(broker) }),
  };
}

function memory(name: string, crowd: Crowd): Scenario {
  const { from, to } = CROWDS[crowd];
  const measure = async (generator: Generator, broker: RunningBroker): Promise<Timed> => {
    const { port } = broker;
    await generator.do({ kind: 'crowd', crowd, port, from: 0, to: from });
    const before = await broker.settledBytes();
    await generator.do({ kind: 'crowd', crowd, port, from, to });
    const after = await broker.settledBytes();
    await generator.do({ kind: 'dismiss' });
    return { value: (after - before) / (to - from), generatorLoad: 0 };
  };
  return { name, unit: 'bytes', isLessBetter: true, measure };
}

function targetOf({ port, pid }: RunningBroker): Target {
  return { port, pid, warmUpMs: WARM_UP_MS, measureMs: MEASURE_MS };
}
