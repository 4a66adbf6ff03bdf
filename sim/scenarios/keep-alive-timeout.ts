import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  disconnect,
  halfOpen,
  subscribe,
  until,
  wait,
  when,
  will,
} from '../scenario/steps.ts';

export const keepAliveTimeoutScenario: Scenario = {
  name: 'keep-alive-timeout',
  title: 'A connection is half-open, and only Keep Alive finds out.',
  about:
    'Nothing arrives any more and nobody is told. After one and a half times the Keep Alive the broker closes the connection as failed (v5 MQTT-3.1.2-22), and the will is published.',
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
        keepAliveSeconds: 10,
        will: will('gone/sensor', 'offline'),
        reconnect: 'never',
      },
      does: [wait(2), connect()],
    },
  ],
  world: [when('c2', 'connected'), wait(12), halfOpen('c2')],
  endsAfterSeconds: 120,
};
