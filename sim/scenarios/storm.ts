import type { Scenario } from '../scenario/scenario.ts';
import { connect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const stormScenario: Scenario = {
  name: 'storm',
  title: 'Three clients talk at QoS 1 and 2 while connections fail and the broker crashes.',
  about:
    'Whatever strikes, QoS 1 messages arrive at least once and QoS 2 messages exactly once (v5 MQTT-4.3.2-4, MQTT-4.3.3-10). The seed decides what, and when.',
  options: { durable: true },
  clients: ['c1', 'c2', 'c3'].map((name) => ({
    name,
    is: {
      clientId: name,
      version: 5 as const,
      cleanStart: false,
      sessionExpiryIntervalSeconds: 3600,
      keepAliveSeconds: 10,
      reconnect: 'always' as const,
      backoffMs: [500, 1000, 2000],
    },
    does: [
      connect(),
      until('connected'),
      subscribe('storm/#', 2),
      wait(3),
      publish(`storm/${name}`, 1, 'one'),
      publish(`storm/${name}`, 2, 'two'),
      wait(2),
      publish(`storm/${name}`, 2, 'three'),
      publish(`storm/${name}`, 1, 'four'),
      wait(30),
    ],
  })),
  latencyMs: { min: 1, max: 80 },
  store: { latencyMs: { min: 1, max: 50 }, failurePercent: 3 },
  faults: { cut: 3, halfOpen: 1, crash: 1 },
  faultsFromSeconds: 2,
  endsAfterSeconds: 120,
};
