/** What each intervention does, as a story to be read; and what is said where it cannot be done. */
import { describe, expect, test } from 'vitest';
import { type Intervention, InterventionError } from '../../../sim/interact/deed.ts';
import { parseInterventions, printInterventions } from '../../../sim/interact/notation.ts';
import { InteractiveRun } from '../../../sim/interact/run.ts';
import { stepsAt } from '../../../sim/interact/steps.ts';
import { sentence } from '../../../sim/render/sentences/sentence.ts';
import { clock } from '../../../sim/render/sentences/words.ts';
import { TimelineBuilder } from '../../../sim/render/timeline/builder.ts';
import { RecordReader } from '../../../sim/render/timeline/record-reader.ts';
import { isTelling } from '../../../sim/render/timeline/select.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { begin, replayProblems } from './run-support.ts';

function runOf(name: string, text: string): InteractiveRun {
  const interventions = parseInterventions(text);
  return InteractiveRun.of({ scenario: scenarioNamed(name), seed: '1', interventions });
}

/** From the intervention on, what is worth telling. */
function storyOf(run: InteractiveRun, most: number): string {
  const reader = new RecordReader();
  let builder: TimelineBuilder | undefined;
  for (const line of run.lines) {
    const record = reader.read(line);
    if (record === undefined) builder = new TimelineBuilder(reader.header as never);
    else builder?.add(record);
  }
  const events = (builder as TimelineBuilder).timeline.events;
  const first = events.findIndex(
    ({ what }) => what.kind === 'noted' && what.note.kind === 'byHand',
  );
  const told = events.slice(first).filter(isTelling).slice(0, most);
  return told.map((event) => `${clock(event.timeMs)}  ${sentence(event).text}`).join('\n');
}

/** Each is a story of its own. */
const STORIES: readonly (readonly [scenario: string, interventions: string])[] = [
  ['resume', '13 cut c1'],
  ['resume', '13 halfOpen c1'],
  ['resume', '13 partition c1\n13+500ms heal c1'],
  ['resume', '13 stall c1\n13+500ms unstall c1'],
  ['broker-crash', '30 crash\n30+2s recover'],
  ['resume', '13 kick sensor'],
  ['resume', '13 shutdown'],
  ['resume', '13 c1: publish room/x hello qos=2'],
  ['resume', '13 c1: subscribe hall/# qos=1'],
  ['resume', '13 c1: unsubscribe room/#'],
  ['resume', '13 c1: disconnect reasonCode=0x04'],
  ['resume', '13 c1: drop'],
  ['resume', '13 packet c1 {"type":"PINGREQ"}'],
  ['resume', '13 packet c1 {"type":"PUBACK","packetId":77,"reasonCode":0}'],
  ['resume', '13 malformed c1 0x81 "Remaining Length of five bytes"'],
  ['resume', '13 join x raw=true clientId=raw\n14 x: connect\n20 packet x {"type":"PINGREQ"}'],
  ['keep-alive-timeout', '26 take "broker connection 2 keepAlive"'],
  ['expiry-race', '25 take "broker session 1 sessionExpiryInterval"'],
  ['session-expiry', '38 extend 200s\n38+20s c1: connect'],
];

describe('each intervention', () => {
  test('in the words of the trace', async () => {
    const stories = STORIES.map(([name, text]) => {
      const run = runOf(name, text);
      expect(run.problem, `${name}: ${text}`).toBeUndefined();
      expect(replayProblems(run.lines)).toEqual([]);
      return `## ${name}\n${text}\n----\n${storyOf(run, 12)}\n`;
    });
    await expect(stories.join('\n')).toMatchFileSnapshot('deeds.golden.txt');
  });

  test('a packet in flight is put off, with those behind it, or lost with its connection', () => {
    const run = begin('qos1-retry', '2');
    const n = [...run.lines.keys()].find((at) => at > 0 && stepsAt(run, at).flights.length > 0);
    const [flight] = stepsAt(run, n as number).flights;
    const sentBy = flight?.sentBy as string;
    const late = run.fork({ at: n as number }, { do: 'delay', packet: sentBy, ms: 900 });
    const [put] = stepsAt(late, run.boundary(n as number) + 1).flights;
    expect(put).toMatchObject({ sentBy, inMs: (flight?.inMs as number) + 900 });
    const lost = run.fork({ at: n as number }, { do: 'lose', packet: sentBy });
    expect(lost.lines.some((line) => line.includes(' is lost"'))).toBe(true);
    expect(replayProblems(lost.lines)).toEqual([]);
  });
});

