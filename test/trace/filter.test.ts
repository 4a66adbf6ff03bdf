import { describe, expect, it } from 'vitest';
import { FilterError, type FilterSubject, parseFilter } from '../../sim/filter/filter.ts';

const subject: FilterSubject = {
  n: 12,
  t: 1_500,
  kinds: ['received', 'PUBLISH'],
  clients: ['a', 'kitchen 1'],
  connections: [3],
  qos: [2],
  ids: [7],
  topics: ['sensors/1'],
  states: ['session.online'],
  clauses: ['v5 MQTT-3.1.4-3'],
  text: () => '{"type":"PUBLISH","topicName":"sensors/1"}',
};

const matching = [
  '',
  'client:a',
  'client:"kitchen 1"',
  'kind:PUBLISH qos:2 id:7',
  'kind:PUB*',
  '!kind:PING*',
  't:1s..2s',
  't:1.5s',
  't:1s..',
  't:..1500ms',
  't:1.5s..2min',
  'n:10..12',
  'topic:sensors/*',
  'state:session.*',
  'clause:"v5 MQTT-3.1.4-3"',
  'connection:3',
  '/top.cName/',
  '/TOPICNAME/i',
  'sensors',
  '"sensors/1"',
];
const notMatching = [
  'client:b',
  'kind:PUBLISH qos:1',
  'kind:PUB',
  '!client:a',
  't:2s..',
  'n:13',
  '/^x/',
  'nowhere',
  'topic:sensors.1',
];
const wrong: [string, number, string][] = [
  ['colour:red', 1, "there is no 'colour:'"],
  ['kind:PUBLISH qos:two', 18, "'two' is no number"],
  ['t:5parsecs', 3, 'no time'],
  ['t:1500', 3, 'no time'],
  ['client:a /open', 10, 'without its closing /'],
  ['/(/', 1, ''],
  ['client:', 8, 'needs a value'],
  ['"open', 1, 'without its closing "'],
];

describe('the filter language', () => {
  it.each(matching)('%s matches', (text) => {
    expect(parseFilter(text)(subject)).toBe(true);
  });

  it.each(notMatching)('%s does not', (text) => {
    expect(parseFilter(text)(subject)).toBe(false);
  });

  it.each(wrong)('%s is wrong at column %i', (text, column, problem) => {
    const error = catchError(() => parseFilter(text));
    expect(error).toBeInstanceOf(FilterError);
    expect((error as FilterError).message).toContain(problem);
    expect((error as FilterError).column).toBe(column);
  });
});

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
