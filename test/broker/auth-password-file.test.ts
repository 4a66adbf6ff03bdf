// Passwords: mosquitto's file, read and held against what `mosquitto_passwd` writes, and what a client is told.
import { spawnSync } from 'node:child_process';
import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { PasswordChecker } from '../../src/auth/password-checker.ts';
import { parsePasswordFile } from '../../src/auth/password-file.ts';
import { createBroker } from '../../src/index.ts';
import { commandPath, hasCommand, needs } from '../support/debian.ts';
import { connect, startBroker, VERSIONS } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-passwords-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function file(...lines: string[]): string {
  const path = join(folder, `passwords-${++files}`);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function pbkdf2Line(user: string, password: string, iterations = 101): string {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, iterations, 64, 'sha512');
  return `${user}:$7$${iterations}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

function sha512Line(user: string, password: string): string {
  const salt = randomBytes(12);
  const hash = createHash('sha512').update(password).update(salt).digest();
  return `${user}:$6$${salt.toString('base64')}$${hash.toString('base64')}`;
}

function check(path: string, user: string, password: string) {
  const hashes = parsePasswordFile(readFileSync(path, 'utf8'), path);
  return new PasswordChecker(1).check(hashes, user, Buffer.from(password));
}

const ANN = pbkdf2Line('ann', 'secret');

describe('a password file', () => {
  it('lets users in by PBKDF2 and by SHA-512, and nobody else', async () => {
    const path = file('# people', '', ANN, `${sha512Line('bob', 'hunter2')}\r`);
    expect(await check(path, 'ann', 'secret')).toBe('right');
    expect(await check(path, 'ann', 'Secret')).toBe('wrong');
    expect(await check(path, 'ann', '')).toBe('wrong');
    expect(await check(path, 'bob', 'hunter2')).toBe('right');
    expect(await check(path, 'bob', 'hunter3')).toBe('wrong');
    expect(await check(path, 'eve', 'secret')).toBe('wrong');
    expect(await check(file('# nobody'), 'eve', '')).toBe('wrong');
  });

  it.each([
    ['p:2 has to be user:hash', 'ann'],
    ['p:2 has to be user:hash', ':$6$aa$bb'],
    ['p:2 names user "ann" again', ANN],
    ['p:2 has no password: give the user one (mosquitto_passwd p USER)', 'bob:'],
    ['p:2 has a password in plain text: hash the file (mosquitto_passwd -U p)', 'bob:hunter2'],
    ['p:2 has a hash that is neither $6$ nor $7$', 'bob:$argon2id$v=19$m=1$x$y'],
    ['p:2 has a hash that is cut off or damaged: give the user a new', 'bob:$7$101$c2FsdA=='],
    ['p:2 has a hash that is cut off or damaged: salt and hash', 'bob:$7$101$c2FsdA==$AAAA'],
    [
      'p:2 has 99999999 iterations; more than 10000000 are not taken',
      ANN.replace('ann', 'bob').replace('$101$', '$99999999$'),
    ],
  ])('is refused: %s', (message, line) => {
    const parse = () => parsePasswordFile(`${ANN}\n${line}\n`, 'p');
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ name: 'ConfigurationError' }));
  });

  it('never has a password in an error', () => {
    expect(() => parsePasswordFile('bob:hunter2\n', 'p')).toThrow(/^(?!.*hunter2)/);
  });

  it('is hashed for a bounded number at once, and every one is answered', async () => {
    const hashes = parsePasswordFile(pbkdf2Line('ann', 'secret', 1_000), 'p');
    const checker = new PasswordChecker(2);
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        checker.check(hashes, 'ann', Buffer.from(index % 2 ? 'secret' : 'wrong')),
      ),
    );
    expect(verdicts).toEqual(Array.from({ length: 50 }, (_, i) => (i % 2 ? 'right' : 'wrong')));
  });
});

const hasMosquitto = hasCommand('mosquitto_passwd');

describe.skipIf(!hasMosquitto)(`mosquitto_passwd ${needs('mosquitto')}`, () => {
  function run(...args: string[]): void {
    const { status, stderr } = spawnSync(commandPath('mosquitto_passwd') ?? '', args, {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }

  it.each(['sha512-pbkdf2', 'sha512'])('writes files that we read, with -H %s', async (scheme) => {
    const path = file();
    run('-H', scheme, '-b', path, 'ann', 'secret');
    run('-H', scheme, '-b', path, 'with space', 'pässwörd $7$ : x');
    expect(await check(path, 'ann', 'secret')).toBe('right');
    expect(await check(path, 'ann', 'secret2')).toBe('wrong');
    expect(await check(path, 'with space', 'pässwörd $7$ : x')).toBe('right');
  });

  it('repairs, with -U, a file that we refuse', async () => {
    const path = file('ann:secret');
    await expect(async () => check(path, 'ann', 'secret')).rejects.toThrow('mosquitto_passwd -U');
    run('-U', path);
    expect(await check(path, 'ann', 'secret')).toBe('right');
  });
});

describe.each(VERSIONS)('a client of version %i of a broker with a password file', (version) => {
  const protocolVersion = version;
  const refusal = version === 5 ? { code: 0x86 } : { code: 4 };
  const anonymousRefusal = version === 5 ? { code: 0x87 } : { code: 5 };

  it('is let in with its password only', async () => {
    const { urls } = await startBroker({ passwordFile: file(ANN) });
    await connect(urls.tcp, { protocolVersion, username: 'ann', password: 'secret' });
    const wrong = { protocolVersion, username: 'ann', password: 'wrong' };
    await expect(connect(urls.tcp, wrong)).rejects.toMatchObject(refusal);
    const none = { protocolVersion, username: 'ann' };
    await expect(connect(urls.tcp, none)).rejects.toMatchObject(refusal);
    const stranger = { protocolVersion, username: 'eve', password: 'secret' };
    await expect(connect(urls.tcp, stranger)).rejects.toMatchObject(refusal);
    await expect(connect(urls.tcp, { protocolVersion })).rejects.toMatchObject(anonymousRefusal);
  });

  it('may be anonymous where that is allowed, and not somebody else', async () => {
    const { urls } = await startBroker({ passwordFile: file(ANN), allowAnonymous: true });
    await connect(urls.tcp, { protocolVersion });
    const wrong = { protocolVersion, username: 'ann', password: 'wrong' };
    await expect(connect(urls.tcp, wrong)).rejects.toMatchObject(refusal);
  });

  it('is asked for by the callback first, and by the file where that has no opinion', async () => {
    const { urls } = await startBroker({
      passwordFile: file(ANN),
      authenticate: ({ connect }) =>
        connect?.userName === 'root' ? { kind: 'accepted' } : undefined,
    });
    await connect(urls.tcp, { protocolVersion, username: 'root', password: 'x' });
    await connect(urls.tcp, { protocolVersion, username: 'ann', password: 'secret' });
    const stranger = { protocolVersion, username: 'eve', password: 'x' };
    await expect(connect(urls.tcp, stranger)).rejects.toMatchObject(refusal);
  });

  it('is refused by a callback without an opinion, where there is no file', async () => {
    const { urls } = await startBroker({ authenticate: () => undefined });
    await expect(connect(urls.tcp, { protocolVersion })).rejects.toMatchObject(anonymousRefusal);
  });
});

describe('a broker with a password file', () => {
  it('may listen for other machines', async () => {
    const { urls } = await startBroker({ host: '0.0.0.0', passwordFile: file(ANN) });
    expect(urls.tcp).toMatch(/^mqtt:\/\/0\.0\.0\.0:/);
  });

  it('does not start with one that it cannot use', () => {
    expect(() => createBroker({ passwordFile: file('ann:secret') })).toThrow(/plain text/);
    expect(() => createBroker({ passwordFile: join(folder, 'none') })).toThrow(
      /^--password-file cannot be read: ENOENT/,
    );
  });

  it('reads it again when told to, and keeps what it has when that fails', async () => {
    const path = file(ANN);
    const { urls, broker } = await startBroker({ passwordFile: path });
    const bob = { username: 'bob', password: 'hunter2', protocolVersion: 5 } as const;
    await expect(connect(urls.tcp, bob)).rejects.toMatchObject({ code: 0x86 });
    writeFileSync(path, `${pbkdf2Line('bob', 'hunter2')}\n`);
    broker.reloadFiles();
    await connect(urls.tcp, bob);
    writeFileSync(path, 'bob:hunter2\n');
    broker.reloadFiles();
    await connect(urls.tcp, bob);
  });

  it('reads it again when it has changed, if it is to look', async () => {
    const path = file(ANN);
    let told = (_line: string) => {};
    const line = new Promise<string>((resolve) => {
      told = resolve;
    });
    const write = (text: string) => {
      if (text.includes('file read again')) told(text);
    };
    const logger = pino({ level: 'info' }, { write });
    const { urls } = await startBroker({ passwordFile: path, filesPollSeconds: 1, logger });
    writeFileSync(path, `${pbkdf2Line('bob', 'hunter2')}\n`);
    expect(await line).toContain(path);
    await connect(urls.tcp, { username: 'bob', password: 'hunter2' });
  });
});
