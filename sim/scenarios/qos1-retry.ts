import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, lose, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const qos1RetryScenario: Scenario = {
  name: 'qos1-retry',
  title: 'The PUBACK of a QoS 1 message is lost, so the message comes twice.',
  about:
    'On the resumed session the client sends the PUBLISH again with DUP and its old Packet Identifier (v3 MQTT-4.4.0-1, MQTT-3.3.1-1); to the broker it is a new message (MQTT-4.3.2-2).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'heater', version: 4 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('received', 2),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 4,
        cleanStart: false,
        reconnect: 'always',
        backoffMs: [2000],
      },
      does: [
        wait(2),
        connect(),
        until('connected'),
        publish('room/temperature', 1, '21.5'),
        until('acknowledged'),
        disconnect(),
      ],
    },
  ],
  world: [lose('c2', 'PUBACK')],
  endsAfterSeconds: 60,
};
