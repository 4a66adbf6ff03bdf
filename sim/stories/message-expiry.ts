import {
  afterSeconds,
  held,
  ladder,
  ledger,
  notHeld,
  type Story,
  times,
  together,
} from './story.ts';

export const messageExpiryStory: Story = {
  id: 'message-expiry',
  title: 'Message expiry',
  promise: "Why a client that comes back does not get yesterday's weather.",
  scenario: 'message-expiry',
  seed: '1',
  clientId: 'display',
  captions: [
    {
      at: 'kind:session.offline client:display',
      text: '"display" has subscribed to "room/#" and gone away. Its session waits for it.',
      clauses: ['v5 MQTT-3.1.2-23'],
      look: ledger('sessions'),
      facts: [
        held('sessions', '"display" offline.expiring'),
        held('subscriptions', 'room/# "display"'),
      ],
    },
    {
      at: 'kind:received kind:PUBLISH topic:room/door',
      text: '"The door is open" is worth knowing for ten seconds: the message has a Message Expiry Interval of 10.',
      clauses: ['v5 MQTT-3.3.2-5'],
      look: ledger('queues'),
      facts: [held('queues', '"display" room/door expires at 15')],
    },
    {
      at: 'kind:received kind:PUBLISH topic:room/alarm',
      text: 'The alarm stays true for two minutes. Both messages wait.',
      clauses: ['v5 MQTT-3.3.2-5'],
      look: ledger('queues'),
      facts: [held('queues', '"display" room/door'), held('queues', '"display" room/alarm')],
    },
    {
      at: 'kind:received kind:CONNECT client:display',
      text: 'Twenty-five seconds later "display" is back, and its session with it.',
      clauses: ['v5 MQTT-3.1.2-5'],
      look: ladder,
      facts: [afterSeconds(25, 25.2), together('kind:session.resumed client:display')],
    },
    {
      at: 'kind:message.dropped client:display',
      text: 'The door has been open for too long: the message has expired, and is deleted instead of sent.',
      clauses: ['v5 MQTT-3.3.2-5'],
      look: ladder,
      facts: [together('kind:expired topic:room/door'), times(0, 'kind:transmit topic:room/door')],
    },
    {
      at: 'kind:transmit kind:PUBLISH client:display',
      text: 'The alarm is sent, with what is left of its interval, so that the next hop can count on.',
      clauses: ['v5 MQTT-3.3.2-6'],
      look: ledger('exchanges'),
      facts: [together('kind:transmit topic:room/alarm'), notHeld('queues', '"display"')],
    },
  ],
};
