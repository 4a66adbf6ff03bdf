import type { Scenario } from '../scenario/scenario.ts';
import { connect, wait } from '../scenario/steps.ts';

export const reconnectWarScenario: Scenario = {
  name: 'reconnect-war',
  title: 'Two devices have one Client Identifier and reconnect whenever they are thrown out.',
  about:
    'Each CONNECT takes the session over from the other (v5 MQTT-3.1.4-3), and neither gives up. Session Present tells each of them that something is wrong.',
  clients: [
    {
      name: 'c1',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 60,
        reconnect: 'always',
        backoffMs: [1000],
      },
      does: [connect()],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 60,
        reconnect: 'always',
        backoffMs: [1000],
      },
      does: [wait(1), connect()],
    },
  ],
  endsAfterSeconds: 15,
};
