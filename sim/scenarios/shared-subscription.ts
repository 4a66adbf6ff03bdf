import type { Scenario } from '../scenario/scenario.ts';
import { connect, disconnect, publish, subscribe, until, wait } from '../scenario/steps.ts';

export const sharedSubscriptionScenario: Scenario = {
  name: 'shared-subscription',
  title: 'Two workers share a subscription, and each message goes to one of them.',
  about:
    'Both have subscribed to $share/workers/job/# (v5 MQTT-4.8.2-1); the broker picks one of them for each message, while an ordinary subscriber gets all of them. When a worker leaves, the other gets the rest.',
  clients: [
    {
      name: 'c1',
      is: { clientId: 'worker-1', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('$share/workers/job/#', 1),
        until('received', 2),
        disconnect(),
      ],
    },
    {
      name: 'c2',
      is: { clientId: 'worker-2', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('$share/workers/job/#', 1),
        until('received', 4),
        disconnect(),
      ],
    },
    {
      name: 'c3',
      is: { clientId: 'auditor', version: 5 },
      does: [
        connect(),
        until('connected'),
        subscribe('job/#', 0),
        until('received', 6),
        disconnect(),
      ],
    },
    {
      name: 'c4',
      is: { clientId: 'planner', version: 5 },
      does: [
        wait(2),
        connect(),
        until('connected'),
        publish('job/1', 1, 'wash'),
        publish('job/2', 1, 'rinse'),
        publish('job/3', 1, 'spin'),
        publish('job/4', 1, 'dry'),
        until('acknowledged', 4),
        wait(2),
        publish('job/5', 1, 'iron'),
        publish('job/6', 1, 'fold'),
        until('acknowledged', 6),
        disconnect(),
      ],
    },
  ],
  endsAfterSeconds: 60,
};
