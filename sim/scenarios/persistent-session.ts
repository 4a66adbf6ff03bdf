import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const persistentSessionScenario: Scenario = {
  name: 'persistent-session',
  title: 'A 3.1.1 client with Clean Session 0 gets what was published while it was away.',
  about:
    'The session outlives the connection (v3 MQTT-3.1.2-4), QoS 1 and 2 messages wait in it (MQTT-3.1.2-5), QoS 0 messages do not, and CONNACK says Session Present (MQTT-3.2.2-2).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 4, cleanStart: false },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 2),
        until('acknowledged'),
        disconnect(),
        wait(20),
        connect(),
        until('received', 2),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'heater', version: 4 },
      does: [
        wait(10),
        connect(),
        until('connected'),
        publish('room/a', 0, 'not kept'),
        publish('room/b', 1, 'kept'),
        publish('room/c', 2, 'kept too'),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
