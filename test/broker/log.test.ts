import { describe, expect, it } from 'vitest';
import type { LifecycleEvent } from '../../machines/index.ts';
import { toHumanLine } from '../../src/log/human.ts';
import { LifecycleLog } from '../../src/log/lifecycle-log.ts';
import { createLogger, type LogFormat } from '../../src/log/logger.ts';

const CONNECTED: LifecycleEvent = {
  type: 'client.connected',
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
const NEVER_NAMED: LifecycleEvent = {
  type: 'client.refused',
  connection: 7,
  clientId: '',
  cause: 'protocolViolation',
  reasonCode: 0x82,
  detail: '',
  version: 0,
  clauses: [],
};

function write(format: LogFormat, events: readonly LifecycleEvent[]): string[] {
  const lines: string[] = [];
  const log = new LifecycleLog(
    createLogger('debug', format, { write: (line) => lines.push(line) }),
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
      { type: 'session.ended', ...session, cause: 'expired' },
    ]).map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line).toMatchObject({ clientId: 'c1', connection: 7, reason: expect.any(String) });
    }
  });

  it('lets no client write lines, colours or invisible text into the log for people', () => {
    const clientId = 'a\n2030-01-01 info forged\u001b[31m\u202e\u0085\u2028"x\\';
    const [line = ''] = write('pretty', [{ ...CONNECTED, clientId }]);
    expect(line.slice(0, -1)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(line).toContain(
      'clientId="a\\u000a2030-01-01 info forged\\u001b[31m\\u202e\\u0085\\u2028\\"x\\\\"',
    );
  });

  it('passes on a line that is not JSON', () => {
    expect(toHumanLine('something else\n')).toBe('something else\n');
  });
});
