import {
  chart,
  held,
  ladder,
  ledger,
  neverBefore,
  neverMeanwhile,
  notHeld,
  type Story,
  together,
} from './story.ts';

export const firstConnectStory: Story = {
  id: 'first-connect',
  title: 'First connect',
  promise:
    'What happens between opening a connection and the first message, and what ends with it.',
  scenario: 'first-connect',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:sends kind:CONNECT client:sensor',
      text: 'The Network Connection is open, and the first packet on it has to be CONNECT. Until it arrives, the broker does not know who this is.',
      clauses: ['v5 MQTT-3.1.0-1'],
      look: ladder,
      facts: [neverBefore('kind:sends'), notHeld('sessions', '"sensor"')],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'The broker has no session for "sensor", so one begins. From now on there are two things to keep apart: a connection, and a session.',
      clauses: ['v5 MQTT-3.1.2-6'],
      look: chart('session', 'online'),
      facts: [
        together('kind:session.created client:sensor'),
        held('sessions', '"sensor" online'),
        held('connections', '"sensor" connected'),
      ],
    },
    {
      at: 'kind:transmit kind:CONNACK client:sensor',
      text: 'CONNACK accepts the client. Session Present 0 tells it that nothing was kept from an earlier time.',
      clauses: ['v5 MQTT-3.1.4-5', 'v5 MQTT-3.2.2-3'],
      look: ladder,
      facts: [neverBefore('kind:transmit'), together('kind:CONNACK !/session present/')],
    },
    {
      at: 'kind:received kind:SUBSCRIBE client:sensor',
      text: 'A subscription to "room/#" is written down. It belongs to the session, not to the connection.',
      clauses: ['v5 MQTT-3.8.4-1'],
      look: ledger('subscriptions'),
      facts: [held('subscriptions', 'room/# "sensor"'), together('kind:transmit kind:SUBACK')],
    },
    {
      at: 'kind:received kind:PUBLISH client:sensor',
      text: "The client's own message matches its own subscription, so the broker sends it a copy, and keeps that until it is acknowledged.",
      clauses: ['v5 MQTT-4.3.2-3'],
      look: chart('sender', 'awaitingPuback'),
      facts: [
        together('kind:transmit kind:PUBLISH client:sensor qos:1'),
        held('exchanges', 'to "sensor" awaitingPuback'),
      ],
    },
    {
      at: 'kind:received kind:PUBACK client:sensor',
      text: 'PUBACK is there: now the client answers for the message, and the broker may forget it.',
      clauses: ['v5 MQTT-4.3.2-4'],
      look: ledger('exchanges'),
      facts: [notHeld('exchanges', '"sensor"'), neverMeanwhile('kind:transmit kind:PUBLISH /DUP/')],
    },
    {
      at: 'kind:received kind:DISCONNECT client:sensor',
      text: 'DISCONNECT is the orderly end. This session was to live no longer than its connection, so both are gone, and the subscription with them.',
      clauses: ['v5 MQTT-3.14.4-2', 'v5 3.1.2.11.2 session expiry'],
      look: chart('session', 'ended'),
      facts: [
        together('kind:session.ended kind:connectionClosed'),
        notHeld('sessions', '"sensor"'),
        notHeld('subscriptions', '"sensor"'),
      ],
    },
  ],
};
