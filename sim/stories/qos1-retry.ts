import { chart, held, ladder, ledger, notHeld, type Story, times, together } from './story.ts';

export const qos1RetryStory: Story = {
  id: 'qos1-retry',
  title: 'QoS 1: at least once',
  promise: 'Why a QoS 1 message can come twice.',
  scenario: 'qos1-retry',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:sends kind:PUBLISH client:sensor qos:1',
      text: '"sensor" publishes a temperature at QoS 1, with Packet Identifier 1, and keeps it until it is acknowledged.',
      clauses: ['v3 MQTT-4.3.2-1'],
      look: ladder,
      facts: [together('kind:sends id:1 !/DUP/')],
    },
    {
      at: 'kind:received kind:PUBLISH client:sensor',
      text: 'The broker has it, passes it on to "heater", and answers PUBACK: from here on it is the broker that answers for it.',
      clauses: ['v3 MQTT-4.3.2-2'],
      look: ladder,
      facts: [
        together('kind:transmit kind:PUBLISH client:heater'),
        together('kind:transmit kind:PUBACK client:sensor'),
      ],
    },
    {
      at: 'kind:cut client:sensor',
      text: 'But the connection fails, and the PUBACK is lost. All that "sensor" knows is that no answer has come.',
      clauses: [],
      look: ladder,
      facts: [together('/PUBACK is lost/')],
    },
    {
      at: 'kind:transmit kind:CONNACK client:sensor',
      text: 'It comes back to its session.',
      clauses: ['v3 MQTT-3.2.2-2'],
      look: chart('session', 'online'),
      facts: [together('/session present/'), held('sessions', '"sensor" online')],
    },
    {
      at: 'kind:sends kind:PUBLISH client:sensor qos:1',
      text: 'So it has to send the PUBLISH once more: the same Packet Identifier, and DUP set.',
      clauses: ['v3 MQTT-4.4.0-1', 'v3 MQTT-3.3.1-1'],
      look: ladder,
      facts: [together('kind:sends id:1 /DUP/')],
    },
    {
      at: 'kind:received kind:PUBLISH client:sensor',
      text: 'The broker kept nothing of an exchange that was over for it. It passes the message on once more: DUP forbids nothing at QoS 1.',
      clauses: ['v3 MQTT-4.3.2-2'],
      look: ledger('exchanges'),
      facts: [
        together('kind:transmit kind:PUBLISH client:heater !/DUP/'),
        held('exchanges', 'to "heater"'),
        notHeld('exchanges', 'from "sensor"'),
      ],
    },
    {
      at: 'kind:handed client:heater',
      text: '"heater" gets the temperature a second time. At least once is not exactly once.',
      clauses: ['v3 MQTT-4.3.2-2'],
      look: ladder,
      facts: [times(2, 'kind:handed client:heater')],
    },
  ],
};
