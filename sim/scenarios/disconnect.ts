import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, subscribe, until, wait, will } from '../scenario/steps.ts';

export const disconnectScenario: Scenario = {
  name: 'disconnect',
  title: 'DISCONNECT deletes the will; DISCONNECT with Will Message does not.',
  about:
    'Normal disconnection discards the will unpublished (v5 MQTT-3.14.4-3); Reason Code 0x04 leaves it to be published (MQTT-3.1.2-8).',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'watcher', version: 5 },
      does: [connect(), until('connected'), subscribe('gone/#', 1), wait(20), disconnect()],
    },
    {
      name: 'c2',
      is: { clientId: 'quiet', version: 5, will: will('gone/quiet', 'never seen') },
      does: [wait(2), connect(), until('connected'), wait(1), disconnect()],
    },
    {
      name: 'c3',
      is: { clientId: 'loud', version: 5, will: will('gone/loud', 'seen') },
      does: [wait(2), connect(), until('connected'), wait(1), disconnect(0x04)],
    },
  ],
  endsAfterSeconds: 60,
};
