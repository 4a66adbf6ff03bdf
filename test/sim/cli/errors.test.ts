/** What a person does wrong, and is told: what is wrong, where, and what to do. Nothing ends in a stack. */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPart } from '../../../sim/cli/trace-part.ts';
import { lifeline } from './command.ts';
import {
  cutOff,
  different,
  folder,
  headerAlone,
  LINE,
  marked,
  recording,
  removeFolder,
  takeover,
  unreadable,
  untellable,
  whole,
} from './traces.ts';

afterAll(removeFolder);

const laterPart = join(recording('later-part'), 'trace-000002.jsonl');

const COMMANDS = {
  replay: (path: string) => ['replay', path],
  inspect: (path: string) => ['inspect', path],
  render: (path: string) => ['render', path, '--out', `${folder}/drawing.txt`],
  chart: (path: string) => ['chart', 'session', '--trace', path],
};
/** Of two traces, which is one too many for the questions that the others are asked. */
const compare = (path: string) => ['compare', whole, path];
const TELLING = { render: COMMANDS.render, compare };
const LAST = takeover.length - 1;

describe.each(Object.entries({ ...COMMANDS, compare }))('lifeline %s', (_, command) => {
  test.each(unreadable)('cannot read %s', async (_what, path, message) => {
    const { code, err } = await lifeline(...command(path));
    expect(err).toMatch(message);
    expect(err.match(/^/gm)?.length).toBeLessThanOrEqual(2);
    expect(code).toBe(2);
  });

  test('reads what a recorder has left that was cut off', async () => {
    const { code, err } = await lifeline(...command(cutOff));
    expect(code).toBe(command === compare ? 1 : 0);
    expect(err).toMatch(
      `cut-off.jsonl: ends in the middle of record ${LINE - 1}, which is left out: the recorder was cut off`,
    );
  });

  test('reads what an editor has marked as UTF-8, with line ends of its own', async () => {
    const { code, err } = await lifeline(...command(marked));
    expect([code, command === COMMANDS.chart ? '' : err]).toEqual([0, '']);
  });
});

