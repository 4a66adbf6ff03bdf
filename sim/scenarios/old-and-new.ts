import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait } from '../scenario/steps.ts';

export const oldAndNewScenario: Scenario = {
  name: 'old-and-new',
  title: 'The same story told by a 3.1.1 client and by a 5.0 client.',
  about:
    'Clean Session 0 is Clean Start 0 with a session that never expires (v3 MQTT-3.1.2-4); in 5.0 the client says how long (v5 MQTT-3.1.2-23), and its session has expired when it comes back.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'old', version: 4, cleanStart: false },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(60),
        connect(),
        until('connected'),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'new', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 30 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(60),
        connect(),
        until('connected'),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 180,
};
