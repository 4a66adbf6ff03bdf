import { chart, held, ladder, later, ledger, type Story, together } from './story.ts';

export const clientIdWarStory: Story = {
  id: 'client-id-war',
  title: 'Duplicate-id war',
  promise: 'What two devices with one Client Identifier do to each other.',
  scenario: 'reconnect-war',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'A device connects as "sensor". All is well.',
      clauses: ['v5 MQTT-3.1.4-5'],
      look: chart('session', 'online'),
      facts: [held('sessions', '"sensor" online connection 1')],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'A second one was set up with the same Client Identifier. The broker has no way to tell them apart: to it this is "sensor", and it is back.',
      clauses: ['v5 MQTT-3.1.4-3'],
      look: ladder,
      facts: [together('kind:session.takenOver client:sensor')],
    },
    {
      at: 'kind:transmit kind:DISCONNECT client:sensor',
      text: 'So the first device is thrown out: 0x8E, Session taken over.',
      clauses: ['v5 MQTT-3.1.4-3'],
      look: ladder,
      facts: [together('kind:DISCONNECT /0x8E/'), held('sessions', '"sensor" online connection 2')],
    },
    {
      at: 'kind:state state:waiting client:c2',
      text: 'The second gets Session Present 1, and has no session. That cannot be its own: it closes the connection, and will start clean.',
      clauses: ['v5 MQTT-3.2.2-4'],
      look: chart('client', 'waiting'),
      facts: [together('/session.unexpected/')],
    },
    {
      at: 'kind:session.takenOver client:sensor',
      text: 'But the first is set to reconnect always, and comes back. One takeover, and a second later the next.',
      clauses: ['v5 MQTT-3.1.4-3'],
      look: ledger('sessions'),
      facts: [later('kind:session.takenOver client:sensor')],
    },
    {
      at: 'kind:session.takenOver client:sensor',
      text: 'And the next. Neither stays connected for longer than it takes the other to return. A client that gives up on 0x8E ends the war.',
      clauses: ['v5 MQTT-3.1.4-3'],
      look: ladder,
      facts: [later('kind:session.takenOver client:sensor')],
    },
  ],
};
