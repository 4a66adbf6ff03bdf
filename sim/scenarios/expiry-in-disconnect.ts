import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait } from '../scenario/steps.ts';

export const expiryInDisconnectScenario: Scenario = {
  name: 'expiry-in-disconnect',
  title: 'DISCONNECT changes how long the session lives.',
  about:
    'A Session Expiry Interval in DISCONNECT takes the place of the one in CONNECT (5.0 section 3.14.2.2.2): 0 ends the session with its connection.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 600 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(0x00, 0),
        wait(5),
        connect(),
        until('connected'),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
