import { chart, held, ladder, ledger, notHeld, type Story, timers, together } from './story.ts';

export const expiryRaceStory: Story = {
  id: 'expiry-race',
  title: 'Expiry race',
  promise: 'Two right answers to one question, a thousandth of a second apart.',
  scenario: 'expiry-race',
  seed: '1',
  beside: { seed: '5' },
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:session.offline client:sensor',
      text: '"sensor" has left, and its session is kept for ten seconds. It means to be back in exactly ten seconds.',
      clauses: ['v5 MQTT-3.1.2-23'],
      look: timers('sessionExpiryInterval'),
      facts: [
        together('kind:setTimer kind:sessionExpiryInterval'),
        held('timers', 'sessionExpiryInterval 10 s'),
      ],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'Seed 1: CONNECT and the end of the interval fall into the same millisecond, and CONNECT comes first.',
      clauses: [],
      look: ladder,
      facts: [together('kind:clearTimer kind:sessionExpiryInterval')],
    },
    {
      at: 'kind:transmit kind:CONNACK client:sensor',
      text: 'So there is a session to resume: Session Present 1, and the subscription is still there.',
      clauses: ['v5 MQTT-3.1.2-5', 'v5 MQTT-3.2.2-3'],
      look: chart('session', 'online'),
      facts: [together('kind:CONNACK /session present/'), held('subscriptions', 'room/# "sensor"')],
    },
    {
      at: 'kind:timer kind:sessionExpiryInterval client:sensor',
      of: 'b',
      text: 'Seed 5: the same millisecond, and this time the timer comes first. The session is deleted.',
      clauses: ['v5 MQTT-4.1.0-2'],
      look: chart('session', 'ended'),
      facts: [together('kind:session.ended kind:expired'), notHeld('sessions', '"sensor"')],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      of: 'b',
      text: 'The same CONNECT, and nothing to resume. The client has to subscribe again; who does not look at Session Present will wait for ever.',
      clauses: ['v5 MQTT-3.1.2-6', 'v5 MQTT-3.2.2-3', 'v5 MQTT-3.2.2-5'],
      look: ledger('sessions'),
      facts: [
        together('kind:session.created client:sensor'),
        together('kind:CONNACK !/session present/'),
        notHeld('subscriptions', '"sensor"'),
      ],
    },
  ],
};
