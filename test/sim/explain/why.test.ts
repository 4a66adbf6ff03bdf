// Why something happened. The goldens tell the story of a takeover from its end to its beginning.
import { describe, expect, test } from 'vitest';
import { clausesFor } from '../../../sim/explain/clauses-for.ts';
import { type Link, why } from '../../../sim/explain/why.ts';
import { whyText } from '../../../sim/explain/why-text.ts';
import { readScenario } from '../../../sim/scenario/text/parse.ts';
import { simulate } from '../../../sim/simulate.ts';
import { effectId, recordsIn, stepsIn, traceOf } from '../inspect/traces.ts';

const MIXED = `scenario mixed
  title A 5.0 connection is taken over by one of 3.1.1.
  ends 60s

client c1 clientId=a version=5.0
  connect

client c2 clientId=a version=3.1.1
  wait 5s
  connect
`;

describe('why', () => {
  test('DISCONNECT 0x8E was sent goes back to the client that came a second time', async () => {
    const lines = traceOf('takeover');
    const id = effectId(
      lines,
      (effect) =>
        effect.type === 'transmit' &&
        effect.packet.type === 'DISCONNECT' &&
        effect.packet.reasonCode === 0x8e,
    );
    const story = why(lines, id);
    expect(story[0]?.links[0]?.clauses).toContain('v5 MQTT-3.1.4-3');
    await expect(whyText(story)).toMatchFileSnapshot('why-disconnect.txt');
  });

  test('of two connections of a client each is told of by the clauses of its own version', () => {
    const lines: string[] = [];
    simulate(readScenario(MIXED), '1', (line) => lines.push(line));
    const cut = effectId(
      lines,
      (effect) => effect.type === 'transmit' && effect.packet.type === 'DISCONNECT',
    );
    const links = why(lines, cut)[0]?.links ?? [];
    expect(links.map(({ chart, clauses }) => [chart, clauses[0]])).toEqual([
      ['connection', 'v5 MQTT-3.1.4-3'],
      ['takeover', 'v3 MQTT-3.1.4-2'],
      ['connection', 'v3 MQTT-3.1.3-2'],
    ]);
  });

  test('a will was published goes back to what ended its connection', async () => {
    const lines = traceOf('takeover');
    const id = effectId(
      lines,
      (effect) =>
        effect.type === 'transmit' && effect.packet.type === 'PUBLISH' && effect.connection === 2,
    );
    const story = why(lines, id);
    expect(story[0]?.links.map(({ chart }) => chart)).toContain('will');
    await expect(whyText(story)).toMatchFileSnapshot('why-will.txt');
  });

  test('a delayed will was published goes back to what set its timer', () => {
    const lines = traceOf('will-delay-passes');
    const id = effectId(
      lines,
      (effect) => effect.type === 'announce' && effect.event.type === 'will.published',
    );
    const whats = why(lines, id).map(({ what }) => what);
    expect(whats[1]).toMatch(/^timer willDelayInterval .* runs out$/);
    expect(whats[2]).toMatch(/^timer willDelayInterval .* is set to /);
  });

  test('a timer ran out is found without `by`, as in the trace of a real broker', () => {
    const lines = traceOf('will-delay-passes');
    const bare = lines.map((line) => line.replace(/,"by":"[^"]*"/, ''));
    const id = effectId(
      lines,
      (effect) => effect.type === 'announce' && effect.event.type === 'will.published',
    );
    const ids = (story: ReturnType<typeof why>) => story.slice(0, 3).map((happened) => happened.id);
    expect(ids(why(bare, id))).toEqual(ids(why(lines, id)));
  });

  test('what had to wait for the store is told with the record that made it', () => {
    const lines = traceOf('slow-store');
    const released = stepsIn(lines).find(
      ({ in: input, out }) => input.type === 'stored' && out[0]?.type === 'transmit',
    );
    const [first] = why(lines, `${released?.n}.1`);
    expect(first?.remarks.join(' ')).toContain('had to wait until the store had');
    expect(first?.links.length).toBeGreaterThan(0);
  });

  test('says which effects there are when asked for another', () => {
    const lines = traceOf('takeover');
    const { n, out } = stepsIn(lines)[0] as ReturnType<typeof stepsIn>[number];
    expect(() => why(lines, `${n}.99`)).toThrow(
      `record ${n} has effects ${n}.1 to ${n}.${out.length}`,
    );
    expect(() => why(lines, '9999')).toThrow(
      `there is no record 9999: the trace ends with record ${recordsIn(lines).length}`,
    );
  });

  test('clauses are those of the version that the client speaks', () => {
    expect(clausesFor(['v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'], 5)).toEqual(['v5 MQTT-3.1.4-3']);
    expect(clausesFor(['v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'], 4)).toEqual(['v3 MQTT-3.1.4-2']);
  });
});

/** Events of the broker's own making, for which the standard has no clause. */
const WITHOUT_CLAUSE = new Set(
  'closeTimeout network.congested network.writable operator.kicked broker.closing incoming.closed deliver quota.available connectTimeout'.split(
    ' ',
  ),
);

describe.each(['takeover', 'will-delay', 'qos2-lost-pubrec', 'slow-store', 'storm', 'kick'])(
  'for every effect of %s',
  (scenario) => {
    test('a transition with clauses is found, or it is said that no chart did it', () => {
      const lines = traceOf(scenario);
      let looked = 0;
      // Every step of a small trace, and a share of a large one.
      const steps = stepsIn(lines);
      const every = Math.ceil(steps.length / 40);
      for (const { n, out } of steps.filter((_, at) => at % every === 0)) {
        for (const index of out.keys()) {
          const [first] = why(lines, `${n}.${index + 1}`);
          const [link] = first?.links ?? [];
          if (link === undefined) expect(first?.remarks[0]).toMatch(/^No chart's doing: /);
          else expect(isExplained(link), JSON.stringify(link)).toBe(true);
          looked += 1;
        }
      }
      expect(looked).toBeGreaterThan(10);
    });
  },
);

function isExplained({ state, event, clauses }: Link): boolean {
  return clauses.length > 0 || state === '' || WITHOUT_CLAUSE.has(event);
}
