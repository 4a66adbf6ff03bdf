import {
  chart,
  held,
  ladder,
  later,
  ledger,
  notHeld,
  type Story,
  times,
  together,
} from './story.ts';

export const slowConsumerStory: Story = {
  id: 'slow-consumer',
  title: 'Slow consumer',
  promise: 'What happens to messages for a client that does not read.',
  scenario: 'slow-consumer',
  seed: '1',
  clientId: 'slow',
  captions: [
    {
      at: 'kind:stall client:slow',
      text: '"slow" stops reading. Its connection is open, and nobody is told.',
      clauses: [],
      look: ladder,
      facts: [held('connections', '"slow" connected')],
    },
    {
      at: 'kind:congested client:slow',
      text: 'Messages pile up in the network, until it takes no more. The connection counts as congested.',
      clauses: [],
      look: chart('connection', 'connected.outflow.congested'),
      facts: [held('connections', '"slow" congested')],
    },
    {
      at: 'kind:message.dropped client:slow',
      text: 'A QoS 0 message for it is dropped: at most once allows for that.',
      clauses: ['v5 MQTT-4.3.1-1'],
      look: ladder,
      facts: [together('kind:congested'), times(0, 'kind:transmit client:slow topic:room/3')],
    },
    {
      at: 'kind:received kind:PUBLISH topic:room/6',
      text: 'QoS 1 messages wait in its session. Their publisher is answered without delay: it is not its fault.',
      clauses: ['v5 MQTT-4.3.2-4'],
      look: ledger('queues'),
      facts: [
        held('queues', '"slow" room/4'),
        held('queues', '"slow" room/6'),
        together('kind:transmit kind:PUBACK client:sensor'),
      ],
    },
    {
      at: 'kind:unstall client:slow',
      text: 'Fifteen seconds later it reads again.',
      clauses: [],
      look: ladder,
      facts: [later('kind:writable client:slow')],
    },
    {
      at: 'kind:writable client:slow',
      text: 'The network takes packets again, and what has waited goes out, in order.',
      clauses: ['v5 MQTT-4.6.0-5'],
      look: ledger('queues'),
      facts: [
        together('kind:transmit kind:PUBLISH client:slow topic:room/4'),
        together('kind:transmit kind:PUBLISH client:slow topic:room/6'),
        notHeld('queues', '"slow"'),
      ],
    },
  ],
};
