import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  cut,
  disconnect,
  publish,
  subscribe,
  until,
  wait,
  when,
} from '../scenario/steps.ts';

export const resumeScenario: Scenario = {
  name: 'resume',
  title: 'A 5.0 client loses its connection and resumes its session in time.',
  about:
    'The Session Expiry Interval is above 0, so both sides keep the session (v5 MQTT-3.1.2-23); CONNACK says Session Present (MQTT-3.2.2-3), and what waited is sent.',
  clients: [
    {
      name: 'c1',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 300,
        reconnect: 'always',
        backoffMs: [5000],
      },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('received'),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'heater', version: 5 },
      does: [
        wait(4),
        connect(),
        until('connected'),
        publish('room/on', 1, 'yes'),
        until('acknowledged'),
        disconnect(),
      ],
    },
  ],
  world: [when('c1', 'acknowledged'), wait(1), cut('c1')],
  endsAfterSeconds: 60,
};
