import type { Scenario } from '../scenario/scenario.ts';
import { connect, cut, disconnect, subscribe, until, wait, when, will } from '../scenario/steps.ts';

export const willScenario: Scenario = {
  name: 'will',
  title: 'A client is gone without DISCONNECT, and its will is published.',
  about:
    'The connection fails, so the broker publishes the will (v3 MQTT-3.1.2-8) and then forgets it (MQTT-3.1.2-10).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'watcher', version: 4 },
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
        version: 4,
        will: will('gone/sensor', 'offline', { qos: 1 }),
        reconnect: 'never',
      },
      does: [wait(2), connect()],
    },
  ],
  world: [when('c2', 'connected'), wait(1), cut('c2')],
  endsAfterSeconds: 60,
};
