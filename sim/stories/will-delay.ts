import {
  afterSeconds,
  chart,
  held,
  ladder,
  ledger,
  neverLater,
  notHeld,
  type Story,
  timers,
  times,
  together,
} from './story.ts';

export const willDelayStory: Story = {
  id: 'will-delay',
  title: 'Will delay',
  promise: 'How a short failure stays a secret.',
  scenario: 'will-delay',
  seed: '1',
  clientId: 'sensor',
  captions: [
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: '"sensor" leaves a will with a Will Delay Interval of 20 seconds: it is in no hurry to be declared dead.',
      clauses: ['v5 MQTT-3.1.2-7'],
      look: ledger('wills'),
      facts: [held('wills', '"sensor" stored delay 20 s')],
    },
    {
      at: 'kind:will.delayed client:sensor',
      text: 'The connection fails. The will is not published yet: it waits.',
      clauses: ['v5 MQTT-3.1.2-8'],
      look: chart('will', 'delayed'),
      facts: [together('kind:networkFailed client:sensor'), held('wills', '"sensor" delayed')],
    },
    {
      at: 'kind:setTimer kind:sessionExpiryInterval client:sensor',
      text: 'Two timers run now: 20 seconds for the will, 5 minutes for the session. Should the session end first, the will would be published then.',
      clauses: ['v5 MQTT-3.1.2-8'],
      look: timers('willDelayInterval'),
      facts: [
        held('timers', 'willDelayInterval "sensor" 20 s'),
        held('timers', 'sessionExpiryInterval "sensor" 5 min'),
      ],
    },
    {
      at: 'kind:received kind:CONNECT client:sensor',
      text: 'Five seconds later the client is back and resumes its session. The will must not be sent any more.',
      clauses: ['v5 MQTT-3.1.3-9'],
      look: ledger('wills'),
      facts: [
        afterSeconds(4.9, 5.2),
        together('kind:session.resumed client:sensor'),
        together('kind:will.deleted client:sensor'),
        together('kind:clearTimer kind:willDelayInterval'),
      ],
    },
    {
      at: 'kind:received kind:DISCONNECT client:watcher',
      text: '"watcher" has listened to "gone/#" all the time, and has heard nothing.',
      clauses: [],
      look: ladder,
      facts: [
        times(0, 'kind:transmit kind:PUBLISH'),
        neverLater('kind:will.published'),
        notHeld('wills', 'delayed'),
      ],
    },
  ],
};
