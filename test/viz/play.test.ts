/** Intervening, as far as it is functions: the tree of branches, forms, addresses, and the worker's calls. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packetProblem } from '../../sim/interact/packet-check.ts';
import { type PacketForm, packetForms } from '../../sim/interact/packet-fields.ts';
import { CLIENT_STEPS } from '../../sim/scenario/text/steps.ts';
import { parseHash, printHash } from '../../viz/hash.ts';
import {
  type Branches,
  currentOf,
  forked,
  NO_BRANCHES,
  removed,
  renamed,
  rowsOf,
  shown,
} from '../../viz/play/branches.ts';
import { findingOf } from '../../viz/play/bytes-form.ts';
import { fill, firstValues } from '../../viz/play/packet-form.ts';
import { fillShape, shapeFields } from '../../viz/play/shape-form.ts';
import type { Opened } from '../../viz/protocol.ts';
import { playCalls } from '../../viz/worker/play-calls.ts';
import { addRun, runNumbered } from '../../viz/worker/runs.ts';

function opened(run: number, doings?: string): Opened {
  const made = { scenario: 'takeover', seed: '1', ...(doings !== undefined && { doings }) };
  const source = { kind: 'scenario', ...made } as const;
  const about = { name: 'takeover', title: '', about: '', count: 9, start: 1 };
  return { run, source, ...about, clientIds: [], clientId: '' };
}

function drawn(tree: Branches): readonly string[] {
  return rowsOf(tree).map(({ branch: { id, name }, depth }) => {
    return `${'  '.repeat(depth)}${name}${tree.current === id ? ' *' : ''}`;
  });
}

describe('the tree of branches', () => {
  const root = shown(NO_BRANCHES, opened(1));
  const one = forked(root, opened(2, '5 crash'), 'the broker crashes', 6);
  const two = forked(one, opened(3, '5 crash\n9 recover'), 'the broker recovers', 10);
  const beside = forked(shown(two, opened(1)), opened(4, '3 shutdown'), 'it shuts down', 4);

  test('grows from what is shown, and has earlier forks first', () => {
    expect(drawn(root)).toEqual(['takeover *']);
    expect(drawn(beside)).toEqual([
      'takeover',
      '  It shuts down *',
      '  The broker crashes',
      '    The broker recovers',
    ]);
  });

  test('knows a run again, by its number or by what it was made from', () => {
    expect(drawn(shown(beside, opened(3)))).toEqual(drawn({ ...beside, current: 3 }));
    const again = shown(beside, opened(9, '5 crash'));
    expect(currentOf(again)).toMatchObject({ name: 'The broker crashes', opened: { run: 9 } });
    expect(forked(beside, opened(9, '5 crash'), '', 6).all).toHaveLength(4);
  });

  test('what was only looked at does not stay, what has branches does', () => {
    const other = { ...opened(7), source: { kind: 'file', name: 'a' }, name: 'a' } as const;
    expect(drawn(shown(root, other))).toEqual(['a *']);
    expect(drawn(shown(one, other))).toEqual(['takeover', '  The broker crashes', 'a *']);
  });

  test('has names that a list has room for, and a seed of its own where it is not the usual one', () => {
    const words =
      'keepAlive of "sensor" runs out (connection 3), 1 min 30 s from now and before all else';
    const late = forked(root, opened(5, '41 take'), words, 42);
    expect(currentOf(late)?.name).toBe('KeepAlive of "sensor" runs out (connection 3)');
    const spoken = '"sensor" (connection 1, which it has given up) learns that it is closed';
    const named = forked(root, opened(7, '41 take'), `${spoken}, after all of this`, 42);
    expect(named.all.at(-1)?.name).toBe('"sensor" learns that it is closed');
    const long = forked(root, opened(6, '41 raw'), `a${'b'.repeat(99)}`, 42);
    expect(currentOf(long)?.name).toBe(`A${'b'.repeat(58)}…`);
    const run = opened(7);
    const seeded = { ...run, source: { ...run.source, seed: '12' } } as Opened;
    expect(drawn(shown(NO_BRANCHES, seeded))).toEqual(['takeover, seed 12 *']);
  });

  test('is renamed and cut', () => {
    expect(drawn(renamed(one, 2, '  dead  '))).toEqual(['takeover', '  dead *']);
    expect(drawn(renamed(one, 2, ' '))).toEqual(drawn(one));
    expect(drawn(removed(two, 2))).toEqual(['takeover *']);
    expect(drawn(removed(beside, 3))).toEqual([
      'takeover',
      '  It shuts down *',
      '  The broker crashes',
    ]);
  });
});

describe('the form of a packet', () => {
  const forms = packetForms(5, 'sensor');
  const formOf = (type: string) => forms.find((form) => form.type === type) as PacketForm;
  const filled = (type: string, values: Record<string, string>) => {
    return fill(formOf(type), { ...firstValues(formOf(type)), ...values });
  };

  test('untouched, is the packet that it begins with', () => {
    for (const form of [...forms, ...packetForms(4, 'sensor')]) {
      expect(fill(form, firstValues(form))).toEqual({ packet: form.packet, problems: {} });
    }
  });

  test('filled in, is another packet', () => {
    const { packet } = filled('PUBLISH', {
      'message.topicName': 'a/b',
      'message.payload': '0x00ff',
      'message.properties.userProperties': 'who: me\nwhy:not',
      qos: '2',
      retain: 'true',
      topicAlias: '3',
    });
    const properties = { userProperties: [['who', 'me'] as const, ['why', 'not'] as const] };
    expect(packet).toEqual({
      type: 'PUBLISH',
      message: {
        topicName: 'a/b',
        payload: Uint8Array.of(0, 255),
        qos: 2,
        retain: true,
        properties,
      },
      qos: 2,
      retain: true,
      dup: false,
      packetId: 65_535,
      topicAlias: 3,
    });
    expect(filled('PUBLISH', { qos: '0' }).packet).toMatchObject({ packetId: 0 });
    expect(filled('UNSUBSCRIBE', { topicFilters: 'a\nb/#' }).packet).toMatchObject({
      topicFilters: ['a', 'b/#'],
    });
  });

  test('has a will as a whole, or none', () => {
    const none = filled('CONNECT', { 'will.message.retain': 'false' });
    expect(none.packet).toMatchObject({ will: undefined });
    const { packet } = filled('CONNECT', { 'will.message.topicName': 'gone' });
    expect(packet).toMatchObject({ will: { message: { topicName: 'gone', qos: 0 } } });
    expect(packetProblem(packet)).toBeUndefined();
  });

  test('says what is wrong, field by field', () => {
    const { packet, problems } = filled('PUBLISH', { packetId: '70000', qos: '5', dup: 'false' });
    expect(packet).toBeUndefined();
    expect(problems).toEqual({ packetId: 'a number from 0 to 65535', qos: 'one of the values' });
    expect(filled('DISCONNECT', { reasonCode: 'bad' }).problems).toHaveProperty('reasonCode');
  });

  test('whatever is written, gives a packet or a problem', () => {
    const form = fc.constantFrom(...forms);
    const text = fc.oneof(fc.string(), fc.nat(70_000).map(String), fc.constantFrom('true', '0x01'));
    fc.assert(
      fc.property(
        form.chain((own) => {
          const all = Object.fromEntries(own.fields.map(({ path }) => [path, text]));
          return fc.tuple(fc.constant(own), fc.record(all));
        }),
        ([own, values]) => {
          const { packet, problems } = fill(own, values);
          expect(packet === undefined).toBe(Object.keys(problems).length > 0);
          if (packet !== undefined) expect(packetProblem(packet)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('bytes as they are', () => {
  const FINDINGS: readonly (readonly [hex: string, said: string])[] = [
    ['36 00', 'PUBLISH at QoS 3'],
    ['38 00', 'PUBLISH at QoS 0 with DUP 1'],
    ['00', 'packet type 0 is reserved'],
    ['c1 00', 'flags 0001 of PINGREQ, not 0000'],
    ['80 00', 'flags 0000 of SUBSCRIBE, not 0010'],
    ['10 ff ff ff ff 01', 'Remaining Length of more than four bytes'],
    ['c0', 'The header of a PINGREQ is not complete'],
    ['c000', 'The header is that of a PINGREQ'],
    ['0xc0 0x00 c0', 'A PINGREQ of 2 bytes, and 1 byte of another packet'],
    ['10 80 01', 'A CONNECT of 131 bytes begins: a decoder waits for 128 more'],
  ];

  test.each(FINDINGS)('%s: %s', (hex, said) => {
    expect(findingOf(hex).remark).toContain(said);
  });

  test('that are none', () => {
    expect(findingOf('c').problem).toBe('pairs of hexadecimal digits');
    expect(findingOf('xy').problem).toBeDefined();
    expect(findingOf(' ')).toEqual({ problem: undefined, detail: '', remark: '' });
  });
});

describe('the form of a step', () => {
  test('has what the text of scenarios has', () => {
    const fields = shapeFields(CLIENT_STEPS.publish);
    expect(fields.map(({ word }) => word)).toEqual([
      'topicName',
      'payload',
      'qos',
      'retain',
      'messageExpiryInterval',
    ]);
    const texts = { topicName: 'a', payload: '', qos: '1', retain: 'true' };
    expect(fillShape(CLIENT_STEPS.publish, texts).fields).toEqual({
      topicName: 'a',
      payload: '',
      qos: 1,
      retain: true,
    });
    expect(fillShape(CLIENT_STEPS.connect, { cleanStart: '' }).fields).toEqual({});
    expect(fillShape(CLIENT_STEPS.publish, { qos: '7' }).problems).toHaveProperty('qos');
  });
});

describe('an address', () => {
  test('holds what was done, and a scenario of ones own', () => {
    const place = {
      scenario: 'mine',
      seed: '1',
      at: 7,
      text: 'scenario mine\nclient c1\n  publish a/# "b & c" qos=1\n',
      doings: '40 cut c1\n40+5s packet c1 {"type":"PINGREQ"}',
    };
    expect(parseHash(printHash(place))).toEqual(place);
  });
});

describe('the calls', () => {
  const made = { scenario: 'takeover', seed: '1' };

  test('open a run with what was done to it, and say what could not be done', () => {
    const { opened: run, problem } = playCalls.reopen({ ...made, doings: '40 cut c2\n50 recover' });
    expect(problem).toContain('the broker is not down');
    expect(run.source).toEqual({ kind: 'scenario', ...made, doings: '40 cut c2' });
    expect(playCalls.reopen({ ...made, doings: '40 cut c2' }).opened.run).toBe(run.run);
  });

  test('do something, in a run of its own, and tell where', () => {
    const { opened: run } = playCalls.reopen(made);
    const steps = playCalls.steps({ run: run.run, n: 40 });
    const cut = steps.steps.find(
      ({ sentence }) => sentence === 'the connection of "heater" is cut',
    );
    const fork = playCalls.intervene({ run: run.run, n: 40, action: cut?.action as never });
    expect(fork).toMatchObject({ n: 41, words: 'the connection of "heater" is cut' });
    expect(fork.opened.source).toMatchObject({ doings: '40 cut c2' });
    const timer = 'connection 1 keepAlive';
    const expired = playCalls.expire({ run: fork.opened.run, n: 41, timer });
    expect(expired.words).toContain('keepAlive of "sensor" runs out (connection 1)');
    expect(expired.opened.source).toMatchObject({ doings: expect.stringContaining('take') });
    expect(() => playCalls.expire({ run: run.run, n: 40, timer: 'x' })).toThrow('cannot come next');
  });

  test('tell what would be refused, why not, and why', () => {
    const { run } = playCalls.reopen(made).opened;
    const at = { run, n: 30, clientId: 'sensor' };
    const ends = playCalls.prospects(at).prospects.filter(({ verdict }) => verdict === 'ends');
    expect(ends.map(({ event }) => event)).toContain('CONNECT');
    expect(playCalls.prospects({ ...at, clientId: 'nobody' }).note).toContain('nobody');
    const [publish] = playCalls.whyNot({ ...at, event: 'PUBLISH topic=a/#' }).prospects;
    const refusal = publish?.candidates.find(({ outcome }) => outcome === 'taken');
    expect(refusal?.clauses.map(({ id }) => id)).toContain('v5 MQTT-3.3.2-2');
    expect(playCalls.whyNot({ ...at, event: 'willDelayInterval' }).note).not.toBe('');
    const [first, ...rest] = playCalls.causes({ run, id: '30' });
    expect(first?.what).toContain('PUBLISH');
    expect(rest.at(-1)?.remarks.join()).toContain('where it begins');
  });

  test('change a recording, of which there is no world', () => {
    const { opened: base } = playCalls.reopen({ scenario: 'will', seed: '7' });
    expect(base.count).toBeGreaterThan(20);
    const text = playCalls
      .scenarioText({ scenario: 'will' })
      .text.replace('scenario will', 'scenario x');
    const { opened: own } = playCalls.reopen({ scenario: 'x', seed: '7', text });
    expect(own.count).toBe(base.count);
    const file = addRun(linesOf(own.run), {
      source: { kind: 'file', name: 'day' },
      ...named('day'),
    });
    const { isRecording, note, steps } = playCalls.steps({ run: file.run, n: 20 });
    expect(isRecording).toBe(true);
    expect(note).toContain('clients do what they did');
    const drop = steps.find(({ short }) => short === 'leave this record out');
    const fork = playCalls.intervene({ run: file.run, n: 20, action: drop?.action as never });
    expect(fork.words).toBe('record 20 does not happen');
    const again = playCalls.steps({ run: fork.opened.run, n: 12 });
    expect(again.isRecording).toBe(true);
    const deed = { deed: { do: 'extend', ms: 1 } } as const;
    expect(() => playCalls.intervene({ run: file.run, n: 1, action: deed })).toThrow('recording');
  });

  test('a trace of the simulator from a file goes on as a world', () => {
    const { opened: base } = playCalls.reopen({ scenario: 'will', seed: '7' });
    const file = addRun(linesOf(base.run), {
      source: { kind: 'file', name: 'day' },
      ...named('day'),
    });
    expect(playCalls.steps({ run: file.run, n: 12 }).isRecording).toBe(false);
  });

  test('check a text', () => {
    expect(playCalls.checkScenario({ text: 'client c1' })).toEqual({
      problems: [],
      name: 'unnamed',
    });
    expect(playCalls.checkScenario({ text: 'client' }).problems).toHaveLength(1);
  });
});

function named(name: string) {
  return { name, title: name, about: '' };
}

function linesOf(run: number): readonly string[] {
  return runNumbered(run).trace.lines;
}
