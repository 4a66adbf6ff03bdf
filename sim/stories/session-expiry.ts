import {
  afterSeconds,
  chart,
  held,
  ladder,
  notHeld,
  type Story,
  timers,
  together,
} from './story.ts';

export const sessionExpiryStory: Story = {
  id: 'session-expiry',
  title: 'Session expiry',
  promise: 'When the broker may forget a client.',
  scenario: 'session-expiry',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:DISCONNECT client:sensor',
      text: '"sensor" leaves in good order. Its session is to be kept for 30 seconds; the count begins now, at the end of the connection.',
      clauses: ['v5 3.1.2.11.2 session expiry'],
      look: timers('sessionExpiryInterval'),
      facts: [held('timers', 'sessionExpiryInterval "sensor" 30 s')],
    },
    {
      at: 'kind:timer kind:sessionExpiryInterval client:sensor',
      text: 'Nobody has come back in time. The session ends, and its subscription with it.',
      clauses: ['v5 MQTT-4.1.0-2'],
      look: chart('session', 'ended'),
      facts: [
        afterSeconds(30, 30),
        together('kind:session.ended kind:expired'),
        notHeld('subscriptions', '"sensor"'),
      ],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'Half a minute later it connects with Clean Start 0, and asks for its session. There is none: a new one begins.',
      clauses: ['v5 MQTT-3.1.2-6'],
      look: chart('session', 'online'),
      facts: [together('kind:session.created client:sensor'), afterSeconds(29, 31)],
    },
    {
      at: 'kind:transmit kind:CONNACK client:sensor',
      text: 'Session Present 0 says so. A client that trusts in its old subscription now waits in vain.',
      clauses: ['v5 MQTT-3.2.2-3', 'v5 MQTT-3.2.2-5'],
      look: ladder,
      facts: [together('kind:CONNACK !/session present/'), notHeld('subscriptions', '"sensor"')],
    },
  ],
};
