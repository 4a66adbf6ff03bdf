import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait } from '../scenario/steps.ts';

export const takeoverCleanSession0Scenario: Scenario = {
  name: 'takeover-clean-session-0',
  title: 'Two 3.1.1 clients with one Client Identifier and Clean Session 0.',
  about:
    'The existing client is disconnected (v3 MQTT-3.1.4-2) without a word, for 3.1.1 has no DISCONNECT from a server; the session goes on with the incoming one, Session Present 1 (MQTT-3.2.2-2).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'firecat', version: 4, cleanStart: false, reconnect: 'never' },
      does: [connect(), until('connected'), subscribe('room/#', 1)],
    },
    {
      name: 'c2',
      is: { clientId: 'firecat', version: 4, cleanStart: false },
      does: [wait(5), connect(), until('connected'), wait(5), disconnect()],
    },
  ],
  endsAfterSeconds: 60,
};
