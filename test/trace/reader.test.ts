import { describe, expect, it } from 'vitest';
import { TRACE_VERSION } from '../../machines/index.ts';
import { scenarios } from '../../sim/scenarios/index.ts';
import { edited, replay, simulated } from './support.ts';

const trace = simulated((scenarios[0] as (typeof scenarios)[number]).name);

describe('a file that is no good trace', () => {
  it('is foreign: the error says what it begins with and how to get a trace', () => {
    expect(() => replay('<html>\n')).toThrow(
      /line 1: this is not a lifeline trace.*<html>[\s\S]*--record/,
    );
    expect(() => replay('{"name":"x"}\n')).toThrow(/line 1: this is not a lifeline trace/);
    expect(() => replay('{"lifeline":"config"}\n')).toThrow(/line 1: this is not/);
  });

  it('is of a version to come: the error says to update', () => {
    const newer = edited(trace, 1, (line) => line.replace('"version":1', '"version":9'));
    expect(() => replay(newer)).toThrow(
      new RegExp(
        `line 1: made by a newer lifeline: format version 9.*up to ${TRACE_VERSION}[\\s\\S]*npm`,
      ),
    );
  });

  it('has lost its header', () => {
    const beheaded = trace.slice(trace.indexOf('\n') + 1);
    expect(() => replay(beheaded)).toThrow(/line 1: a trace without its first line/);
  });

  it('is damaged in the header', () => {
    for (const member of ['charts', 'options', 'payloads', 'version', 'clockMs', 'messages']) {
      const damaged = edited(trace, 1, (line) => line.replace(`"${member}":`, `"x${member}":`));
      expect(() => replay(damaged)).toThrow(`line 1: the header has no valid \`${member}\``);
    }
  });

  it('is not JSON somewhere', () => {
    const damaged = edited(trace, 7, (line) => line.slice(0, 20));
    expect(() => replay(damaged)).toThrow(/line 7: not JSON: [\s\S]*head -n 6 FILE/);
  });

  it('is damaged within an input or an effect', () => {
    const line =
      trace.split('\n').findIndex((text) => text.includes('"in":{"type":"received"')) + 1;
    const input = edited(trace, line, (text) => text.replace('"packet":', '"packet'));
    expect(() => replay(input)).toThrow(new RegExp(`line ${line}: record \\d+ is damaged`));
    const effect = edited(trace, line, (text) => text.replace('"out":[', '"out":[[{'));
    expect(() => replay(effect)).toThrow(new RegExp(`line ${line}: record \\d+ is damaged`));
  });

  it('lacks lines, has them twice, or in another order', () => {
    const lines = trace.split('\n');
    const [header, first, second, third, ...rest] = lines as [string, string, string, string];
    const lacking = [header, first, third, ...rest].join('\n');
    expect(() => replay(lacking)).toThrow('line 3: record 3 follows record 1');
    const twice = [header, first, first, second].join('\n');
    expect(() => replay(`${twice}\n`)).toThrow('line 3: record 1 follows record 1');
    const swapped = [header, second, first].join('\n');
    expect(() => replay(`${swapped}\n`)).toThrow('line 2: record 2 follows record 0');
  });

  it('goes back in time', () => {
    const last = trace.trimEnd().split('\n').length;
    const back = edited(trace, last, (line) => line.replace(/"t":[\d.]+/, '"t":-5'));
    expect(() => replay(back)).toThrow(new RegExp(`line ${last}: time goes back from .* to -5`));
  });

  it('ends in the middle of a record: that is said, and all before it is replayed', () => {
    const whole = replay(trace);
    for (const cut of [2, 10, 40]) {
      const { events, differences, steps } = replay(trace.slice(0, -cut));
      expect(differences).toEqual([]);
      expect(events.at(-1)).toMatchObject({
        type: 'remark',
        text: expect.stringMatching(/^ends in the middle of record \d+/),
      });
      expect(whole.steps - steps).toBeLessThanOrEqual(1);
    }
  });

  it('is cut wherever: it is read up to there, or the error names a line', () => {
    const step = Math.max(1, Math.floor(trace.length / 300));
    const header = trace.indexOf('\n');
    for (let end = header + 1; end < trace.length; end += step) {
      expect(replay(trace.slice(0, end)).differences).toEqual([]);
    }
    expect(() => replay(trace.slice(0, header - 5))).toThrow('line 1');
  });

  it('has passed through other hands and is read all the same', () => {
    const [header, ...records] = trace.trimEnd().split('\n');
    const spaced = records.map((line) => {
      const { n, t, by, in: input, out, ...rest } = JSON.parse(line);
      return JSON.stringify({ out, in: input, by, t, n, ...rest }, undefined, 1).replaceAll(
        '\n',
        ' ',
      );
    });
    const { differences, steps } = replay(`${[header, ...spaced].join('\n')}\n`);
    expect(differences).toEqual([]);
    expect(steps).toBe(replay(trace).steps);
  });
});

describe('a gap', () => {
  it('ends the replay, and is told', () => {
    const lines = trace.trimEnd().split('\n').slice(0, 5);
    const gap = '{"n":5,"t":999999,"gap":{"steps":12,"because":"why"}}';
    const { events, differences } = replay(`${[...lines, gap].join('\n')}\n`);
    expect(differences).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      type: 'remark',
      text: expect.stringContaining('12 steps'),
    });
  });
});