describe('what cannot be done', () => {
  const WRONG: readonly (readonly [interventions: string, message: string])[] = [
    ['0 cut c1', 'after record 0: c1 has no connection: it is disconnected'],
    ['0 cut c7', "after record 0: there is no client c7; there are 'c1' and 'c2'"],
    ['13 heal c1', 'the connection of c1 is not partitioned'],
    ['13 unstall c1', 'c1 reads'],
    ['13 halfOpen c1\n14 halfOpen c1', 'is half-open already'],
    ['13 recover', 'the broker is not down'],
    ['13 crash\n14 crash', 'the broker is down since it crashed; let it recover first'],
    ['13 kick nobody', "no client 'nobody' is connected to the broker; there is 'sensor'"],
    ['13 take "broker will"', "'broker will' cannot come next; what can is '"],
    ['13 delay 12 5s', 'no packet that was sent with 12 is on its way'],
    ['13 join c1', 'there is a client c1 already; give another name'],
    ['9999 crash', 'there is no record 9999: the run ends with record'],
    [
      '13 c1: disconnect\n15 packet c1 {"type":"PINGREQ"}',
      'c1 has closed its side of the connection',
    ],
  ];

  test.each(WRONG)('%j', (text, message) => {
    expect(runOf('resume', text).problem?.message).toContain(message);
  });

  test('a packet that the version has no room for', () => {
    const auth = '13 packet c1 {"type":"AUTH","reasonCode":24,"properties":{}}';
    expect(runOf('persistent-session', auth).problem?.message).toContain('MQTT 3.1.1 has no AUTH');
    const more =
      '13 packet c1 {"type":"DISCONNECT","reasonCode":0,"properties":{"sessionExpiryInterval":1}}';
    expect(runOf('persistent-session', more).problem?.message).toContain('no properties');
  });

  test('a fork that cannot be made leaves no branch', () => {
    const run = begin('resume');
    const deed = { do: 'world', step: { do: 'recover' } } as const;
    expect(() => run.fork({ at: 3 }, deed)).toThrow(InterventionError);
    expect(() => run.at(run.count + 1)).toThrow(/there is no record/);
  });
});

describe('interventions as text', () => {
  const ALL: readonly Intervention[] = [
    { at: 0, do: 'take', what: 'CONNECT of 1 at broker' },
    { at: 1, afterMs: 1_500, do: 'world', step: { do: 'crash' } },
    { at: 2, do: 'world', step: { do: 'lose', client: 'c1', packet: 'PUBACK' } },
    { at: 2, do: 'lose', packet: '12.3' },
    { at: 2, do: 'delay', packet: '12', ms: 250 },
    { at: 3, do: 'malformed', client: 'c1', reasonCode: 0x81, detail: 'a "b"' },
    { at: 3, do: 'join', name: 'x', is: { raw: true, version: 4 } },
    { at: 4, do: 'client', client: 'c1', step: { do: 'subscribe', topicFilter: '#', qos: 1 } },
    { at: 5, do: 'extend', ms: 60_000 },
    {
      at: 6,
      do: 'packet',
      client: 'c1',
      packet: {
        type: 'PUBLISH',
        message: {
          topicName: 'a b',
          payload: Uint8Array.of(0, 255),
          qos: 1,
          retain: false,
          properties: undefined,
        },
        qos: 1,
        retain: false,
        dup: true,
        packetId: 7,
      },
    },
  ];

  test('are read as they were written', () => {
    expect(parseInterventions(printInterventions(ALL))).toEqual(ALL);
    expect(printInterventions(ALL).split('\n')[1]).toBe('1+1500ms crash');
  });

  const WRONG: readonly (readonly [text: string, problem: string])[] = [
    ['cut c1', "line 1, column 1: 'cut' is no place"],
    ['40', "'40' is no place"],
    ['40 cot c1', "line 1, column 4: 'cot' cannot be done"],
    ['40 cot c1', "did you mean 'cut'?"],
    ['40 c1: wait 5s', 'a client cannot do that: expected connect, publish'],
    ['40 delay 12', 'line 1, column 12: time is missing'],
    ['40 packet c1 {"type":"CONNACK"}', '"CONNACK" is no type of a packet that a client can send'],
    ['40 packet c1 {', 'no packet: '],
    ['40 cut c1\n41 cut', 'line 2, column 7: client is missing'],
  ];

  test.each(WRONG)('%j: %s', (text, problem) => {
    expect(() => parseInterventions(text)).toThrow(problem);
  });
});
