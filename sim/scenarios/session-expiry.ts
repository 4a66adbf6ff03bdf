import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait } from '../scenario/steps.ts';

export const sessionExpiryScenario: Scenario = {
  name: 'session-expiry',
  title: 'A session expires while its client is away.',
  about:
    'The Session Expiry Interval counts from the end of the connection; when it has run out the session is deleted (v5 MQTT-4.1.0-2), and the next CONNECT finds none.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 30 },
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
