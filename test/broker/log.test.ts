import { describe, expect, it } from 'vitest';
import type { LifecycleEvent } from '../../machines/index.ts';
import { toHumanLine } from '../../src/log/human.ts';
import { LifecycleLog } from '../../src/log/lifecycle-log.ts';
import { createLogger, type LogFormat, type LogLevel } from '../../src/log/logger.ts';
import { REPEAT_AFTER_SECONDS, Repeats } from '../../src/log/repeats.ts';

const ORIGIN = { transport: 'tcp', remote: '10.0.0.7:50312' } as const;

const CONNECTED: LifecycleEvent = {
  type: 'client.connected',
  origin: ORIGIN,
  connection: 7,
  clientId: 'c1',
  version: 5,
  cleanStart: true,
  sessionPresent: false,
  keepAliveSeconds: 60,
  sessionExpiryIntervalSeconds: 0,
  userName: 'ann',
};

/** Refused before it had a client identifier. */
const NEVER_NAMED = {
  type: 'client.refused',
  origin: ORIGIN,
  connection: 7,
  clientId: '',
  cause: 'protocolViolation',
  reasonCode: 0x82,
  detail: '',
  version: 0,
  clauses: [],
} as const satisfies LifecycleEvent;

function write(
  format: LogFormat,
  events: readonly LifecycleEvent[],
  level: LogLevel = 'debug',
  clock = { nowMs: () => 0 },
): string[] {
  const lines: string[] = [];
  const log = new LifecycleLog(
    createLogger(level, format, { write: (line) => lines.push(line) }),
    clock,
  );
  for (const event of events) log.write(event);
  return lines;
}

