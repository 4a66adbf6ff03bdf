import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  disconnect,
  publish,
  subscribe,
  unsubscribe,
  until,
  wait,
} from '../scenario/steps.ts';

export const unsubscribeScenario: Scenario = {
  name: 'unsubscribe',
  title: 'A client unsubscribes, and hears no more of the topic.',
  about:
    'UNSUBACK comes whether there was a subscription or not (v5 MQTT-3.10.4-5); once UNSUBSCRIBE has come, nothing new is added (MQTT-3.10.4-2), and what has begun is finished (MQTT-3.10.4-3).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'heater', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 2),
        until('received'),
        unsubscribe('room/#'),
        unsubscribe('hall/#'),
        until('acknowledged', 3),
        wait(10),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'sensor', version: 5 },
      does: [
        wait(2),
        connect(),
        until('connected'),
        publish('room/a', 2, 'heard'),
        until('acknowledged'),
        wait(2),
        publish('room/b', 2, 'not heard'),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
