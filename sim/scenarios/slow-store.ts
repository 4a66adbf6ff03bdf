import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const slowStoreScenario: Scenario = {
  name: 'slow-store',
  title: 'The store is slow, and acknowledgements wait for it.',
  about:
    'PUBACK promises that the message is kept, so it leaves only after the store has it (v5 MQTT-4.3.2-4).',
  options: { durable: true },
  clients: [
    {
      name: 'c1',
      is: {
        clientId: 'heater',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 3600,
        reconnect: 'always',
        backoffMs: [2000],
      },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('received', 2),
        wait(5),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 3600,
        reconnect: 'always',
        backoffMs: [2000],
      },
      does: [
        wait(5),
        connect(),
        until('connected'),
        publish('room/a', 1, 'first'),
        publish('room/b', 2, 'second'),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  store: { latencyMs: { min: 100, max: 2000 } },
  endsAfterSeconds: 120,
};
