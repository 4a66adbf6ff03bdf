import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const cleanStartScenario: Scenario = {
  name: 'clean-start',
  title: 'Clean Start throws an earlier session away.',
  about:
    'The second CONNECT has Clean Start 1: the stored session and what waits in it are gone, and Session Present is 0 (v5 MQTT-3.1.2-4, MQTT-3.2.2-2).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 600 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(10),
        connect({ cleanStart: true }),
        until('connected'),
        wait(5),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'heater', version: 5 },
      does: [
        wait(5),
        connect(),
        until('connected'),
        publish('room/on', 1, 'yes'),
        wait(1),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