describe('the log', () => {
  it('says in one line for people what happened, to whom, and why', () => {
    const [line] = write('pretty', [
      {
        type: 'client.disconnected',
        connection: 7,
        clientId: 'c1',
        cause: 'sessionTakenOver',
        reasonCode: 0x8e,
        detail: '',
        version: 4,
        clauses: ['v3 MQTT-3.1.4-2'],
      },
    ]);
    expect(line?.replace(/^\S+ /, '')).toBe(
      'info  client disconnected clientId=c1 connection=7 reason="sessionTakenOver: Session taken over" clauses="v3 MQTT-3.1.4-2" version=4\n',
    );
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
  });

  it('names the version that is spoken and the clauses by which it ended', () => {
    const end = { type: 'client.disconnected', connection: 7, clientId: 'c1' } as const;
    const [violation, refusal, closed] = write('json', [
      {
        ...end,
        cause: 'protocolViolation',
        reasonCode: 0x82,
        detail: 'Topic Alias is 0',
        version: 5,
        clauses: ['v5 MQTT-3.3.2-8', 'v5 3.3.2.3.4 alias 0'],
      },
      { ...NEVER_NAMED, detail: 'PINGREQ before CONNECT', clauses: ['v5 MQTT-3.1.0-1'] },
      { ...end, cause: 'networkClosed', reasonCode: 0, detail: '', version: 4, clauses: [] },
    ]).map((line) => JSON.parse(line));
    expect(violation).toMatchObject({
      reason: 'protocolViolation: Protocol Error: Topic Alias is 0',
      version: 5,
      clauses: 'v5 MQTT-3.3.2-8, v5 3.3.2.3.4 alias 0',
    });
    expect(refusal).toMatchObject({ clauses: 'v5 MQTT-3.1.0-1' });
    expect(refusal).not.toHaveProperty('version');
    expect(closed).toMatchObject({ version: 4 });
    expect(closed).not.toHaveProperty('clauses');
  });

  it('says that there was no client identifier, which is another thing than one called none', () => {
    const [json] = write('json', [NEVER_NAMED]);
    expect(JSON.parse(json as string)).toMatchObject({ clientId: null });
    expect(write('pretty', [NEVER_NAMED])[0]).toContain(' clientId=none connection=7 ');
    expect(write('pretty', [{ ...NEVER_NAMED, clientId: 'none' }])[0]).toContain(
      ' clientId="none" connection=7 ',
    );
  });

  it('names client, connection and reason in every line about a client', () => {
    const session = { clientId: 'c1', session: 3, connection: 7 } as const;
    const lines = write('json', [
      CONNECTED,
      { type: 'session.offline', ...session, expiresInSeconds: 9 },
      { type: 'will.published', ...session, topicName: 'w' },
      { type: 'session.ended', ...session, cause: 'expired', dropped: 0 },
    ]).map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line).toMatchObject({ clientId: 'c1', connection: 7, reason: expect.any(String) });
    }
  });

  it('names the limit that refuses a subscription, and the flag that changes it', () => {
    const refused = {
      type: 'subscription.refused',
      clientId: 'c1',
      session: 3,
      connection: 7,
      topicFilter: 'a/#',
    } as const;
    const limit = { option: 'subscriptionsPerSessionMaximum', maximum: 2 } as const;
    const events = [
      { ...refused, reasonCode: 0x97, limit },
      { ...refused, reasonCode: 0x87, limit: undefined },
    ];
    const [byLimit, byAuthorizer] = write('json', events).map((line) => JSON.parse(line));
    expect(byLimit).toMatchObject({
      reason: 'Quota exceeded: --subscriptions-per-session-maximum is 2',
      limit: 'subscriptionsPerSessionMaximum',
      maximum: 2,
      topicFilter: 'a/#',
    });
    expect(byAuthorizer).toMatchObject({ reason: 'Not authorized' });
    expect(byAuthorizer).not.toHaveProperty('limit');
    expect(write('pretty', events)[0]).toContain(
      'reason="Quota exceeded: --subscriptions-per-session-maximum is 2"',
    );
  });

  it('tells of a session that ends with messages, and in detail only of one without', () => {
    const ended = { type: 'session.ended', clientId: 'c1', session: 3, connection: 7 } as const;
    const events = [0, 3].map((dropped) => ({ ...ended, cause: 'expired' as const, dropped }));
    const lines = write('json', events, 'info').map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ msg: 'session ended', reason: 'expired', dropped: 3 }]);
  });

  it('lets no client write lines, colours or invisible text into the log for people', () => {
    const clientId = 'a\n2030-01-01 info forged\u001b[31m\u202e\u0085\u2028"x\\';
    const [line = ''] = write('pretty', [{ ...CONNECTED, clientId }]);
    expect(line.slice(0, -1)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(line).toContain(
      'clientId="a\\u000a2030-01-01 info forged\\u001b[31m\\u202e\\u0085\\u2028\\"x\\\\"',
    );
  });

  it('says once a minute what happens all the time, and how often it was left out', () => {
    const refused = (topicName: string, clientId = 'c1') =>
      ({ type: 'publish.refused', connection: 7, clientId, topicName, reasonCode: 0x87 }) as const;
    const events = [refused('a'), refused('b'), refused('a', 'c2'), refused('c'), refused('d')];
    let calls = 0;
    // The last one comes when the time is over.
    const clock = { nowMs: () => (++calls < events.length ? 0 : REPEAT_AFTER_SECONDS * 1_000) };
    const lines = write('json', events, 'info', clock).map((line) => JSON.parse(line));
    expect(lines.map(({ topicName, more }) => [topicName, more])).toEqual([
      ['a', undefined],
      ['a', undefined],
      ['d', 2],
    ]);
    expect(write('json', events, 'debug')).toHaveLength(events.length);
  });

  it('tells strangers apart by their address, and nobody apart where there are too many', () => {
    const from = (remote: string, cause: 'protocolViolation' | 'quotaExceeded') =>
      ({ ...NEVER_NAMED, cause, origin: { transport: 'tcp', remote } }) as const;
    const lines = write(
      'json',
      [
        from('10.0.0.7:1', 'protocolViolation'),
        from('10.0.0.7:2', 'protocolViolation'),
        from('10.0.0.8:1', 'protocolViolation'),
        from('10.0.0.7:1', 'quotaExceeded'),
        from('10.0.0.8:1', 'quotaExceeded'),
      ],
      'info',
    );
    expect(lines.map((line) => JSON.parse(line).remote)).toEqual([
      '10.0.0.7:1',
      '10.0.0.8:1',
      '10.0.0.7:1',
    ]);
  });

  it('tells at the end what was left out and not told of since', () => {
    const lines: string[] = [];
    const out = { write: (line: string) => lines.push(line) };
    const log = new LifecycleLog(createLogger('info', 'json', out), { nowMs: () => 0 });
    for (let client = 0; client < 12; client++) {
      const told = { connection: client, clientId: `c${client}`, topicName: 'a' };
      const event = { type: 'publish.refused', reasonCode: 0x87, ...told } as const;
      for (let time = 0; time <= client; time++) log.write(event);
    }
    expect(lines).toHaveLength(12);
    log.end();
    const left = lines.slice(12).map((line) => JSON.parse(line));
    expect(left[0]).toMatchObject({ level: 40, more: 11, msg: 'lines left out' });
    expect(left[0].reason).toMatch(/^publish.refused .*135.* c11$/);
    // Ten by name; that of one line alone has nothing to tell.
    expect(left.map(({ more }) => more)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(left.at(-1).reason).toBe('further reasons: 1');
  });

  it('remembers so many subjects and no more', () => {
    const repeats = new Repeats({ nowMs: () => 0 });
    expect(repeats.admit('first')).toBe(0);
    expect(repeats.admit('first')).toBeUndefined();
    for (let n = 0; n < 10_000; n++) repeats.admit(`subject ${n}`);
    expect(repeats.admit('first')).toBe(0);
  });

  it('passes on a line that is not JSON', () => {
    expect(toHumanLine('something else\n')).toBe('something else\n');
  });
});
