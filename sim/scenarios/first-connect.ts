import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until } from '../scenario/steps.ts';

export const firstConnectScenario: Scenario = {
  name: 'first-connect',
  title: 'A client connects for the first time, subscribes, and hears what it publishes itself.',
  about:
    'CONNECT comes first from the client, CONNACK first from the broker (v5 MQTT-3.1.0-1, MQTT-3.2.0-1). Session Present is 0: there was no session (MQTT-3.2.2-3).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'sensor', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        publish('room/temperature', 1, '21.5'),
        until('received'),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
