// Why something did not happen, or would not.
import { describe, expect, test } from 'vitest';
import { whyNot } from '../../../sim/explain/why-not.ts';
import { whyNotText } from '../../../sim/explain/why-not-text.ts';
import { statesAt } from '../../../sim/inspect/state-at.ts';
import { parseWhere } from '../../../sim/inspect/where.ts';
import { stepWith, traceOf } from '../inspect/traces.ts';

function ask(lines: readonly string[], event: string, at?: string, clientId?: string) {
  return whyNot(lines, { event, at: at === undefined ? at : parseWhere(at), clientId });
}

describe('why not', () => {
  test('a PUBLISH to a topic with a wildcard ends the connection', async () => {
    const result = ask(traceOf('takeover'), 'PUBLISH topic=a/# qos=1', '8s', 'sensor');
    expect(result.isReal).toBe(false);
    await expect(whyNotText(result)).toMatchFileSnapshot('why-not-wildcard.txt');
  });

  test('a message is not sent while the client has no quota left', async () => {
    const lines = traceOf('receive-maximum-1');
    const n = stepWith(lines, (_, record) => {
      const [state] = statesAt(lines, [parseWhere(`${record.n}`)]);
      return state?.view.sessions.some(({ queue }) => queue.length > 0) === true;
    });
    const result = ask(lines, 'deliver topic=room/x qos=1', `${n}`, 'slow');
    const [first] = result.answers;
    const guards = first?.explanation.considered.flatMap((transition) => transition.guards);
    expect(guards).toContainEqual({
      name: 'maySend',
      value: false,
      facts: { 'event.maySend': false },
    });
    await expect(whyNotText(result)).toMatchFileSnapshot('why-not-deliver.txt');
  });

  test('what did happen in the record is told as it happened', () => {
    const lines = traceOf('takeover');
    const n = stepWith(
      lines,
      (input) =>
        input.type === 'received' && input.packet.type === 'CONNECT' && input.connection === 3,
    );
    const { isReal, answers } = ask(lines, 'session.claimed', `${n}`);
    expect(isReal).toBe(true);
    expect(answers[0]?.explanation.considered.map(({ outcome }) => outcome)).toEqual([
      'taken',
      'notAsked',
    ]);
  });

  test.each([
    ['session.resumed', 'neverHere'],
    ['sessionExpiryInterval', 'notWaiting'],
    ['network.writable', 'ignored'],
    ['session.takenOver', 'handled'],
  ])('%s while the client is connected: %s', (event, answer) => {
    const { answers } = ask(traceOf('takeover'), event, '8s', 'sensor');
    expect(answers[0]?.explanation.answer).toBe(answer);
  });

  test('says so when a message is for another', () => {
    const { answers, remark } = ask(traceOf('takeover'), 'deliver topic=kitchen', '8s', 'sensor');
    expect(answers).toEqual([]);
    expect(remark).toContain('no subscription of "sensor" matches the topic (it has room/#)');
  });

  test('says that a packet cannot come from a client without a connection', () => {
    const offline = ask(traceOf('qos2-lost-pubrec'), 'PUBREL', '3s', 'sensor');
    expect(offline.answers).toHaveLength(1);
    expect(whyNotText(offline)).toContain(
      '"sensor" has no connection at that moment, so no PUBREL can come from it. If one came all the same:',
    );
    expect(ask(traceOf('qos2-lost-pubrec'), 'PUBREL', '4.09s', 'sensor').remark).toBeUndefined();
  });

  test('facts can be set against what they are', () => {
    const { answers } = ask(
      traceOf('takeover'),
      'PUBLISH qos=1 withinReceiveMaximum=false',
      '8s',
      'sensor',
    );
    const taken = answers[0]?.explanation.considered.find(({ outcome }) => outcome === 'taken');
    expect(taken?.guard).toBe('isReceiveMaximumExceeded');
  });

  test('says what can be asked when the question is none', () => {
    const lines = traceOf('takeover');
    expect(() => ask(lines, 'PUBLISHED', '8s', 'sensor')).toThrow(
      "no chart of the broker has an event 'PUBLISHED'; did you mean 'PUBLISH'? There are",
    );
    expect(() => ask(lines, 'PUBLISH colour=red', '8s', 'sensor')).toThrow(
      "PUBLISH knows no 'colour'; it has alias, ",
    );
    expect(() => ask(lines, 'PUBLISH', '8s')).toThrow("'sensor' and 'heater'");
    expect(() => ask(lines, 'PUBLISH', '8s', 'nobody')).toThrow("no client 'nobody'");
  });
});
