import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandPath, hasCommand, needs } from '../support/debian.ts';
import { ENGINES } from './support.ts';

/** As installed. `npm test` builds it before. */
const LIFELINE = fileURLToPath(new URL('../../scripts/lifeline.mjs', import.meta.url));

const NO_ACL = fileURLToPath(new URL('../../biome.json', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function lifeline(...args: string[]): ChildProcess {
  expect(existsSync(LIFELINE), `${LIFELINE} is built`).toBe(true);
  return start(process.execPath, [LIFELINE, ...args]);
}

function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

/** The first line of output that matches. */
function line(child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  const { stdout } = child;
  if (!stdout) throw new Error('no standard output');
  return new Promise((resolve) => {
    createInterface(stdout).on('line', (text) => {
      const match = text.match(pattern);
      if (match) resolve(match);
    });
  });
}

async function listening(child: ChildProcess): Promise<string> {
  return (await line(child, /listening url=(\S+)/))[1] ?? '';
}

describe('lifeline broker', () => {
  it('prints where it listens, serves, and on SIGTERM says goodbye and ends with 0', async () => {
    const child = lifeline('broker', '--port', '0');
    const done = ended(child);
    const url = await listening(child);
    expect(url).toMatch(/^mqtt:\/\/127\.0\.0\.1:[1-9]\d+$/);
    const client = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
    const reason = new Promise((resolve) => client.on('disconnect', (p) => resolve(p.reasonCode)));
    child.kill('SIGTERM');
    expect(await reason).toBe(0x8b);
    const { code, out } = await done;
    expect(code).toBe(0);
    expect(out).toMatch(/client connected clientId=\S+ connection=1 reason="new session"/);
    expect(out).toMatch(/stopped/);
  });

  it('says that it has stopped when it was recorded too, and not to a file that is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-command-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const args = ['broker', '--port', '0', '--record', join(folder, 'day.jsonl')];
    const child = lifeline(...args);
    const done = ended(child);
    const client = await connectAsync(await listening(child), { reconnectPeriod: 0 });
    client.on('error', () => undefined);
    child.kill('SIGTERM');
    expect(await done).toMatchObject({ code: 0, out: expect.stringMatching(/stopped/) });
    const { code, out, err } = await ended(lifeline(...args));
    expect(code).toBe(2);
    expect(out).not.toMatch(/goes on/);
    expect(err).toMatch(/cannot be written: EEXIST.*name a new file/);
  });

  it('logs JSON for programs', async () => {
    const child = lifeline('broker', '--port', '0', '--ws-port', '0', '--log-format', 'json');
    const [text] = await line(child, /^.*"transport":"ws".*$/);
    expect(JSON.parse(text)).toMatchObject({
      msg: 'listening',
      url: expect.stringMatching(/^ws:/),
    });
  });

  it('names the port that is in use, and ends with 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { code, err } = await ended(lifeline('broker', '--port', String(port)));
    expect(err).toBe(
      `lifeline: port ${port} of 127.0.0.1 is in use: stop what listens there, or choose another port with --port\n`,
    );
    expect(code).toBe(1);
  });

  it.each([
    [['--port', 'x'], /^lifeline: --port is "x", and has to be a port/],
    [['--cert', 'x'], /^lifeline: --cert needs its private key: give --key\n$/],
    [['--cert', '/none', '--key', '/none'], /^lifeline: --cert cannot be read: ENOENT/],
    [['--host', '0.0.0.0'], /--allow-anonymous/],
    [['--password-file', '/none'], /^lifeline: --password-file cannot be read: ENOENT/],
    [['--acl-file', NO_ACL], /^lifeline: \S+:1 begins with "{", and has to begin with topic/],
    [['--proxy-protocol', 'tcp,udp'], /^lifeline: --proxy-protocol is tcp,udp, and has to be off/],
    [
      ['--proxy-protocol', 'tcp', '--proxy-protocol-from', 'lan'],
      /^lifeline: --proxy-protocol-from has "lan", and has to have addresses/,
    ],
    [['--config', '/none'], /^lifeline: \/none cannot be read: ENOENT/],
    [['--nonsense'], /^error: unknown option '--nonsense'/],
  ])('ends with 2 and one line for %j', async (args, message) => {
    const { code, err, out } = await ended(lifeline('broker', ...args));
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ +at /m);
    expect([code, out]).toEqual([2, '']);
  });

  it('reads its files again on SIGHUP, and goes on with what it has when one is no good', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-cli-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'acl');
    writeFileSync(path, 'topic a\n');
    const child = lifeline('broker', '--port', '0', '--acl-file', path);
    const client = await connectAsync(await listening(child), { reconnectPeriod: 0 });
    await client.subscribeAsync('a');
    await expect(client.subscribeAsync('b')).rejects.toThrow();
    for (const [text, answer] of [
      ['topic b\n', /file read again/],
      ['topic #/c\n', /file not usable.*acl:1 has/],
    ] as const) {
      writeFileSync(path, text);
      const answered = line(child, answer);
      child.kill('SIGHUP');
      await answered;
      await client.subscribeAsync('b');
    }
    await client.endAsync();
  });

  it('prints its configuration', async () => {
    const args = ['broker', '--print-config', '--json', '--no-empty-client-id-allowed'];
    const { out, code } = await ended(lifeline(...args));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      port: { value: 1883, source: 'default' },
      emptyClientIdAllowed: { value: false, source: 'flag --no-empty-client-id-allowed' },
      qos0Queued: { value: false, source: 'default' },
    });
  });

  it('prints its version and its help', async () => {
    expect((await ended(lifeline('--version'))).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { out } = await ended(lifeline('broker', '--help'));
    expect(out).toMatch(/--maximum-packet-size-bytes <number> .*1048576; LIFELINE_MAXIMUM_PACKET_/);
  });
});

const mosquitto = hasCommand('mosquitto_pub') && hasCommand('mosquitto_sub');

describe.skipIf(!mosquitto).each(ENGINES)(
  `mosquitto_pub and mosquitto_sub, engine %s ${needs('mosquitto_pub')}`,
  (engine) => {
    it.each(['mqttv31', 'mqttv311', 'mqttv5'])('speak %s with the broker', async (version) => {
      const broker = lifeline('broker', '--port', '0', '--engine', engine, '--log-level', 'debug');
      const subscribed = line(broker, /subscription added/);
      const port = new URL(await listening(broker)).port;
      const common = ['-h', '127.0.0.1', '-p', port, '-V', version, '-q', '2', '-t', 'greetings'];
      const subscriber = start(commandPath('mosquitto_sub') ?? '', [...common, '-C', '3', '-v']);
      const heard = ended(subscriber);
      await subscribed;
      const publisher = start(commandPath('mosquitto_pub') ?? '', [...common, '-l']);
      publisher.stdin?.end('one\ntwo\nthree\n');
      expect(await heard).toMatchObject({
        code: 0,
        out: 'greetings one\ngreetings two\ngreetings three\n',
      });
    });
  },
);
