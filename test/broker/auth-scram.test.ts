// Enhanced authentication, with SCRAM-SHA-256 as the method: over a real socket, packet by packet.
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Packet } from 'mqtt-packet';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  formatScramKeys,
  type LifelineOptions,
  makeScramKeys,
  parseScramKeys,
  readScramFile,
  SCRAM_SHA_256,
  type ScramKeys,
  scramSha256,
} from '../../src/index.ts';
import { dataOf, RawClient, ScramClient, type ScramUser } from './scram-client.ts';
import { connect, connectLater, ENGINES, nextEvent, startBroker } from './support.ts';

const CONTINUE = 0x18;
const REAUTHENTICATE = 0x19;
const ANN: ScramUser = { user: 'ann', password: 'correct horse' };
const BOB: ScramUser = { user: 'bob=,', password: 'pencil' };

const users = new Map<string, ScramKeys>();
beforeAll(async () => {
  for (const { user, password } of [ANN, BOB]) users.set(user, await makeScramKeys(password));
});

async function startScram(options: LifelineOptions = {}) {
  const { broker, ports, urls } = await startBroker({
    authenticate: scramSha256({ users }),
    authenticationMethods: [SCRAM_SHA_256],
    ...options,
  });
  return {
    broker,
    urls,
    client: new RawClient(ports.tcp),
    another: () => new RawClient(ports.tcp),
  };
}

/** Up to the answer to the final message. `begin` sends the first. */
async function converse(client: RawClient, who: ScramUser, begin: (first: string) => void) {
  const scram = new ScramClient(who);
  begin(scram.first);
  const challenge = await client.next();
  if (challenge?.cmd !== 'auth') return { scram, answer: challenge };
  expect(challenge).toMatchObject({
    reasonCode: CONTINUE,
    properties: { authenticationMethod: SCRAM_SHA_256 },
  });
  client.auth(CONTINUE, scram.final(dataOf(challenge)));
  return { scram, answer: await client.next() };
}

function login(client: RawClient, who: ScramUser) {
  return converse(client, who, (first) => client.connect(first));
}

function loginAgain(client: RawClient, who: ScramUser) {
  return converse(client, who, (first) => client.auth(REAUTHENTICATE, first));
}

