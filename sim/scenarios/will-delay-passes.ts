import type { Scenario } from '../scenario/scenario.ts';
import { connect, cut, disconnect, subscribe, until, wait, when, will } from '../scenario/steps.ts';

export const willDelayPassesScenario: Scenario = {
  name: 'will-delay-passes',
  title: 'A will with a delay is published when its client stays away.',
  about:
    'The Will Delay Interval passes without a new connection, and the will is published (v5 MQTT-3.1.2-8) while the session goes on.',
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
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        will: will('gone/sensor', 'offline', { delaySeconds: 20 }),
        reconnect: 'never',
      },
      does: [wait(2), connect()],
    },
  ],
  world: [when('c2', 'connected'), wait(1), cut('c2')],
  endsAfterSeconds: 400,
};
