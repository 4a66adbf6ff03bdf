import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait, will } from '../scenario/steps.ts';

export const takeoverCleanStartScenario: Scenario = {
  name: 'takeover-clean-start',
  title: 'A second device claims the Client Identifier of one that is connected.',
  about:
    'The existing connection gets DISCONNECT 0x8E Session taken over and is closed (v5 MQTT-3.1.4-3). Clean Start 1 ends its session (MQTT-3.1.2-4), and so its will is published although it has a delay (MQTT-3.1.2-8).',
  clients: [
    {
      name: 'c1',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        will: will('gone/sensor', 'taken over', { delaySeconds: 60 }),
        reconnect: 'unlessTakenOver',
      },
      does: [connect(), until('connected'), subscribe('room/#', 1), until('disconnected')],
    },
    {
      name: 'c2',
      is: { clientId: 'sensor', version: 5, cleanStart: true, sessionExpiryIntervalSeconds: 300 },
      does: [
        wait(5),
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('received'),
        disconnect(0x00, 0),
      ],
    },
    {
      name: 'c3',
      is: { clientId: 'heater', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('gone/#', 0),
        until('received'),
        wait(1),
        publish('room/on', 1, 'yes'),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
