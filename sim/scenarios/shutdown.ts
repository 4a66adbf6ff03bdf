import type { Scenario } from '../scenario/scenario.ts';
import { connect, shutdown, until, wait, when } from '../scenario/steps.ts';

export const shutdownScenario: Scenario = {
  name: 'shutdown',
  title: 'The broker shuts down and says so.',
  about:
    'A 5.0 client gets DISCONNECT 0x8B Server shutting down (section 3.14.2.1); a 3.1.1 client is closed without a word; sessions stay.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'new', version: 5, sessionExpiryIntervalSeconds: 60, reconnect: 'never' },
      does: [connect(), until('disconnected')],
    },
    {
      name: 'c2',
      is: { clientId: 'old', version: 4, cleanStart: false, reconnect: 'never' },
      does: [connect(), until('disconnected')],
    },
  ],
  world: [when('c1', 'connected'), when('c2', 'connected'), wait(5), shutdown],
  endsAfterSeconds: 120,
};