describe.each(Object.entries(TELLING))('lifeline %s', (_, command) => {
  test.each(untellable)('cannot tell of %s', async (_what, path, message) => {
    const { code, err } = await lifeline(...command(path));
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe.each(Object.entries(COMMANDS))('lifeline %s', (_, command) => {
  test('says that a part of a recording is one, where that matters', async () => {
    const { code, err } = await lifeline(...command(laterPart));
    expect(code).toBe(command === COMMANDS.render ? 0 : 2);
    if (command === COMMANDS.render) return;
    expect(err).toMatch(
      /trace-000002\.jsonl: line 1: begins after record 20, .*not here\n.*Give the folder with all parts/,
    );
  });

  test('names the clients there are when asked for another', async () => {
    const { code, err } = await lifeline(...command(whole), '--client', 'nobody');
    expect(err).toContain("there are 'sensor' and 'heater'");
    expect(code).toBe(2);
  });

  test('has a help text with its exit codes, and says what a place is', async () => {
    const { out } = await lifeline(command('')[0] as string, '--help');
    expect(out).toMatch(/^Exit codes: 0 /m);
    expect(out).toContain(
      'A <place> is a record (1200), an effect of one (1200.3) or a time (500ms, 1.5s, 2min, 1h).',
    );
  });
});

describe('a place', () => {
  const flags = [
    ['replay', whole, '--from'],
    ['replay', whole, '--up-to'],
    ['inspect', whole, '--at'],
    ['inspect', whole, '--diff'],
    ['inspect', whole, '--why'],
    ['render', whole, '--out', `${folder}/part.txt`, '--from'],
    ['render', whole, '--out', `${folder}/part.txt`, '--up-to'],
    ['chart', 'session', '--trace', whole, '--at'],
  ];

  test.each(flags)('may be a record, an effect or a time: %s %s %s %s %s', async (...command) => {
    for (const place of ['41', '41.2', '10.06s', '10.060 s', '0:10.060']) {
      expect((await lifeline(...command, place)).code, place).toBe(0);
    }
    const { code, err } = await lifeline(...command, 'noon');
    expect(err).toContain(
      `${command.at(-1)}: 'noon' is no place in a trace: write a record (1200)`,
    );
    expect(code).toBe(2);
  });

  test.each(['9999', '1h'])('that the trace does not have is an error: %s', async (place) => {
    const asked = [
      ['inspect', whole, '--at', place],
      ['inspect', whole, '--diff', place],
      ['inspect', whole, '--why', place],
      ['inspect', whole, '--client', 'sensor', '--why-not', 'PUBLISH', '--at', place],
      ['render', whole, '--out', `${folder}/none.txt`, '--from', place],
      ['chart', 'session', '--trace', whole, '--at', place],
    ];
    for (const command of asked) {
      const { code, err } = await lifeline(...command);
      expect(err, command.join(' ')).toContain(`the trace ends with record ${LAST}, 15.051 s`);
      expect(code).toBe(2);
    }
  });
});

describe('flags that do not go together', () => {
  test.each([
    [['inspect', whole, '--why', '41', '--why-not', 'PUBLISH'], /--why and --why-not .* one at a/],
    [['inspect', whole, '--why-not', 'PUBLISH', '--diff', '3'], /--why-not and --diff .* one at a/],
    [['inspect', whole, '--why', '41', '--at', '3'], /leave --at away/],
    [['simulate', 'storm', '--seed', '1', '--seeds', '1..2'], /--seed is about one run/],
    [['simulate', 'storm', '--out', '-', '--seeds', '1..2'], /--out is about one run/],
    [['simulate', 'storm', '--print', '--json'], /--print writes a text, not JSON: leave --json/],
    [['chart', 'session', '--at', '3'], /--at is about a trace: give --trace too/],
  ])('%j', async (command, message) => {
    const { code, out, err } = await lifeline(...command);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('what there is not', () => {
  test.each([
    [['simulate', 'takover'], /no scenario 'takover'; did you mean 'takeover'\? There are first/],
    [['chart', 'soul'], /no chart 'soul'; there are connection, session/],
    [['inspect', whole, '--why-not', 'PUBISH'], /no .* event 'PUBISH'; did you mean 'PUBLISH'/],
    [['inspect', whole, '--client', 'heater', '--at', '3'], /no client 'heater' up to record 3/],
    [['replay', whole, '--what-if', '9999 drop'], /takeover\.jsonl: .* no record 9999/],
    [
      ['replay', whole, '--what-if', '1 drop'],
      /takeover\.jsonl: .* record 1 is no input .* record 4/,
    ],
    [['replay', whole, '--what-if', '13 delay 5'], /--what-if: '5' is no time: write 500ms, 1\.5s/],
    [['replay', whole, '--until', ' '], /--until takes a filter, such as kind:PUBLISH/],
    [['replay', whole, '--from', '1h'], /no input stands between --from and the end; the last/],
    [
      ['simulate', '--file', whole],
      /line 1, column 1: '\{"lifeline":"trace".{1,30}…' is not known here/,
    ],
    [['simulate', '--file', `${folder}/none`], /--file \S*none cannot be read: ENOENT/],
    [['simulate', 'takeover', '--seeds', '1-3'], /--seeds takes a range such as 1\.\.100/],
    [['simulate', 'takeover', '--out', folder], /--out has to be a file that can be written/],
  ])('%j', async (command, message) => {
    const { code, err } = await lifeline(...command);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('what is handed on to the page', () => {
  const unknown = untellable.filter(([what]) => what.includes('no known type'));

  test.each(unknown)('cannot have %s', async (_what, path, message) => {
    await expect(readPart(path, {})).rejects.toThrow(message);
  });

  test('is the trace, line by line, be it only its header', async () => {
    expect(await readPart(whole, {})).toEqual(takeover);
    expect(await readPart(headerAlone, {})).toEqual(takeover.slice(0, 1));
  });
});

test('one input is one, and the end has two names', async () => {
  for (const name of ['--to', '--up-to']) {
    const { out } = await lifeline('replay', whole, name, '4');
    expect(out).toBe('1 input up to record 4, 0 ms: every effect is equal\n');
  }
});

describe('a difference', () => {
  test('is told with file and line', async () => {
    const { code, err } = await lifeline('replay', different);
    expect(err).toMatch(
      new RegExp(`^\\S*different\\.jsonl: line ${LINE}: record ${LINE - 1}, \\d+ ms, is different`),
    );
    expect(code).toBe(1);
  });

  test('of a recording is told with the part, and the line of it', async () => {
    expect((await lifeline('replay', recording('parts'))).code).toBe(0);
    const path = recording('damaged-parts', (line) => line.slice(20));
    const { err } = await lifeline('replay', path);
    expect(err).toMatch(/damaged-parts\/trace-000002\.jsonl: line 6: not JSON/);
    expect(err).toMatch(/head -n 5 \S*damaged-parts\/trace-000002\.jsonl$/);
  });

  test('that a filter does not find is no error of the trace', async () => {
    const { code, err } = await lifeline('replay', whole, '--until', 'kind:NOTHING');
    expect([code, err]).toEqual([1, `${whole}: no record matches kind:NOTHING`]);
  });
});
