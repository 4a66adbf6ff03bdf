import { describe, expect, it } from 'vitest';
import { type BrokerOptions, DEFAULT_OPTIONS, type TraceHeader } from '../../machines/index.ts';
import { parseFilter } from '../../sim/filter/filter.ts';
import { parseWhere } from '../../sim/inspect/where.ts';
import { parseEdit } from '../../sim/replay/what-if.ts';
import { scenarios } from '../../sim/scenarios/index.ts';
import { edited, replay, simulated } from './support.ts';

const takeover = scenarios.find(({ name }) => name.includes('takeover')) ?? scenarios[0];
const trace = simulated((takeover as (typeof scenarios)[number]).name);
const lines = trace.split('\n');

function lineWith(text: string): number {
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe('a replay', () => {
  it('shows the first difference with its record, cause and both sides', () => {
    const line = lineWith('"type":"CONNACK"');
    const changed = edited(trace, line, (text) =>
      text.replace(/("type":"CONNACK".*?"reasonCode":)0/, '$17'),
    );
    const { differences } = replay(changed);
    expect(differences).toMatchObject([
      {
        difference: {
          n: line - 1,
          line,
          cause: expect.stringMatching(/\w/),
          recorded: expect.stringContaining('"reasonCode":7'),
          replayed: expect.stringContaining('"reasonCode":0'),
        },
      },
    ]);
  });

  it('notices one bit of the transmitted bytes', () => {
    const line = lineWith('"crc32":');
    const changed = edited(trace, line, (text) =>
      text.replace(/"crc32":(\d+)/, (_, crc) => `"crc32":${(Number(crc) ^ 1) >>> 0}`),
    );
    expect(replay(changed).differences).toHaveLength(1);
  });

  it('notices an effect that is missing, and one too many', () => {
    const line = lineWith('"out":[{"type":"announce"');
    const fewer = edited(trace, line, (text) => {
      const record = JSON.parse(text);
      return JSON.stringify({ ...record, out: record.out.slice(0, -1) });
    });
    expect(replay(fewer).differences).toMatchObject([{ difference: { recorded: undefined } }]);
    const more = edited(trace, line, (text) => {
      const record = JSON.parse(text);
      return JSON.stringify({ ...record, out: [...record.out, record.out[0]] });
    });
    expect(replay(more).differences).toMatchObject([{ difference: { replayed: undefined } }]);
  });

  it('warns when the law has changed, and goes on', () => {
    const other = edited(trace, 1, (line) =>
      line.replace(/"charts":"\w+"/, '"charts":"0123456789abcdef"'),
    );
    const { events, differences } = replay(other);
    expect(events[0]).toMatchObject({ warning: expect.stringContaining('0123456789abcdef') });
    expect(differences).toEqual([]);
  });

  it('takes an option that there was not when the trace was made at its default', () => {
    const before = edited(trace, 1, (line) => {
      const { options, ...header } = JSON.parse(line) as TraceHeader;
      const added = 'retainedPerSubscribeMaximum';
      expect(options[added]).toBe(DEFAULT_OPTIONS[added]);
      const older = Object.entries(options).filter(
        ([name, value]) => value !== DEFAULT_OPTIONS[name as keyof BrokerOptions],
      );
      return JSON.stringify({ ...header, options: Object.fromEntries(older) });
    });
    expect(before.length).toBeLessThan(trace.length);
    expect(replay(before).differences).toEqual([]);
  });

  it('runs under the other engine', () => {
    expect(replay(trace, { engine: 'xstate' }).differences).toEqual([]);
  });

  it('passes over differences before --from, and ends at --to', () => {
    const line = lineWith('"type":"CONNACK"');
    const changed = edited(trace, line, (text) =>
      text.replace('"type":"CONNACK"', '"type":"CONNOCK"'),
    );
    expect(replay(changed).differences).toHaveLength(1);
    expect(replay(changed, { from: parseWhere(`${line}`) }).differences).toEqual([]);
    expect(replay(changed, { to: parseWhere(`${line - 2}`) }).differences).toEqual([]);
    expect(replay(changed, { to: parseWhere('0ms') }).steps).toBeLessThan(replay(trace).steps);
  });

  it('compares only what concerns a client', () => {
    const clients = new Set(
      [...trace.matchAll(/"type":"CONNECT"[^}]*?"clientId":"(\w+)"/g)].map((m) => m[1]),
    );
    const line = lineWith('"type":"CONNACK"');
    const owner = /"type":"client.connected"[^}]*?"clientId":"(\w+)"/.exec(
      lines[line - 1] as string,
    )?.[1];
    const changed = edited(trace, line, (text) =>
      text.replace('"type":"CONNACK"', '"type":"CONNOCK"'),
    );
    expect(replay(changed, { clientId: owner }).differences).toHaveLength(1);
    expect(replay(changed, { clientId: 'nobody' }).differences).toEqual([]);
    expect(clients.size).toBeGreaterThan(0);
  });

  it('ends at the first record that a filter matches', () => {
    const { events } = replay(trace, { until: parseFilter('kind:client.connected') });
    expect(events.at(-1)).toMatchObject({
      type: 'found',
      item: { n: lineWith('client.connected') - 1 },
    });
    expect(replay(trace, { until: parseFilter('kind:NOTHING') }).events.at(-1)).toMatchObject({
      type: 'header',
    });
  });

  it('knows whose connection a packet came on, and whose timer ran out', () => {
    const found = (text: string, of = trace) => {
      const last = replay(of, { until: parseFilter(text) }).events.at(-1);
      return last?.type === 'found' && last.item.kind === 'step' ? last.item.input : undefined;
    };
    expect(found('client:sensor kind:received kind:SUBSCRIBE')).toMatch(/"type":"SUBSCRIBE"/);
    expect(found('client:heater kind:received kind:PUBLISH')).toMatch(/"type":"PUBLISH"/);
    expect(found('client:nobody kind:received')).toBeUndefined();
    const timedOut = simulated('keep-alive-timeout');
    const owner = /"clientId":"(\w+)","cause":"keepAliveTimeout"/.exec(timedOut)?.[1];
    expect(found(`client:${owner} kind:timer`, timedOut)).toMatch(/"timer"/);
  });

  it.each(['compiled', 'xstate'] as const)(
    'finds a clause by the step that kept it (%s)',
    (engine) => {
      const found = (text: string) =>
        replay(trace, { until: parseFilter(text), engine }).events.at(-1);
      expect(found('clause:*3.1.4-3*')).toMatchObject({
        type: 'found',
        item: { n: lineWith('"type":"session.takenOver"') - 1 },
      });
      // The clients speak 5.0.
      expect(found('clause:"v3 *"')).toMatchObject({ type: 'header' });
    },
  );
});

