import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, lose, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const qos2LostPubcompScenario: Scenario = {
  name: 'qos2-lost-pubcomp',
  title: 'The PUBCOMP of a QoS 2 message is lost, and only PUBREL is sent again.',
  about:
    'After PUBREC the PUBLISH is never sent again (v5 MQTT-4.3.3-6); PUBREL is (MQTT-4.4.0-1), and the broker, which has forgotten the identifier, answers 0x92 Packet Identifier not found.',
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
  world: [lose('c2', 'PUBCOMP')],
  endsAfterSeconds: 60,
};
