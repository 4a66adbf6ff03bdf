import {
  chart,
  held,
  ladder,
  ledger,
  neverLater,
  neverMeanwhile,
  notHeld,
  type Story,
  timers,
  together,
} from './story.ts';

export const cleanStartStory: Story = {
  id: 'clean-start',
  title: 'Clean Start',
  promise: 'What a client throws away when it connects with Clean Start 1.',
  scenario: 'clean-start',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'The client asks for Clean Start 0 and a Session Expiry Interval of 10 minutes: a session that is to outlive its connection.',
      clauses: ['v5 MQTT-3.1.2-23'],
      look: ledger('sessions'),
      facts: [held('sessions', '"sensor" 10 min after its connection')],
    },
    {
      at: 'kind:received kind:DISCONNECT client:sensor',
      text: 'It leaves. The session stays, with its subscription, and the ten minutes begin to run.',
      clauses: ['v5 MQTT-3.1.2-23', 'v5 3.1.2.11.2 session expiry'],
      look: timers('sessionExpiryInterval'),
      facts: [
        held('sessions', '"sensor" offline.expiring'),
        held('subscriptions', 'room/# "sensor"'),
        held('timers', 'sessionExpiryInterval "sensor"'),
      ],
    },
    {
      at: 'kind:received kind:PUBLISH client:heater',
      text: 'Somebody publishes to "room/on". "sensor" has subscribed and is away, so the message waits in its session.',
      clauses: ['v5 MQTT-3.1.2-23'],
      look: ledger('queues'),
      facts: [
        held('queues', '"sensor" room/on'),
        neverMeanwhile('kind:received kind:CONNECT client:sensor'),
      ],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: '"sensor" is back, this time with Clean Start 1: the session ends, and the message that waited in it is gone with it.',
      clauses: ['v5 MQTT-3.1.2-4'],
      look: ledger('sessions'),
      facts: [
        together('kind:session.ended kind:discarded client:sensor'),
        notHeld('queues', '"sensor"'),
        notHeld('subscriptions', '"sensor"'),
      ],
    },
    {
      at: 'kind:session.created client:sensor',
      text: 'In its place begins a new session, under the same Client Identifier, with nothing in it.',
      clauses: ['v5 MQTT-3.1.2-4'],
      look: chart('session', 'online'),
      facts: [held('sessions', '"sensor" online subscriptions 0; queued 0')],
    },
    {
      at: 'kind:transmit kind:CONNACK client:sensor',
      text: 'Session Present 0 tells the client so. The message will never come: it was acknowledged to its publisher, and its receiver chose to forget.',
      clauses: ['v5 MQTT-3.2.2-2'],
      look: ladder,
      facts: [
        together('kind:CONNACK !/session present/'),
        neverLater('kind:transmit kind:PUBLISH client:sensor'),
      ],
    },
  ],
};
