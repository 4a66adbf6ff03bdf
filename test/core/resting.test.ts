// What a session gives back when it goes offline must not be missed, neither by it nor by a fork.
import { expect, test } from 'vitest';
import { chartsOf } from '../../machines/charts/index.ts';
import { Records } from '../../machines/core/records.ts';

const { session: chart } = chartsOf('compiled');
const absent = chart.start({ sessionExpiryIntervalSeconds: 0 }).snapshot;

function offline(sessionExpiryIntervalSeconds: number) {
  const created = { type: 'session.created' as const, sessionExpiryIntervalSeconds };
  const released = { type: 'connection.released' as const, sessionExpiryIntervalSeconds };
  return chart.step(chart.step(absent, created).snapshot, released).snapshot;
}

test('sessions at rest share a snapshot only if theirs are the same', () => {
  const records = new Records(absent);
  const sessions = [60, 60, 61, 60].map((seconds, i) => {
    const session = records.addSession(`client-${i}`);
    session.snapshot = offline(seconds);
    records.rest(session);
    return session;
  });
  const seconds = sessions.map(({ snapshot }) => snapshot.context.sessionExpiryIntervalSeconds);
  expect(seconds).toEqual([60, 60, 61, 60]);
  expect(sessions[1]?.snapshot).toBe(sessions[0]?.snapshot);
});

test('a session at rest keeps what is under way, and gets room for more', () => {
  const records = new Records(absent);
  const session = records.addSession('client');
  session.backlog.push(7);
  records.rest(session);
  expect([...session.backlog]).toEqual([7]);
  const twin = records.fork().sessionOf('client');
  twin?.backlog.push(8);
  session.backlog.shift();
  records.rest(session);
  expect([...(twin?.backlog ?? [])]).toEqual([7, 8]);
  session.backlog.push(9);
  expect([...session.backlog]).toEqual([9]);
});
