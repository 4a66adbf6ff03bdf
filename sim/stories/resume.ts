import {
  chart,
  held,
  ladder,
  ledger,
  meanwhile,
  notHeld,
  type Story,
  timers,
  together,
} from './story.ts';

export const resumeStory: Story = {
  id: 'resume',
  title: 'Resume',
  promise: 'How a session outlives its connection, and what waits in it.',
  scenario: 'resume',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:cut client:sensor',
      text: 'The network fails under "sensor". Nobody has said DISCONNECT.',
      clauses: [],
      look: ladder,
      facts: [meanwhile('kind:received kind:SUBSCRIBE client:sensor')],
    },
    {
      at: 'kind:session.offline client:sensor',
      text: 'The connection is gone; the session is not. It goes offline, and keeps its subscription for five minutes.',
      clauses: ['v5 MQTT-3.1.2-23'],
      look: chart('session', 'offline.expiring'),
      facts: [
        held('sessions', '"sensor" offline.expiring'),
        held('subscriptions', 'room/# "sensor"'),
        notHeld('connections', '"sensor"'),
      ],
    },
    {
      at: 'kind:setTimer kind:sessionExpiryInterval client:sensor',
      text: 'From here the Session Expiry Interval runs. If nobody comes back in time, the session ends.',
      clauses: ['v5 3.1.2.11.2 session expiry', 'v5 MQTT-4.1.0-2'],
      look: timers('sessionExpiryInterval'),
      facts: [held('timers', 'sessionExpiryInterval "sensor" 5 min')],
    },
    {
      at: 'kind:received kind:PUBLISH client:heater',
      text: 'A message for "sensor" comes while it is away. It waits in the session; its publisher is acknowledged all the same.',
      clauses: ['v5 MQTT-4.3.2-4'],
      look: ledger('queues'),
      facts: [
        held('queues', '"sensor" room/on'),
        together('kind:transmit kind:PUBACK client:heater'),
      ],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: '"sensor" is back with Clean Start 0. The broker has a session for it, and carries on from there. The expiry timer stops.',
      clauses: ['v5 MQTT-3.1.2-5'],
      look: chart('session', 'online'),
      facts: [
        together('kind:session.resumed client:sensor'),
        together('kind:clearTimer kind:sessionExpiryInterval'),
        held('sessions', '"sensor" online'),
      ],
    },
    {
      at: 'kind:transmit kind:CONNACK client:sensor',
      text: 'Session Present 1: the client need not subscribe again.',
      clauses: ['v5 MQTT-3.2.2-3'],
      look: ladder,
      facts: [together('kind:CONNACK /session present/')],
    },
    {
      at: 'kind:transmit kind:PUBLISH client:sensor',
      text: 'And there is the message that has waited.',
      clauses: ['v5 MQTT-4.3.2-2'],
      look: ledger('exchanges'),
      facts: [notHeld('queues', '"sensor"'), held('exchanges', 'to "sensor" room/on')],
    },
  ],
};
