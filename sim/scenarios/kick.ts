import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  disconnect,
  kick,
  subscribe,
  until,
  wait,
  when,
  will,
} from '../scenario/steps.ts';

export const kickScenario: Scenario = {
  name: 'kick',
  title: 'An operator disconnects a client.',
  about:
    'The client gets DISCONNECT 0x98 Administrative action (5.0 section 3.14.2.1); to its will it is a failure like any other (v5 MQTT-3.1.2-8).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'watcher', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('gone/#', 1),
        until('received'),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 5,
        will: will('gone/sensor', 'kicked'),
        reconnect: 'never',
      },
      does: [wait(2), connect()],
    },
  ],
  world: [when('c2', 'connected'), wait(1), kick('sensor')],
  endsAfterSeconds: 60,
};