describe('SCRAM keys', () => {
  // RFC 7677 section 3.
  const KEYS = { salt: Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), iterations: 4_096 };
  const SERVER_FIRST =
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
  const PROOF = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';

  it('are those of the example in RFC 7677', async () => {
    const { storedKey, serverKey } = await makeScramKeys('pencil', KEYS);
    const signed = `n=user,r=rOprNGfwEbeRWgbNEkqO,${SERVER_FIRST},c=biws,${SERVER_FIRST.split(',')[0]}`;
    const signature = createHmac('sha256', storedKey).update(signed).digest();
    const clientKey = Buffer.from(PROOF, 'base64').map(
      (byte, i) => byte ^ (signature[i] as number),
    );
    expect(createHash('sha256').update(clientKey).digest()).toEqual(storedKey);
    expect(createHmac('sha256', serverKey).update(signed).digest('base64')).toBe(
      '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    );
    const client = new ScramClient({ user: 'user', password: 'pencil' });
    expect(client.final(SERVER_FIRST)).toContain(`,p=${PROOF}`);
    expect(client.trusts('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toBe(true);
  });

  it('are kept in lines of text, and read from a file of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-scram-'));
    try {
      const path = join(folder, 'users');
      const keys = await makeScramKeys('pencil', KEYS);
      expect(parseScramKeys(formatScramKeys(keys))).toEqual(keys);
      writeFileSync(path, `# users\n\nann:${formatScramKeys(keys)}\n`);
      expect(readScramFile(path)).toEqual(new Map([['ann', keys]]));
      writeFileSync(path, `ann:${formatScramKeys(keys)}\nbob:pencil\n`);
      expect(() => readScramFile(path)).toThrow(`${path}:2 has to be user:SCRAM-SHA-256$`);
      writeFileSync(path, `ann:${formatScramKeys(keys)}\n`.repeat(2));
      expect(() => readScramFile(path)).toThrow(`${path}:2 names user "ann" again`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are not made with fewer iterations than the standard allows', async () => {
    await expect(makeScramKeys('x', { iterations: 1_000 })).rejects.toThrow('4096');
    expect(parseScramKeys('SCRAM-SHA-256$1000:AAAA$AAAA:AAAA')).toBeUndefined();
  });
});

describe.each(ENGINES)('a client that comes with SCRAM-SHA-256, engine %s', (engine) => {
  // As README.md has it.
  it('may be MQTT.js', async () => {
    const { broker, urls } = await startScram({ engine });
    const scram = new ScramClient(ANN);
    const auth = (text: string) => ({
      authenticationMethod: SCRAM_SHA_256,
      authenticationData: Buffer.from(text),
    });
    const client = connectLater(urls.tcp, { protocolVersion: 5, properties: auth(scram.first) });
    client.handleAuth = (packet, callback) => {
      const properties = auth(scram.final(dataOf(packet)));
      callback(undefined, { cmd: 'auth', reasonCode: CONTINUE, properties });
    };
    const connected = nextEvent(broker, 'client.connected');
    const answer = new Promise<Packet>((resolve) => client.once('connect', resolve));
    client.connect();
    expect(scram.trusts(dataOf(await answer))).toBe(true);
    expect(await connected).toMatchObject({ version: 5 });
  });

  it('is let in with the password, and knows that the broker is the right one', async () => {
    const { client, another } = await startScram({ engine });
    for (const [raw, who] of [
      [client, ANN],
      [another(), BOB],
    ] as const) {
      const { scram, answer } = await login(raw, who);
      expect(answer).toMatchObject({ cmd: 'connack', reasonCode: 0 });
      expect(scram.trusts(dataOf(answer))).toBe(true);
    }
  });

  it.each([
    ['a wrong password', { ...ANN, password: 'wrong' }],
    ['a user who does not exist', { ...ANN, user: 'eve' }],
    ['a changed nonce', { ...ANN, changeNonce: (nonce: string) => `${nonce}x` }],
    ['only its own nonce', { ...ANN, changeNonce: () => 'rOprNGfwEbeRWgbNEkqO' }],
  ])('is refused with %s', async (_, who) => {
    const { client, broker } = await startScram({ engine });
    const refused = nextEvent(broker, 'client.refused');
    const { answer } = await login(client, who);
    expect(answer).toMatchObject({ cmd: 'connack', reasonCode: 0x87 });
    expect(await client.next()).toBeUndefined();
    expect(await refused).toMatchObject({ cause: 'authenticationFailed', reasonCode: 0x87 });
  });

  it.each([
    ['none', undefined],
    ['channel binding, which there is none of', 'p=tls-unique,,n=ann,r=abc'],
    ['the name of another to act as', 'n,a=bob,n=ann,r=abc'],
    ['an escape that is none', 'n,,n=a=nn,r=abc'],
    ['nonsense', 'hello'],
    ['too much', `n,,n=ann,r=${'a'.repeat(5_000)}`],
  ])('is refused with a first message: %s', async (_, first) => {
    const { client } = await startScram({ engine });
    client.connect(first);
    expect(await client.next()).toMatchObject({ cmd: 'connack', reasonCode: 0x87 });
  });

  it('cannot prove something else than it began with', async () => {
    const { client } = await startScram({ engine });
    const scram = new ScramClient(ANN);
    client.connect(scram.first);
    const final = scram.final(dataOf(await client.next()));
    client.auth(CONTINUE, final.replace('c=biws', 'c=eSws'));
    expect(await client.next()).toMatchObject({ cmd: 'connack', reasonCode: 0x87 });
  });

  it('may have a User Name in CONNECT only if it is its own', async () => {
    const { client, another } = await startScram({ engine });
    const own = await converse(client, ANN, (first) => client.connect(first, { username: 'ann' }));
    expect(own.answer).toMatchObject({ cmd: 'connack', reasonCode: 0 });
    const thief = another();
    thief.connect(new ScramClient(ANN).first, { username: 'admin' });
    expect(await thief.next()).toMatchObject({ cmd: 'connack', reasonCode: 0x87 });
  });

  it('may authenticate again, as often as it likes, and stays connected', async () => {
    const { client } = await startScram({ engine });
    await login(client, ANN);
    for (let again = 0; again < 2; again++) {
      const { scram, answer } = await loginAgain(client, ANN);
      expect(answer).toMatchObject({ cmd: 'auth', reasonCode: 0 });
      expect(scram.trusts(dataOf(answer))).toBe(true);
    }
    client.send({ cmd: 'pingreq' });
    expect(await client.next()).toMatchObject({ cmd: 'pingresp' });
  });

  it.each([
    ['fails', { ...ANN, password: 'wrong' }],
    ['is somebody else then', BOB],
  ])('is disconnected when it authenticates again and %s', async (_, who) => {
    const { client, broker } = await startScram({ engine });
    await login(client, ANN);
    const gone = nextEvent(broker, 'client.disconnected', 'c1');
    const { answer } = await loginAgain(client, who);
    expect(answer).toMatchObject({ cmd: 'disconnect', reasonCode: 0x87 });
    expect(await client.next()).toBeUndefined();
    expect(await gone).toMatchObject({ cause: 'authenticationFailed', reasonCode: 0x87 });
  });

  it('is refused by name when it does not go on in time', async () => {
    const { client, broker } = await startScram({ engine, authenticationTimeoutSeconds: 1 });
    const refused = nextEvent(broker, 'client.refused');
    client.connect(new ScramClient(ANN).first);
    expect(await client.next()).toMatchObject({ cmd: 'auth', reasonCode: CONTINUE });
    expect(await refused).toMatchObject({ cause: 'authenticationTimeout' });
    expect(await client.next()).toMatchObject({ cmd: 'connack', reasonCode: 0x88 });
  });

  it('is disconnected by name when it begins again and does not go on in time', async () => {
    const { client, broker } = await startScram({ engine, authenticationTimeoutSeconds: 1 });
    await login(client, ANN);
    const gone = nextEvent(broker, 'client.disconnected', 'c1');
    client.auth(REAUTHENTICATE, new ScramClient(ANN).first);
    expect(await client.next()).toMatchObject({ cmd: 'auth', reasonCode: CONTINUE });
    expect(await gone).toMatchObject({ cause: 'authenticationTimeout', reasonCode: 0x87 });
  });
});

describe('a broker with SCRAM', () => {
  it('refuses a method that it does not know, and those without any where there is no password file', async () => {
    const { client, urls } = await startScram();
    client.connect('x', { properties: { authenticationMethod: 'GS2-KRB5' } });
    expect(await client.next()).toMatchObject({ cmd: 'connack', reasonCode: 0x8c });
    const plain = { protocolVersion: 5, username: 'ann', password: 'correct horse' } as const;
    await expect(connect(urls.tcp, plain)).rejects.toMatchObject({ code: 0x87 });
  });

  it('remembers nothing of a connection that has closed', async () => {
    const authenticate = scramSha256({ users });
    const forgotten: number[] = [];
    const { broker, client } = await startScram({
      authenticate: Object.assign(
        (request: Parameters<typeof authenticate>[0]) => authenticate(request),
        {
          forget: (connection: number) => void forgotten.push(connection),
        },
      ),
    });
    const closed = nextEvent(broker, 'connection.closed');
    await login(client, { ...ANN, password: 'wrong' });
    const { connection } = await closed;
    expect(forgotten).toEqual([connection]);
  });

  it('looks users up where it is told to', async () => {
    const authenticate = scramSha256({ users: async (name) => users.get(name) });
    const { client } = await startScram({ authenticate });
    const { answer } = await login(client, ANN);
    expect(answer).toMatchObject({ cmd: 'connack', reasonCode: 0 });
  });
});
