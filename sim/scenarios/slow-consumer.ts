import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  disconnect,
  publish,
  stall,
  subscribe,
  unstall,
  until,
  wait,
  when,
} from '../scenario/steps.ts';

export const slowConsumerScenario: Scenario = {
  name: 'slow-consumer',
  title: 'A client stops reading, and nobody else notices.',
  about:
    'The network takes nothing for it any more: QoS 0 messages are dropped, QoS 1 messages wait in its session until it reads again, and the other client goes on meanwhile.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'slow', version: 5, keepAliveSeconds: 0 },
      does: [connect(), until('connected'), subscribe('room/#', 1), wait(40), disconnect()],
    },
    {
      name: 'c2',
      is: { clientId: 'quick', version: 5 },
      does: [connect(), until('connected'), subscribe('room/#', 1), wait(40), disconnect()],
    },
    {
      name: 'c3',
      is: { clientId: 'sensor', version: 5 },
      does: [
        wait(5),
        connect(),
        until('connected'),
        publish('room/1', 0, 'one'),
        publish('room/2', 1, 'two'),
        publish('room/3', 0, 'three'),
        publish('room/4', 1, 'four'),
        publish('room/5', 0, 'five'),
        publish('room/6', 1, 'six'),
        until('acknowledged', 3),
        disconnect(),
      ],
    },
  ],
  world: [when('c1', 'acknowledged'), stall('c1'), wait(20), unstall('c1')],
  congestedAtPackets: 2,
  endsAfterSeconds: 90,
};
