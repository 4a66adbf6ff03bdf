import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const cleanSessionScenario: Scenario = {
  name: 'clean-session',
  title: 'A 3.1.1 session with Clean Session 1 lives as long as its connection.',
  about:
    'Clean Session 1 starts afresh and ends with the connection (v3 MQTT-3.1.2-6): the subscription of the first connection is not there on the second.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 4, cleanStart: true },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(5),
        connect(),
        until('connected'),
        publish('room/temperature', 1, '21.5'),
        wait(5),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
