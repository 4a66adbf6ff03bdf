import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait } from '../scenario/steps.ts';

export const expiryRaceScenario: Scenario = {
  name: 'expiry-race',
  title: 'A client comes back at the very moment when its session expires.',
  about:
    'Whether the timer or the CONNECT comes first decides whether there is a session (v5 MQTT-4.1.0-2, MQTT-3.2.2-3). Both are right; run it with several seeds.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 10 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(10),
        connect(),
        until('connected'),
        disconnect(),
      ],
    },
  ],
  latencyMs: { min: 0, max: 1 },
  endsAfterSeconds: 60,
};
