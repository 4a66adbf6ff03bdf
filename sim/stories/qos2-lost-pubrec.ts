import { chart, held, ladder, ledger, notHeld, type Story, times, together } from './story.ts';

export const qos2LostPubrecStory: Story = {
  id: 'qos2-lost-pubrec',
  title: 'QoS 2 with a lost PUBREC',
  promise: 'How a QoS 2 message comes once, though it was sent twice.',
  scenario: 'qos2-lost-pubrec',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:PUBLISH client:sensor qos:2',
      text: 'An alarm at QoS 2. The broker passes it on at once, and writes down that it has had Packet Identifier 1.',
      clauses: ['v5 MQTT-4.3.3-8'],
      look: chart('receiver', 'awaitingPubrel'),
      facts: [
        together('kind:transmit kind:PUBLISH client:heater'),
        held('exchanges', 'packet identifier 1 from "sensor" awaitingPubrel'),
      ],
    },
    {
      at: 'kind:transmit kind:PUBREC client:sensor',
      text: 'It answers PUBREC: I have it, and will not take it again.',
      clauses: ['v5 MQTT-4.3.3-8'],
      look: ladder,
      facts: [together('kind:PUBREC /lost on the way/')],
    },
    {
      at: 'kind:cut client:sensor',
      text: 'The connection fails and the PUBREC is lost with it. "sensor" cannot know whether its alarm arrived.',
      clauses: [],
      look: ladder,
      facts: [together('/PUBREC is lost/')],
    },
    {
      at: 'kind:session.offline client:sensor',
      text: 'What the broker has written down is part of the session, and so outlives the connection.',
      clauses: ['v5 MQTT-3.1.2-23'],
      look: ledger('exchanges'),
      facts: [held('exchanges', 'packet identifier 1 from "sensor" awaitingPubrel')],
    },
    {
      at: 'kind:received kind:PUBLISH client:sensor',
      text: 'Back in its session, the client sends the PUBLISH again with DUP. The broker knows the Packet Identifier, and passes nothing on.',
      clauses: ['v5 MQTT-4.4.0-1', 'v5 MQTT-4.3.3-10'],
      look: chart('receiver', 'awaitingPubrel'),
      facts: [
        together('kind:received /DUP/'),
        times(1, 'kind:transmit kind:PUBLISH client:heater'),
      ],
    },
    {
      at: 'kind:transmit kind:PUBREC client:sensor',
      text: 'It only says PUBREC once more, and this time it arrives.',
      clauses: ['v5 MQTT-4.3.3-10'],
      look: ladder,
      facts: [together('kind:PUBREC !/lost on the way/')],
    },
    {
      at: 'kind:received kind:PUBREL client:sensor',
      text: 'PUBREL: I will not send it again. Now the broker may forget the Packet Identifier, and says so with PUBCOMP.',
      clauses: ['v5 MQTT-4.3.3-4', 'v5 MQTT-4.3.3-11'],
      look: ledger('exchanges'),
      facts: [
        together('kind:transmit kind:PUBCOMP client:sensor'),
        notHeld('exchanges', '"sensor"'),
        times(1, 'kind:handed client:heater'),
      ],
    },
  ],
};
