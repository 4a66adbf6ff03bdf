import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  disconnect,
  drop,
  halfOpen,
  publish,
  subscribe,
  until,
  wait,
  when,
  will,
} from '../scenario/steps.ts';

export const takeoverScenario: Scenario = {
  name: 'takeover',
  title: 'A client comes back before the broker has noticed that it was gone.',
  about:
    'Its first connection is half-open, so to the broker it is there. The second CONNECT takes the session over: the existing connection gets DISCONNECT 0x8E (v5 MQTT-3.1.4-3), its will has no delay and is published (MQTT-3.1.2-8), and the session is resumed (MQTT-3.1.2-5).',
  clients: [
    {
      name: 'c1',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        keepAliveSeconds: 60,
        will: will('gone/sensor', 'connection lost'),
      },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        wait(10),
        drop,
        connect(),
        until('received'),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'heater', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('gone/#', 0),
        wait(7),
        publish('room/on', 1, 'yes'),
        until('acknowledged', 2),
        wait(5),
        disconnect(),
      ],
    },
  ],
  world: [when('c1', 'acknowledged'), wait(5), halfOpen('c1')],
  endsAfterSeconds: 60,
};
