import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  disconnect,
  heal,
  partition,
  publish,
  subscribe,
  until,
  wait,
  when,
} from '../scenario/steps.ts';

export const partitionScenario: Scenario = {
  name: 'partition',
  title: 'The network holds everything back for a while, and then delivers it.',
  about:
    'Nothing is lost and nothing is closed, for the Keep Alive is longer than the partition; what was held back arrives in order (v5 MQTT-4.6.0-5).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'heater', version: 5, keepAliveSeconds: 60 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('received', 2),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'sensor', version: 5, keepAliveSeconds: 60 },
      does: [
        wait(5),
        connect(),
        until('connected'),
        publish('room/a', 1, 'first'),
        publish('room/b', 1, 'second'),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  world: [when('c1', 'acknowledged'), partition('c1'), wait(20), heal('c1')],
  endsAfterSeconds: 90,
};
