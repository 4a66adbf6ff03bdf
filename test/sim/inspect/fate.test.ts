// What the loss of a connection would cost: the law is asked, and the broker that was asked about is left as it was.
import { describe, expect, test } from 'vitest';
import { type Fate, fateOf } from '../../../sim/inspect/fate.ts';
import { Playback } from '../../../sim/inspect/playback.ts';
import { headerOf, recordsOf } from '../../../sim/inspect/trace-lines.ts';
import { traceOf } from './traces.ts';

/** At the first record at which the client is connected and has what is asked for. */
function fate(scenario: string, clientId: string, has: (fate: Fate) => boolean): Fate {
  const lines = traceOf(scenario);
  const playback = new Playback(headerOf(lines));
  let found: Fate | undefined;
  for (const item of recordsOf(lines)) {
    playback.play(item);
    const before = JSON.stringify(playback.broker.view());
    const now = fateOf(playback, clientId);
    expect(JSON.stringify(playback.broker.view())).toBe(before);
    if (now.isConnected && has(now)) found ??= now;
  }
  if (found === undefined) throw new Error(`no record of ${scenario} has it`);
  return found;
}

const names = (entries: Fate['lost']) => entries.map(({ section, name }) => `${section}: ${name}`);
const hasSubscription = ({ survives }: Fate) =>
  survives.some(({ section }) => section === 'subscriptions');
const hasWill = ({ survives, lost }: Fate) =>
  [...survives, ...lost].some(({ section }) => section === 'wills');

describe('what the loss of a connection would cost', () => {
  test('a session with an expiry survives, with its subscriptions; the will does not wait', () => {
    const { survives, lost, begins } = fate('takeover', 'sensor', hasSubscription);
    expect(names(survives)).toEqual([
      'sessions: session 1 of "sensor"',
      'subscriptions: room/# of "sensor"',
    ]);
    expect(names(lost)).toEqual([
      'connections: connection 1 of "sensor"',
      'wills: will of "sensor"',
      'timers: keepAlive of connection 1 of "sensor"',
    ]);
    expect(names(begins)).toEqual(['timers: sessionExpiryInterval of session 1 of "sensor"']);
  });

  test('a will with a delay survives for so long', () => {
    const { survives, begins } = fate('will-delay', 'sensor', hasWill);
    expect(names(survives)).toContain('wills: will of "sensor"');
    expect(names(begins).some((name) => name.includes('willDelay'))).toBe(true);
  });

  test('with Clean Session 1 all of it is lost', () => {
    const { survives, lost } = fate('takeover-clean-session-1', 'firecat', ({ lost }) =>
      lost.some(({ section }) => section === 'sessions'),
    );
    expect(names(survives)).toEqual([]);
    expect(names(lost)).toContain('sessions: session 1 of "firecat"');
  });

  test('who is not connected has nothing to lose', () => {
    const lines = traceOf('takeover');
    const playback = new Playback(headerOf(lines));
    expect(fateOf(playback, 'sensor')).toMatchObject({ isConnected: false, lost: [], begins: [] });
  });
});
