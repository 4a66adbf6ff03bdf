import {
  chart,
  held,
  ladder,
  ledger,
  meanwhile,
  notHeld,
  type Story,
  times,
  together,
} from './story.ts';

export const takeoverStory: Story = {
  id: 'takeover',
  title: 'Takeover',
  promise: 'What the broker does when a client connects that it believes to be connected.',
  scenario: 'takeover',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:halfOpen client:sensor',
      text: 'The connection of "sensor" dies, and neither side is told. To the broker the client is still there.',
      clauses: [],
      look: chart('session', 'online'),
      facts: [held('connections', '"sensor" connected'), held('sessions', '"sensor" online')],
    },
    {
      at: 'kind:transmit kind:PUBLISH client:sensor',
      text: 'A message for it is sent into the void. At QoS 1 the broker keeps it, for no PUBACK comes.',
      clauses: ['v5 MQTT-4.3.2-3'],
      look: ledger('exchanges'),
      facts: [together('/lost on the way/'), held('exchanges', 'to "sensor" awaitingPuback')],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'Meanwhile the client has noticed, and connects again with the same Client Identifier: two connections, one session.',
      clauses: ['v5 MQTT-3.1.4-3'],
      look: chart('takeover', 'settled'),
      facts: [meanwhile('kind:does client:c1 /drop/'), together('kind:session.takenOver')],
    },
    {
      at: 'kind:transmit kind:DISCONNECT client:sensor',
      text: 'The existing connection is told to go: DISCONNECT 0x8E, Session taken over. It will never get there, and the broker does not wait for that.',
      clauses: ['v5 MQTT-3.1.4-3'],
      look: ladder,
      facts: [together('/0x8E/'), together('kind:DISCONNECT /lost on the way/')],
    },
    {
      at: 'kind:will.published client:sensor',
      text: 'That connection has ended without DISCONNECT from its client, and its will has no delay: so the will is published, though the client is back.',
      clauses: ['v5 MQTT-3.1.2-8', 'v5 3.1.4 will of the existing connection'],
      look: ledger('wills'),
      facts: [together('kind:transmit kind:PUBLISH topic:gone/sensor client:heater')],
    },
    {
      at: 'kind:session.resumed client:sensor',
      text: 'The session changes hands: the incoming connection goes on with it. The subscription is still there.',
      clauses: ['v5 MQTT-3.1.2-5'],
      look: chart('session', 'online'),
      facts: [
        held('sessions', '"sensor" online connection 3'),
        held('subscriptions', 'room/# "sensor"'),
      ],
    },
    {
      at: 'kind:transmit kind:PUBLISH client:sensor',
      text: 'The message that was lost is sent again, with DUP and its old Packet Identifier. Nothing that was promised is missing.',
      clauses: ['v5 MQTT-4.4.0-1', 'v5 MQTT-3.3.1-1'],
      look: chart('sender', 'awaitingPuback'),
      facts: [
        together('kind:transmit kind:PUBLISH client:sensor /DUP/'),
        times(1, 'kind:handed client:c1'),
      ],
    },
    {
      at: 'kind:received kind:PUBACK client:sensor',
      text: 'And now it is acknowledged.',
      clauses: ['v5 MQTT-4.3.2-4'],
      look: ledger('exchanges'),
      facts: [notHeld('exchanges', '"sensor"')],
    },
  ],
};
