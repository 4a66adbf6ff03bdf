import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const receiveMaximum1Scenario: Scenario = {
  name: 'receive-maximum-1',
  title: 'A client takes one message at a time.',
  about:
    'With a Receive Maximum of 1 the broker sends the next PUBLISH only after the acknowledgement of the last (v5 MQTT-3.3.4-9, MQTT-4.9.0-2); the rest waits in order.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'slow', version: 5, receiveMaximum: 1 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 2),
        until('received', 4),
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
        publish('room/a', 1, 'first'),
        publish('room/b', 2, 'second'),
        publish('room/c', 1, 'third'),
        publish('room/d', 2, 'fourth'),
        until('acknowledged', 4),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
