import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait } from '../scenario/steps.ts';

export const takeoverCleanSession1Scenario: Scenario = {
  name: 'takeover-clean-session-1',
  title: 'Two 3.1.1 clients with one Client Identifier and Clean Session 1.',
  about:
    'The existing client is disconnected (v3 MQTT-3.1.4-2), its session ends with its connection, and the incoming one begins a new session (MQTT-3.1.2-6).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'firecat', version: 4, cleanStart: true, reconnect: 'never' },
      does: [connect(), until('connected'), subscribe('room/#', 1)],
    },
    {
      name: 'c2',
      is: { clientId: 'firecat', version: 4, cleanStart: true },
      does: [wait(5), connect(), until('connected'), wait(5), disconnect()],
    },
  ],
  endsAfterSeconds: 60,
};
