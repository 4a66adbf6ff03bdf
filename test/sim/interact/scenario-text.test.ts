/** Scenarios as text: what is printed reads as the same scenario, and what is wrong is named where it stands. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../../sim/scenario/scenario.ts';
import { parseScenario, readScenario } from '../../../sim/scenario/text/parse.ts';
import { printScenario } from '../../../sim/scenario/text/print.ts';
import { problemText, ScenarioError } from '../../../sim/scenario/text/problem.ts';
import { scenarioNamed, scenarios } from '../../../sim/scenarios/index.ts';
import { scenariosOfAnyKind } from './arbitrary-scenario.ts';

function problemsOf(text: string): readonly string[] {
  return parseScenario(text).problems.map(problemText);
}

describe('what is printed reads as the same scenario', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    (_, scenario) => {
      const text = printScenario(scenario);
      expect(problemsOf(text)).toEqual([]);
      expect(parseScenario(text).scenario).toEqual(scenario);
    },
  );

  test('any scenario that can be written', () => {
    fc.assert(
      fc.property(scenariosOfAnyKind, (scenario) => {
        expect(readScenario(printScenario(scenario))).toEqual(scenario);
      }),
      { numRuns: 300 },
    );
  });

  test('as people would write it', async () => {
    const some = ['takeover', 'storm', 'will', 'expiry-in-disconnect', 'kick', 'slow-consumer'];
    const texts = some.map((name) => printScenario(scenarioNamed(name)));
    await expect(texts.join('\n')).toMatchFileSnapshot('scenario-text.golden.txt');
  });
});

describe('what people may leave out or write in another way', () => {
  test('a client alone is a scenario', () => {
    const { scenario } = parseScenario('client c1\n  connect');
    expect(scenario).toEqual({
      name: 'unnamed',
      title: '',
      about: '',
      clients: [{ name: 'c1', is: {}, does: [{ do: 'connect' }] }],
      endsAfterSeconds: 60,
    } satisfies Scenario);
  });

  test('comments, indentation, short flags, units, carriage returns', () => {
    const text =
      '# mine\r\nclient c1 version=5 keepAlive=1min\r\n\tpublish # 1 retain\r\n wait 0.5s\r\n';
    expect(parseScenario(text).scenario?.clients).toEqual([
      {
        name: 'c1',
        is: { version: 5, keepAliveSeconds: 60 },
        does: [
          { do: 'publish', topicName: '#', payload: '1', qos: 0, retain: true },
          { do: 'wait', seconds: 0.5 },
        ],
      },
    ]);
  });

  test('a title may hold any signs', () => {
    const title = `It's "half" a story, isn't it? a=b # and so on`;
    expect(readScenario(`scenario a\n title ${title}\nclient c1`).title).toBe(title);
    expect(problemsOf('scenario a\n title Half a "quote\nclient c1')).toEqual([]);
  });

  test('a filter that looks like a field stands in quotation marks', () => {
    const { scenario } = parseScenario('client c1\n subscribe "qos=1" qos=2\n subscribe a=b/#');
    expect(scenario?.clients[0]?.does).toEqual([
      { do: 'subscribe', topicFilter: 'qos=1', qos: 2 },
      { do: 'subscribe', topicFilter: 'a=b/#', qos: 0 },
    ]);
  });
});

describe('what is wrong is named where it stands', () => {
  const WRONG: readonly (readonly [text: string, problem: string])[] = [
    [
      '',
      "line 1, column 1: no client: expected a line such as 'client c1', and below it what it does",
    ],
    ['client', 'line 1, column 7: name is missing'],
    ['client world', "line 1, column 8: 'world' is no name"],
    ['client c1\nclient c1', "line 2, column 8: there is a client 'c1' already"],
    ['client c1 keepalive=5s', "line 1, column 11: 'keepalive' is not known here"],
    ['client c1 keepalive=5s', "did you mean 'keepAlive'?"],
    ['client c1 keepAlive=5', "line 1, column 21: '5' is no keepAlive: expected whole seconds"],
    ['client c1 version=6', "line 1, column 19: '6' is no version: expected 3.1, 3.1.1 or 5.0"],
    ['client c1 receiveMaximum=0', "'0' is no receiveMaximum: expected a number from 1 to 65535"],
    ['client c1\n  conect', "line 2, column 3: 'conect' is not known here"],
    ['client c1\n  conect', "did you mean 'connect'?"],
    ['client c1\n  Publish a b', "did you mean 'publish'?"],
    ['client c1\n  publish a', 'line 2, column 12: payload is missing: expected plain ASCII'],
    [
      'client c1\n  publish a grün',
      "line 2, column 13: 'grün' is no payload: expected plain ASCII",
    ],
    ['client c1\n  publish a b qos=3', "line 2, column 19: '3' is no qos: expected 0, 1 or 2"],
    [
      'client c1\n  publish a b 1',
      "line 2, column 15: '1' is not known here: expected qos, retain or",
    ],
    ['client c1\n  subscribe qos=1', 'line 2, column 13: topicFilter is missing'],
    ['client c1\n  subscribe a qos=1 qos=2', 'line 2, column 21: qos stands twice'],
    ['client c1\n  publish a "b', 'line 2, column 13: a quotation mark is missing'],
    ['client c1\n  wait', 'line 2, column 7: time is missing: expected a time such as 500ms'],
    ['client c1\n  drop it', "line 2, column 8: 'it' is not known here: expected nothing more"],
    ['client c1\n  disconnect reasonCode=bad', "line 2, column 25: 'bad' is no reasonCode"],
    ['client c1\nworld\n  cut c2', "line 3, column 7: no client 'c2': there is c1"],
    ['client c1\nworld\n  lose c1 PUBAK', "did you mean 'PUBACK'?"],
    ['client c1\nworld\n  half-open c1', "did you mean 'halfOpen'?"],
    ['client c1\nworld\nworld', 'line 3, column 1: world stands twice'],
    ['scenario', 'line 1, column 1: a name is missing'],
    ['scenario a\n ends 1s\n ends 2s\nclient c1', 'line 3, column 2: ends stands twice'],
    ['scenario a\n brocker durable\nclient c1', "did you mean 'broker'?"],
    [
      'scenario a\n broker durable=1\nclient c1',
      "line 2, column 17: '1' is no durable: expected true or false",
    ],
    [
      'scenario a\n network latency=9ms..1ms\nclient c1',
      "'9ms..1ms' is no latency: expected a range",
    ],
  ];

  test.each(WRONG)('%j: %s', (text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem);
  });

  test('every line is told of, in order', () => {
    const problems = problemsOf('scenario a\n ends soon\nclient c1\n  publih\nworld\n  cut c9');
    expect(problems.map((problem) => problem.slice(0, 6))).toEqual(['line 2', 'line 4', 'line 6']);
    expect(() => readScenario('client c1\n  x')).toThrow(ScenarioError);
  });

  test('whatever is written, it is read or refused, and problems stand within the text', () => {
    const words = fc.constantFrom(
      'client',
      'c1',
      'world',
      'connect',
      'publish',
      'a="b',
      'qos=',
      '#',
    );
    const lines = fc.array(fc.array(fc.oneof(words, fc.string()), { maxLength: 5 }));
    fc.assert(
      fc.property(lines, (drawn) => {
        const text = drawn.map((line) => line.join(' ')).join('\n');
        const { scenario, problems } = parseScenario(text);
        expect(scenario === undefined).toBe(problems.length > 0);
        const rows = text.split(/\r?\n/);
        for (const { line, column, length } of problems) {
          const row = rows[line - 1] as string;
          expect(column).toBeGreaterThan(0);
          expect(column + length).toBeLessThanOrEqual(row.length + 2);
        }
      }),
      { numRuns: 500 },
    );
  });
});
