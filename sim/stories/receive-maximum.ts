import {
  chart,
  held,
  ladder,
  ledger,
  neverMeanwhile,
  notHeld,
  type Story,
  together,
} from './story.ts';

export const receiveMaximumStory: Story = {
  id: 'receive-maximum',
  title: 'Receive Maximum',
  promise: 'How a small client is not drowned by a fast one.',
  scenario: 'receive-maximum-1',
  seed: '1',
  clientId: 'slow',
  captions: [
    {
      at: 'kind:received kind:CONNECT client:slow',
      text: '"slow" announces a Receive Maximum of 1: no more than one unacknowledged QoS 1 or 2 message at a time.',
      clauses: ['v5 MQTT-3.3.4-9'],
      look: ledger('connections'),
      facts: [held('connections', '"slow" send quota 1')],
    },
    {
      at: 'kind:received kind:PUBLISH topic:room/a',
      text: 'The first of four messages goes straight to it. That uses up the quota.',
      clauses: ['v5 MQTT-4.9.0-2'],
      look: chart('sender', 'awaitingPuback'),
      facts: [
        together('kind:transmit kind:PUBLISH client:slow topic:room/a'),
        held('connections', '"slow" send quota 0'),
      ],
    },
    {
      at: 'kind:received kind:PUBLISH topic:room/d',
      text: 'The other three have to wait in the session, in order. Their publisher is answered all the same.',
      clauses: ['v5 MQTT-3.3.4-9', 'v5 MQTT-4.9.0-2'],
      look: ledger('queues'),
      facts: [
        neverMeanwhile('kind:transmit kind:PUBLISH client:slow !topic:room/a'),
        held('queues', '"slow" place 1 room/b'),
        held('queues', '"slow" place 2 room/c'),
        held('queues', '"slow" place 3 room/d'),
      ],
    },
    {
      at: 'kind:received kind:PUBACK client:slow',
      text: 'PUBACK gives one unit of quota back, and the next message uses it at once.',
      clauses: ['v5 4.9 send quota returned'],
      look: ladder,
      facts: [
        together('kind:transmit kind:PUBLISH client:slow topic:room/b'),
        held('connections', '"slow" send quota 0'),
      ],
    },
    {
      at: 'kind:received kind:PUBREC client:slow',
      text: 'That one is at QoS 2. PUBREC gives nothing back yet: the exchange is not over.',
      clauses: ['v5 4.9 send quota returned'],
      look: chart('sender', 'awaitingPubcomp'),
      facts: [
        together('kind:transmit kind:PUBREL client:slow'),
        held('connections', '"slow" send quota 0'),
        held('queues', '"slow" room/c'),
      ],
    },
    {
      at: 'kind:received kind:PUBCOMP client:slow',
      text: 'PUBCOMP does. One after the other they all arrive, in the order in which they came.',
      clauses: ['v5 4.9 send quota returned', 'v5 MQTT-4.6.0-5'],
      look: ladder,
      facts: [together('kind:transmit kind:PUBLISH client:slow topic:room/c')],
    },
    {
      at: 'kind:transmit kind:PUBLISH client:slow topic:room/d',
      text: 'The last one is on its way, and nothing waits any more.',
      clauses: ['v5 MQTT-3.3.4-9'],
      look: ledger('queues'),
      facts: [notHeld('queues', '"slow"')],
    },
  ],
};
