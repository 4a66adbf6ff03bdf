import type { Scenario } from '../scenario/scenario.ts';
import {
  connect,
  crash,
  disconnect,
  publish,
  recover,
  subscribe,
  until,
  wait,
  when,
} from '../scenario/steps.ts';

export const brokerCrashScenario: Scenario = {
  name: 'broker-crash',
  title: 'The broker crashes, and comes back with what its store had.',
  about:
    'What was acknowledged is there after the crash: the session, its subscription and the message that waits in it (v5 MQTT-4.1.0-1, MQTT-4.3.2-4).',
  options: { durable: true },
  clients: [
    {
      name: 'c1',
      is: { clientId: 'heater', version: 5, cleanStart: false, sessionExpiryIntervalSeconds: 3600 },
      does: [
        connect(),
        until('connected'),
        subscribe('room/#', 1),
        until('acknowledged'),
        disconnect(),
        wait(30),
        connect(),
        until('received'),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: {
        clientId: 'sensor',
        version: 5,
        cleanStart: false,
        sessionExpiryIntervalSeconds: 3600,
        reconnect: 'always',
        backoffMs: [3000],
      },
      does: [
        wait(5),
        connect(),
        until('connected'),
        publish('room/on', 1, 'yes'),
        until('acknowledged'),
        wait(20),
        disconnect(),
      ],
    },
  ],
  world: [when('c2', 'acknowledged'), wait(1), crash, wait(5), recover],
  store: { latencyMs: { min: 1, max: 20 } },
  endsAfterSeconds: 120,
};
