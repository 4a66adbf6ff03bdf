import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const messageExpiryScenario: Scenario = {
  name: 'message-expiry',
  title:
    'Two messages wait for a client that is away, and one of them is too old when it comes back.',
  about:
    'A message whose Message Expiry Interval has passed is not sent to anybody it has not been sent to yet (v5 MQTT-3.3.2-5); one that has still time left is sent with what is left of it (MQTT-3.3.2-6).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'display', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 600 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(30),
        connect(),
        until('received'),
        wait(2),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'sensor', version: 5 },
      does: [
        wait(5),
        connect(),
        until('connected'),
        publish('room/door', 1, 'open', { messageExpiryIntervalSeconds: 10 }),
        publish('room/alarm', 1, 'fire', { messageExpiryIntervalSeconds: 120 }),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 90,
};
