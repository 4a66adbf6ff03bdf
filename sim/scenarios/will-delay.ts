import type { Scenario } from '../scenario/scenario.ts';
import { connect, cut, disconnect, subscribe, until, wait, when, will } from '../scenario/steps.ts';

export const willDelayScenario: Scenario = {
  name: 'will-delay',
  title: 'A will with a delay is not published when its client is back in time.',
  about:
    'The new connection comes before the Will Delay Interval has passed, so the will must not be sent (v5 MQTT-3.1.3-9).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'watcher', version: 5 },
      does: [connect(), until('connected'), subscribe('gone/#', 1), wait(40), disconnect()],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        will: will('gone/sensor', 'offline', { delaySeconds: 20 }),
        reconnect: 'always',
        backoffMs: [5000],
      },
      does: [wait(2), connect(), until('connected'), wait(30), disconnect()],
    },
  ],
  world: [when('c2', 'connected'), wait(1), cut('c2')],
  endsAfterSeconds: 120,
};
