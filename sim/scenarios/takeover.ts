import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait, will } from '../scenario/steps.ts';

export const takeoverScenario: Scenario = {
  name: 'takeover',
  title: 'A second client claims the session of one that is connected.',
  about:
    'The existing connection gets DISCONNECT 0x8E Session taken over and is closed (v5 MQTT-3.1.4-3); its will has no delay and is published; the incoming one resumes the session (MQTT-3.1.2-5).',
  clients: [
    {
      name: 'c1',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        will: will('gone/sensor', 'taken over'),
        reconnect: 'unlessTakenOver',
      },
      does: [connect(), until('connected'), subscribe('room/#', 1)],
    },
    {
      name: 'c2',
      is: { clientId: 'sensor', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 300 },
      does: [wait(5), connect(), until('received'), disconnect()],
    },
    {
      name: 'c3',
      is: { clientId: 'heater', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('gone/#', 0),
        wait(10),
        publish('room/on', 1, 'yes'),
        until('acknowledged', 2),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
