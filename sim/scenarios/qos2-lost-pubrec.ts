import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, lose, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const qos2LostPubrecScenario: Scenario = {
  name: 'qos2-lost-pubrec',
  title: 'The PUBREC of a QoS 2 message is lost, and still the message comes once.',
  about:
    'The client sends the PUBLISH again with DUP (v5 MQTT-4.4.0-1); the broker knows the Packet Identifier, answers PUBREC, and passes nothing on (MQTT-4.3.3-10).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'heater', version: 5 },
      does: [connect(), until('connected'), subscribe('room/#', 2), wait(20), disconnect()],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        reconnect: 'always',
        backoffMs: [2000],
      },
      does: [
        wait(2),
        connect(),
        until('connected'),
        publish('room/alarm', 2, 'fire'),
        until('acknowledged'),
        disconnect(),
      ],
    },
  ],
  world: [lose('c2', 'PUBREC')],
  endsAfterSeconds: 60,
};
