import {
  chart,
  held,
  ladder,
  ledger,
  neverBefore,
  notHeld,
  type Story,
  together,
} from './story.ts';

export const willStory: Story = {
  id: 'will',
  title: 'A will',
  promise: 'How others hear of a client that cannot say goodbye.',
  scenario: 'will',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:SUBSCRIBE client:watcher',
      text: '"watcher" wants to know who is gone, and subscribes to "gone/#".',
      clauses: [],
      look: ledger('subscriptions'),
      facts: [held('subscriptions', 'gone/# "watcher"')],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'With its CONNECT "sensor" leaves a message for the case that it disappears: a will for "gone/sensor". The broker keeps it to itself.',
      clauses: ['v3 MQTT-3.1.2-8'],
      look: chart('will', 'stored'),
      facts: [held('wills', '"sensor" stored'), neverBefore('topic:gone/sensor')],
    },
    {
      at: 'kind:cut client:sensor',
      text: 'The network fails. There has been no DISCONNECT, and there will be none.',
      clauses: [],
      look: ladder,
      facts: [neverBefore('kind:sends kind:DISCONNECT client:sensor')],
    },
    {
      at: 'kind:will.published client:sensor',
      text: 'The broker sees the connection fail, and publishes the will in the name of its client.',
      clauses: ['v3 MQTT-3.1.2-8'],
      look: chart('will', 'published'),
      facts: [
        together('kind:client.disconnected kind:networkFailed'),
        notHeld('wills', '"sensor"'),
      ],
    },
    {
      at: 'kind:receives kind:PUBLISH client:watcher',
      text: 'So "watcher" learns of it a few milliseconds later. A proper DISCONNECT would have deleted the will.',
      clauses: ['v3 MQTT-3.14.4-3', 'v3 MQTT-3.1.2-10'],
      look: ladder,
      facts: [together('topic:gone/sensor')],
    },
  ],
};
