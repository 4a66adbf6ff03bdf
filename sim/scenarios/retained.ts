import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const retainedScenario: Scenario = {
  name: 'retained',
  title: 'A retained message greets those who subscribe later.',
  about:
    'RETAIN 1 keeps the latest message of a topic (v3 MQTT-3.3.1-5); a new subscription gets it with RETAIN 1 (MQTT-3.3.1-6, MQTT-3.3.1-8); an empty one clears it (MQTT-3.3.1-10).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 4 },
      does: [
        connect(),
        until('connected'),
        publish('room/temperature', 1, '21.5', { retain: true }),
        wait(10),
        publish('room/temperature', 1, '', { retain: true }),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'early', version: 4 },
      does: [
        wait(5),
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('received', 2),
        disconnect(),
      ],
    },
    {
      name: 'c3',
      is: { clientId: 'late', version: 4 },
      does: [
        wait(15),
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        wait(5),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
