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
      },
    ]);
    expect(line?.replace(/^\S+ /, '')).toBe(
      'info  client disconnected clientId=c1 connection=7 reason="sessionTakenOver: Session taken over"\n',
    );
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
  });

  it('names the clauses that a client has violated', () => {
    const end = { type: 'client.disconnected', connection: 7, clientId: 'c1' } as const;
    const violation = { ...end, cause: 'protocolViolation', reasonCode: 0x82 } as const;
    const lines = write('json', [
      { ...violation, detail: 'a second CONNECT' },
      { ...violation, detail: 'ill-formed UTF-8' },
      { ...violation, detail: '3 bytes too many' },
      { ...end, cause: 'networkClosed', reasonCode: 0, detail: '' },
    ]);
    expect(lines.map((line) => JSON.parse(line).clauses)).toEqual([
      'v3 MQTT-3.1.0-2, v5 MQTT-3.1.0-2',
      'v3 MQTT-1.5.3-1, v5 MQTT-1.5.4-1',
      'v3 MQTT-4.8.0-1, v5 MQTT-4.13.1-1',
      undefined,
    ]);
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
