import {
  held,
  ladder,
  ledger,
  neverMeanwhile,
  notHeld,
  type Story,
  times,
  together,
} from './story.ts';

export const sharedSubscriptionStory: Story = {
  id: 'shared-subscription',
  title: 'Shared subscription',
  promise: 'How several workers share the work, and none does it twice.',
  scenario: 'shared-subscription',
  seed: '1',
  clientId: 'worker-1',
  captions: [
    {
      at: 'kind:received kind:SUBSCRIBE client:worker-1',
      text: 'The first worker subscribes to "$share/workers/job/#": messages for "job/#", as a member of the group "workers".',
      clauses: ['v5 MQTT-4.8.2-1'],
      look: ledger('subscriptions'),
      facts: [held('subscriptions', '$share/workers/job/# "worker-1"')],
    },
    {
      at: 'kind:received kind:SUBSCRIBE client:worker-2',
      text: 'The second joins the group under the same name. An auditor has an ordinary subscription to the same topics.',
      clauses: ['v5 MQTT-4.8.2-1'],
      look: ledger('subscriptions'),
      facts: [
        held('subscriptions', '$share/workers/job/# "worker-2"'),
        held('subscriptions', 'job/# "auditor"'),
      ],
    },
    {
      at: 'kind:received kind:PUBLISH topic:job/1',
      text: 'The first job goes to one member of the group, and to the auditor.',
      clauses: [],
      look: ladder,
      facts: [
        together('kind:transmit kind:PUBLISH client:worker-1'),
        together('kind:transmit kind:PUBLISH client:auditor'),
        times(0, 'kind:transmit client:worker-2 topic:job/1'),
      ],
    },
    {
      at: 'kind:received kind:PUBLISH topic:job/2',
      text: "The next job goes to the other. That they take turns is this broker's choice: the standard leaves it open.",
      clauses: [],
      look: ladder,
      facts: [
        together('kind:transmit kind:PUBLISH client:worker-2'),
        times(0, 'kind:transmit client:worker-1 topic:job/2'),
      ],
    },
    {
      at: 'kind:received kind:DISCONNECT client:worker-1',
      text: 'Having done two jobs, the first worker leaves, and the group has one member.',
      clauses: [],
      look: ledger('subscriptions'),
      facts: [
        notHeld('subscriptions', '"worker-1"'),
        times(2, 'kind:handed client:worker-1'),
        held('subscriptions', '"worker-2"'),
      ],
    },
    {
      at: 'kind:received kind:PUBLISH topic:job/6',
      text: 'What comes now goes to the one that is left. Each job was done once; the auditor has heard of all six.',
      clauses: [],
      look: ladder,
      facts: [
        neverMeanwhile('kind:transmit kind:PUBLISH client:worker-1'),
        together('kind:transmit kind:PUBLISH client:worker-2'),
        times(6, 'kind:handed client:auditor'),
        times(4, 'kind:handed client:worker-2'),
      ],
    },
  ],
};
