import {
  afterSeconds,
  chart,
  held,
  ladder,
  neverMeanwhile,
  notHeld,
  type Story,
  timers,
  together,
} from './story.ts';

export const keepAliveTimeoutStory: Story = {
  id: 'keep-alive-timeout',
  title: 'Keep Alive timeout',
  promise: 'How the broker finds out that nobody is there, when the network does not tell.',
  scenario: 'keep-alive-timeout',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: '"sensor" promises to be heard at least every 10 seconds. The broker allows it one and a half times that: a timer of 15 seconds.',
      clauses: ['v5 MQTT-3.1.2-22'],
      look: timers('keepAlive'),
      facts: [held('timers', 'keepAlive "sensor" 15 s')],
    },
    {
      at: 'kind:received kind:PINGREQ client:sensor',
      text: 'It has nothing to say for ten seconds, so it sends PINGREQ. Each packet from it winds the timer up again.',
      clauses: ['v5 MQTT-3.1.2-20', 'v5 MQTT-3.12.4-1'],
      look: timers('keepAlive'),
      facts: [
        together('kind:transmit kind:PINGRESP'),
        together('kind:setTimer kind:keepAlive client:sensor'),
        afterSeconds(9.9, 10.2),
      ],
    },
    {
      at: 'kind:halfOpen client:sensor',
      text: 'Now the connection dies, and neither side is told: no error, no close. Whatever is sent is lost.',
      clauses: [],
      look: ladder,
      facts: [held('connections', '"sensor" connected')],
    },
    {
      at: 'kind:sends kind:PINGREQ client:sensor',
      text: 'The next PINGREQ never arrives. At the broker the timer goes on running.',
      clauses: ['v5 MQTT-3.1.2-20'],
      look: ladder,
      facts: [together('/lost on the way/'), held('timers', 'keepAlive "sensor"')],
    },
    {
      at: 'kind:timer kind:keepAlive client:sensor',
      text: 'Fifteen seconds of silence. The broker takes it for a failed network: it closes the connection, and says 0x8D to nobody.',
      clauses: ['v5 MQTT-3.1.2-22', 'v5 3.1.2.10 keep alive timeout'],
      look: chart('connection', 'disconnecting'),
      facts: [
        neverMeanwhile('kind:received client:sensor'),
        together('kind:transmit kind:DISCONNECT /0x8D/ /lost on the way/'),
        together('kind:client.disconnected kind:keepAliveTimeout'),
      ],
    },
    {
      at: 'kind:will.published client:sensor',
      text: 'To everybody else it is as if the connection had failed: the will is published, and "watcher" knows.',
      clauses: ['v5 MQTT-3.1.2-8'],
      look: chart('will', 'published'),
      facts: [
        together('kind:transmit kind:PUBLISH client:watcher topic:gone/sensor'),
        notHeld('wills', '"sensor"'),
      ],
    },
  ],
};