describe('what if', () => {
  const connected = lineWith('"in":{"type":"received"');
  const n = connected - 1;

  it('a CONNECT had not come: what it led to is gone', () => {
    const { events, differences } = replay(trace, { whatIf: parseEdit(`${n} drop`) });
    expect(differences).toEqual([]);
    const changes = events.filter(({ type }) => type === 'change');
    expect(changes[0]).toMatchObject({ change: { n, added: [] } });
    expect(JSON.stringify(changes[0])).toContain('CONNACK');
  });

  it('it had come later: the same happens, later', () => {
    const { events } = replay(trace, { whatIf: parseEdit(`${n} delay 1ms`) });
    const changes = events.flatMap((event) => (event.type === 'change' ? [event.change] : []));
    expect(changes[0]?.gone.join()).toContain('CONNACK');
    expect(changes.slice(1).some(({ added }) => added.join().includes('CONNACK'))).toBe(true);
  });

  it('it had come after another', () => {
    const after = JSON.parse(
      lines.slice(connected).find((line) => line.includes('"in"')) as string,
    ).n;
    const { events } = replay(trace, { whatIf: parseEdit(`${n} after ${after}`) });
    expect(events.some(({ type }) => type === 'change')).toBe(true);
  });

  it('takes only edits that it understands', () => {
    for (const text of [
      '',
      '12',
      'drop 12',
      '12 delay',
      '12 delay 5',
      '12 after 12',
      '12 after 3',
    ]) {
      expect(() => parseEdit(text)).toThrow();
    }
    expect(parseEdit('12 delay 1.5s')).toEqual({ n: 12, kind: 'delay', ms: 1_500 });
    expect(parseEdit('12 delay 2min')).toEqual({ n: 12, kind: 'delay', ms: 120_000 });
  });
});
