import type { Scenario } from '../scenario/scenario.ts';
import { connect, cut, disconnect, subscribe, until, wait, when, will } from '../scenario/steps.ts';

export const willEndsWithSessionScenario: Scenario = {
  name: 'will-ends-with-session',
  title: 'A session that ends before the will delay publishes the will at its end.',
  about:
    'The will goes out when the delay has passed or the session ends, whichever is first (v5 MQTT-3.1.2-8): here after 10 seconds, not 60.',
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
        sessionExpiryIntervalSeconds: 10,
        will: will('gone/sensor', 'offline', { delaySeconds: 60 }),
        reconnect: 'never',
      },
      does: [wait(2), connect()],
    },
  ],
  world: [when('c2', 'connected'), wait(1), cut('c2')],
  endsAfterSeconds: 120,
};
