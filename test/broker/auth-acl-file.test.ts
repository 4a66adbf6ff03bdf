// mosquitto's access control file: what it says, what it allows, and what a client is told.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { isTopicFilter, isTopicName, matches } from '../../machines/index.ts';
import { type AclRequest, allowedBy } from '../../src/auth/acl.ts';
import { type Acl, type AclRule, parseAclFile } from '../../src/auth/acl-file.ts';
import { covers, overlap } from '../../src/auth/filter-relations.ts';
import { connect, nextMessages, startBroker, VERSIONS } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-acl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function file(...lines: string[]): string {
  const path = join(folder, `acl-${++files}`);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function acl(...lines: string[]): Acl {
  return parseAclFile(lines.join('\n'), 'acl');
}

function may(rules: Acl, request: Omit<Partial<AclRequest>, 'topics'>, topic: string): boolean {
  const whole = { clientId: 'c1', userName: undefined, action: 'publish', ...request } as const;
  return allowedBy(rules, { ...whole, topics: [topic] })[0] as boolean;
}

const publish = { action: 'publish' } as const;
const subscribe = { action: 'subscribe' } as const;

describe('an ACL file', () => {
  it('is read as mosquitto reads it', () => {
    expect(
      acl(
        '# comment',
        '',
        'topic read $SYS/#',
        'user ann bee',
        'topic  home/hall  ',
        'topic write home/with space',
        'pattern readwrite %u/%c/#\r',
        'user bob',
        'topic deny #',
        'user ann bee',
        'topic deny home/safe',
      ),
    ).toEqual({
      anonymous: [{ access: 'read', topicFilter: '$SYS/#' }],
      users: new Map([
        [
          'ann bee',
          [
            { access: 'readwrite', topicFilter: 'home/hall' },
            { access: 'write', topicFilter: 'home/with space' },
            { access: 'deny', topicFilter: 'home/safe' },
          ],
        ],
        ['bob', [{ access: 'deny', topicFilter: '#' }]],
      ]),
      patterns: [{ access: 'readwrite', topicFilter: '%u/%c/#' }],
    });
  });

  it.each([
    ['acl:2 begins with "topics", and has to begin with topic, user, pattern or #', 'topics a'],
    ['acl:2 has to name the user', 'user'],
    ['acl:2 has "" where a topic filter has to be', 'topic'],
    ['acl:2 has "a/#/b" where a topic filter has to be', 'topic read a/#/b'],
    ['acl:2 has the access "home", and has to have one of read, write', 'topic home of ann'],
  ])('is refused: %s', (message, line) => {
    expect(() => acl('topic a', line)).toThrow(message);
    expect(() => acl('topic a', line)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError' }),
    );
  });

  it('allows nothing that it does not grant', () => {
    const rules = acl('topic read r', 'topic write w', 'topic b', 'user ann', 'topic a');
    const granted = (request: Partial<AclRequest>) =>
      ['r', 'w', 'b', 'a', 'x'].filter((topic) => may(rules, request, topic)).join('');
    expect(granted(publish)).toBe('wb');
    expect(granted(subscribe)).toBe('rb');
    // Those with a User Name have their own rules only, and no others when the file does not name them.
    expect(granted({ ...publish, userName: 'ann' })).toBe('a');
    expect(granted({ ...publish, userName: 'eve' })).toBe('');
    expect(granted({ ...subscribe, userName: 'eve' })).toBe('');
  });

  it('denies what any rule denies, wherever it stands', () => {
    const rules = acl('topic home/#', 'topic deny home/safe', 'pattern deny home/+/key');
    expect(may(rules, publish, 'home/hall')).toBe(true);
    expect(may(rules, publish, 'home/safe')).toBe(false);
    expect(may(rules, publish, 'home/hall/key')).toBe(false);
  });

  it('allows a subscription only when all that it can bring may be read', () => {
    const rules = acl('topic read home/#', 'topic deny home/safe', 'topic read +/state');
    expect(may(rules, subscribe, 'home/hall')).toBe(true);
    expect(may(rules, subscribe, 'home/hall/#')).toBe(true);
    expect(may(rules, subscribe, 'home/hall/+')).toBe(true);
    for (const tooWide of ['#', 'home/#', 'home/+', '+/hall', 'home/safe', 'home/safe/#']) {
      expect(may(rules, subscribe, tooWide), tooWide).toBe(false);
    }
    expect(may(rules, subscribe, '+/state')).toBe(true);
    expect(may(rules, subscribe, '$share/group/home/hall')).toBe(true);
    expect(may(rules, subscribe, '$share/group/home/safe')).toBe(false);
    expect(may(rules, subscribe, '$share/home')).toBe(false);
  });

  it('leaves topics that begin with $ alone, unless it names them', () => {
    const rules = acl('topic #', 'user ann', 'topic read $SYS/#');
    expect(may(rules, publish, '$SYS/x')).toBe(false);
    expect(may(rules, subscribe, '$SYS/#')).toBe(false);
    expect(may(rules, { ...subscribe, userName: 'ann' }, '$SYS/broker/+')).toBe(true);
  });

  it('fills in client identifiers and user names', () => {
    const rules = acl('pattern write sensors/%c/%u', 'pattern dev-%c/#');
    const request = { clientId: 'c1', userName: 'ann' };
    expect(may(rules, request, 'sensors/c1/ann')).toBe(true);
    expect(may(rules, request, 'sensors/c2/ann')).toBe(false);
    expect(may(rules, request, 'dev-c1/x')).toBe(true);
    expect(may(rules, { ...subscribe, ...request }, 'dev-c1/#')).toBe(true);
    expect(may(rules, { clientId: 'c1' }, 'sensors/c1/ann')).toBe(false);
    // What was filled in is not filled in again.
    expect(may(rules, { clientId: '%u', userName: 'ann' }, 'dev-ann/x')).toBe(false);
    expect(may(rules, { clientId: '%u', userName: 'ann' }, 'dev-%u/x')).toBe(true);
  });

  it.each(['+', '#', 'a/b', '+/#', '/', ''])('grants nothing by pattern to %j', (name) => {
    const rules = acl('pattern %c/#', 'pattern u/%u/#', 'topic free', 'user +', 'topic free');
    const topics = ['a/x', '+/x', '#', 'a/b/x', '/x', 'u/a/x', 'u/a/b/x', 'u//x'];
    for (const topic of topics.filter(isTopicName)) {
      expect(may(rules, { clientId: name }, topic), topic).toBe(false);
      expect(may(rules, { clientId: 'c1', userName: name }, topic), topic).toBe(false);
    }
    expect(may(rules, { clientId: name }, 'free')).toBe(true);
    // And what would be denied to it by a pattern is everything.
    const denying = acl('topic #', 'pattern deny secret/%c');
    expect(may(denying, { clientId: name }, 'free')).toBe(false);
    expect(may(denying, { clientId: 'c1' }, 'free')).toBe(true);
  });

  it('is not taken to topics of the broker by a name that begins with $', () => {
    const rules = acl('pattern %c/#');
    expect(may(rules, { clientId: '$SYS' }, '$SYS/broker')).toBe(false);
    expect(may(rules, { ...subscribe, clientId: '$SYS' }, '$SYS/#')).toBe(false);
  });
});

/** All topics of up to three levels: with `$`, with empty levels, the empty one, and with one that no filter names. */
const LEVELS = ['a', 'b', '', 'z'];
const TOPICS = ['$s', ...LEVELS].flatMap((one) => [
  one,
  ...LEVELS.flatMap((two) => [`${one}/${two}`, ...LEVELS.map((three) => `${one}/${two}/${three}`)]),
]);

const filters = fc
  .tuple(
    fc.constantFrom('a', 'b', '', '+', '$s', '#'),
    fc.array(fc.constantFrom('a', 'b', '', '+', '#'), { maxLength: 2 }),
  )
  .map(([first, rest]) => [first, ...rest].join('/'))
  .filter(isTopicFilter);

const rules: fc.Arbitrary<readonly AclRule[]> = fc.array(
  fc.record({
    access: fc.constantFrom('read', 'write', 'readwrite', 'deny'),
    topicFilter: filters,
  }),
  { maxLength: 5 },
);

describe('how two filters relate', () => {
  const topicsOf = (filter: string) => TOPICS.filter((topic) => matches(filter, topic));

  it('is as one would find by trying every topic', () => {
    fc.assert(
      fc.property(filters, filters, (left, right) => {
        const ours = new Set(topicsOf(left));
        const theirs = topicsOf(right);
        expect(overlap(left, right)).toBe(theirs.some((topic) => ours.has(topic)));
        // Filters deeper than the topics tried match none of them.
        if (theirs.length === 0) return;
        expect(covers(left, right)).toBe(theirs.every((topic) => ours.has(topic)));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what an ACL allows', () => {
  /** Word by word, by trying every topic. */
  function reference(own: readonly AclRule[], action: 'publish' | 'subscribe', asked: string) {
    const topics = TOPICS.filter((topic) =>
      action === 'publish' ? topic === asked : matches(asked, topic),
    );
    const wanted = action === 'publish' ? 'write' : 'read';
    const denied = own.filter(({ access }) => access === 'deny');
    if (topics.some((topic) => denied.some((rule) => matches(rule.topicFilter, topic))))
      return false;
    return own.some(
      ({ access, topicFilter }) =>
        (access === wanted || access === 'readwrite') &&
        topics.every((topic) => matches(topicFilter, topic)),
    );
  }

  it('is what a dumb reading of the same rules allows', () => {
    const asked = fc.oneof(
      fc.record({
        action: fc.constant('publish' as const),
        topic: fc.constantFrom(...TOPICS.filter(isTopicName)),
      }),
      fc.record({ action: fc.constant('subscribe' as const), topic: filters }),
    );
    let grants = 0;
    fc.assert(
      fc.property(rules, rules, asked, (topics, patterns, { action, topic }) => {
        if (TOPICS.every((each) => each !== topic && !matches(topic, each))) return;
        const expected = reference([...topics, ...patterns], action, topic);
        const users = new Map([['ann', topics]]);
        const request = { clientId: 'c', userName: 'ann', action, topics: [topic] };
        expect(allowedBy({ anonymous: [], users, patterns }, request)).toEqual([expected]);
        if (expected) grants += 1;
      }),
      { numRuns: 5_000 },
    );
    expect(grants).toBeGreaterThan(100);
  });
});

const FILE = file('topic free/#', 'user ann', 'topic home/#', 'topic deny home/safe');

describe.each(VERSIONS)('a client of version %i of a broker with an ACL file', (version) => {
  const protocolVersion = version;

  it('may do what the file allows', async () => {
    const { urls } = await startBroker({ aclFile: FILE });
    const ann = await connect(urls.tcp, { protocolVersion, username: 'ann' });
    await expect(ann.subscribeAsync('#', { qos: 1 })).rejects.toThrow();
    await expect(ann.subscribeAsync('home/#', { qos: 1 })).rejects.toThrow();
    await ann.subscribeAsync('home/hall', { qos: 1 });
    const messages = nextMessages(ann, 1);
    const stranger = await connect(urls.tcp, { protocolVersion });
    stranger.publish('home/hall', 'from a stranger', { qos: 0 });
    await stranger.publishAsync('free/1', 'x', { qos: 1 });
    await ann.publishAsync('home/hall', 'from ann', { qos: 1 });
    expect((await messages)[0]?.text).toBe('from ann');
  });

  it('is refused with a Will that it may not publish', async () => {
    const { urls } = await startBroker({ aclFile: FILE });
    const refused = version === 5 ? { code: 0x87 } : { code: 5 };
    const will = (topic: string) => ({
      protocolVersion,
      username: 'ann',
      will: { topic, payload: Buffer.from('gone'), qos: 0 as const, retain: false },
    });
    await connect(urls.tcp, will('home/gone'));
    await expect(connect(urls.tcp, will('home/safe'))).rejects.toMatchObject(refused);
    await expect(connect(urls.tcp, will('free/gone'))).rejects.toMatchObject(refused);
  });
});

describe('a broker with an ACL file', () => {
  it('asks the callback first, and the file where that has no opinion', async () => {
    const { urls } = await startBroker({
      aclFile: FILE,
      authorize: ({ topics }) => (topics[0] === 'callback' ? true : undefined),
    });
    const client = await connect(urls.tcp, { protocolVersion: 5 });
    await client.subscribeAsync('callback');
    await client.subscribeAsync('free/1');
    await expect(client.subscribeAsync('home/hall')).rejects.toThrow();
  });

  it('asks a callback about wills too, and denies what it leaves open where there is no file', async () => {
    const { urls } = await startBroker({
      authorize: async ({ topics }) => (topics[0] === 'mine' ? true : undefined),
    });
    const will = (topic: string) => ({
      protocolVersion: 5 as const,
      will: { topic, payload: Buffer.from('gone'), qos: 0 as const, retain: false },
    });
    const client: MqttClient = await connect(urls.tcp, will('mine'));
    await expect(connect(urls.tcp, will('theirs'))).rejects.toMatchObject({ code: 0x87 });
    await expect(client.subscribeAsync('theirs')).rejects.toThrow();
  });

  it('reads it again when told to', async () => {
    const aclFile = file('topic a');
    const { urls, broker } = await startBroker({ aclFile });
    const client = await connect(urls.tcp, { protocolVersion: 5 });
    await expect(client.subscribeAsync('b')).rejects.toThrow();
    writeFileSync(aclFile, 'topic b\n');
    broker.reloadFiles();
    await client.subscribeAsync('b');
  });

  it('warns when nobody asks the users that it names for their passwords', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    await startBroker({ aclFile: FILE, logger });
    expect(lines.join('')).toContain('nobody asks for their passwords: give --password-file');
  });
});
