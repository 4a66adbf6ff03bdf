// Every limit that an operator can set, tried on a running broker: what happens when it is reached.
import { connect as connectSocket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIELDS } from '../../src/config/fields.ts';
import { RawClient } from './raw-client.ts';
import { connect, nextEvent, nextMessages, startBroker } from './support.ts';

type Trial = () => Promise<void>;

/** An authenticator or authorizer that has fallen silent. */
const never = () => new Promise<never>(() => {});
const SCARCE = { reasonCode: 0x97 };

/** A session that is offline and gets what is published to `a`. */
async function startWithSleeper(options: object) {
  const { broker, urls, ports } = await startBroker({ sysIntervalSeconds: 0, ...options });
  const sleeper = await connect(urls.tcp, {
    clientId: 'sleeper',
    protocolVersion: 5,
    clean: false,
    properties: { sessionExpiryInterval: 60 },
  });
  await sleeper.subscribeAsync('a', { qos: 1 });
  await sleeper.endAsync();
  return { broker, urls, ports };
}

/** Connects a client that has been answered. */
async function connected(port: number, clientId = 'c1', properties = '00') {
  const client = new RawClient(port);
  client.connect(clientId, properties);
  expect(await client.next()).toMatchObject({ cmd: 'connack', reasonCode: 0 });
  return client;
}

/** What a queue that is full does: one announcement for three messages, all of them counted. */
async function dropsWhenFull(options: object): Promise<void> {
  const { broker } = await startWithSleeper(options);
  const dropped: unknown[] = [];
  broker.on('message.dropped', (event) => dropped.push(event));
  for (let n = 0; n < 4; n++) broker.publish({ topicName: 'a', payload: '0123456789', qos: 1 });
  expect(dropped).toMatchObject([{ cause: 'queueFull', clientId: 'sleeper', total: 1 }]);
  const { counts } = broker;
  expect(counts).toMatchObject({ queuedMessages: 1, queuedBytes: 11, dropped: { queueFull: 3 } });
}

async function refusesSecondConnect(options: object, reasonCode: number): Promise<void> {
  const { broker, ports } = await startBroker(options);
  await connected(ports.tcp);
  const refused = nextEvent(broker, 'client.refused');
  const second = new RawClient(ports.tcp);
  second.connect('c2');
  expect(await second.next()).toMatchObject({ cmd: 'connack', reasonCode });
  await second.ended();
  expect(await refused).toMatchObject({ clientId: 'c2', cause: 'quotaExceeded', reasonCode });
  expect(broker.counts.refused.connects).toBe(1);
}

const trials: Readonly<Record<string, Trial>> = {
  async connectTimeoutSeconds() {
    const { broker, ports } = await startBroker({ connectTimeoutSeconds: 1 });
    const refused = nextEvent(broker, 'client.refused');
    const silent = new RawClient(ports.tcp);
    // Nor does one have longer who says nothing to the other listeners.
    const others = [ports.tls, ports.ws, ports.wss].map((port) => {
      const socket = connectSocket(port, '127.0.0.1').on('error', () => {});
      onTestFinished(() => void socket.destroy());
      return new Promise((resolve) => socket.once('close', resolve).resume());
    });
    expect(await refused).toMatchObject({ cause: 'connectTimeout', clientId: '', version: 0 });
    await Promise.all([silent.ended(), ...others]);
  },

  async authenticationTimeoutSeconds() {
    const { broker, ports } = await startBroker({
      authenticationTimeoutSeconds: 1,
      authenticate: never,
    });
    const refused = nextEvent(broker, 'client.refused');
    const client = new RawClient(ports.tcp);
    client.connect('c1');
    const reasonString = 'authentication took too long';
    expect(await client.next()).toMatchObject({ reasonCode: 0x88, properties: { reasonString } });
    expect(await refused).toMatchObject({ cause: 'authenticationTimeout' });
  },

  async authorizationTimeoutSeconds() {
    const { broker, ports } = await startBroker({
      authorizationTimeoutSeconds: 1,
      authorize: never,
    });
    const disconnected = nextEvent(broker, 'client.disconnected');
    const client = await connected(ports.tcp);
    client.publish('a', 'x');
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x80 });
    expect(await disconnected).toMatchObject({ cause: 'authorizationTimeout' });
  },

  async closeTimeoutSeconds() {
    const { broker, ports } = await startBroker({ closeTimeoutSeconds: 1 });
    const closed = nextEvent(broker, 'connection.closed');
    // It does not close its half when the broker closes the other.
    const client = new RawClient(ports.tcp, true);
    client.connect('c1');
    await client.next();
    client.publish('a/#', 'x');
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', reasonCode: 0x90 });
    await closed;
    expect(client.socket.destroyed).toBe(false);
  },

  async keepAliveMaximumSeconds() {
    const { ports } = await startBroker({ keepAliveMaximumSeconds: 5 });
    const client = new RawClient(ports.tcp);
    client.connect('c1');
    expect(await client.next()).toMatchObject({ properties: { serverKeepAlive: 5 } });
  },

  async sessionExpiryMaximumSeconds() {
    const { broker, ports } = await startBroker({ sessionExpiryMaximumSeconds: 10 });
    const client = new RawClient(ports.tcp);
    client.connect('c1', '05 11 ffffffff');
    expect(await client.next()).toMatchObject({ properties: { sessionExpiryInterval: 10 } });
    const offline = nextEvent(broker, 'session.offline');
    client.socket.destroy();
    expect(await offline).toMatchObject({ expiresInSeconds: 10 });
  },

  async receiveMaximum() {
    const { ports } = await startBroker({ receiveMaximum: 2 });
    const client = await connected(ports.tcp);
    for (const packetId of [1, 2, 3]) client.publish('a', 'x', 2, packetId);
    const reasonString = 'Packet Identifier 3 is one more than the Receive Maximum 2';
    expect(await client.nextOf('disconnect')).toMatchObject({
      reasonCode: 0x93,
      properties: { reasonString },
    });
  },

  async inflightMaximum() {
    const { broker, ports } = await startBroker({ inflightMaximum: 2, sysIntervalSeconds: 0 });
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "a" 01');
    await client.next();
    for (let n = 0; n < 3; n++) broker.publish({ topicName: 'a', payload: 'x', qos: 1 });
    expect(await client.next()).toMatchObject({ cmd: 'publish', messageId: 1 });
    expect(await client.next()).toMatchObject({ cmd: 'publish', messageId: 2 });
    expect(broker.counts.queuedMessages).toBe(1);
    client.send(0x40, '0001');
    expect(await client.next()).toMatchObject({ cmd: 'publish', messageId: 3 });
  },

  connectionsMaximum: () => refusesSecondConnect({ connectionsMaximum: 1 }, 0x97),
  connectsPerSecondMaximum: () => refusesSecondConnect({ connectsPerSecondMaximum: 1 }, 0x9f),
  sessionsMaximum: () => refusesSecondConnect({ sessionsMaximum: 1 }, 0x97),

  async refusalsMaximum() {
    const { broker, ports } = await startBroker({ connectionsMaximum: 1, refusalsMaximum: 1 });
    await connected(ports.tcp);
    const refused = new RawClient(ports.tcp);
    await nextEvent(broker, 'connection.opened');
    const cut = new RawClient(ports.tcp);
    expect(await cut.next()).toBeUndefined();
    expect(broker.counts.traffic).toMatchObject({ connections: 2, connectionsCut: 1 });
    refused.connect('c2');
    expect(await refused.next()).toMatchObject(SCARCE);
    // Those that never come to an end of their TLS handshake count too, at their listener.
    const strangers = [1, 2, 3].map(() => new RawClient(ports.tls));
    expect(await strangers.at(-1)?.next()).toBeUndefined();
    expect(broker.counts.traffic.connectionsCut).toBe(2);
  },

  queueLengthMaximum: () => dropsWhenFull({ queueLengthMaximum: 1 }),
  queueBytesMaximum: () => dropsWhenFull({ queueBytesMaximum: 20 }),
  queueBytesInAllMaximum: () => dropsWhenFull({ queueBytesInAllMaximum: 20 }),

  async retainedMaximum() {
    // The topics under $SYS, of which there are more, take no room.
    const { broker, ports, urls } = await startBroker({ retainedMaximum: 1 });
    const client = await connected(ports.tcp);
    const refused = nextEvent(broker, 'retained.refused');
    client.send(0x31, '"a" 00 78');
    client.send(0x31, '"b" 00 78');
    expect(await refused).toMatchObject({ topicName: 'b', clientId: 'c1' });
    expect(broker.counts).toMatchObject({ retained: 1, refused: { retained: 1 } });
    const late = await connect(urls.tcp);
    const messages = nextMessages(late, 2);
    await late.subscribeAsync(['a', 'b', '$SYS/broker/version']);
    expect((await messages).map(({ topic }) => topic)).toEqual(['a', '$SYS/broker/version']);
  },

  async retainedPerSubscribeMaximum() {
    const { broker, ports } = await startBroker({
      retainedPerSubscribeMaximum: 1,
      sysIntervalSeconds: 0,
    });
    for (const topicName of ['a', 'b']) {
      broker.publish({ topicName, payload: 'x', retain: true });
    }
    const refused = nextEvent(broker, 'subscription.refused');
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "#" 00 "a" 00 "c" 00');
    expect(await client.next()).toMatchObject({ cmd: 'suback', granted: [0, 0x97, 0] });
    const limit = { option: 'retainedPerSubscribeMaximum', maximum: 1 };
    expect(await refused).toMatchObject({ topicFilter: 'a', reasonCode: 0x97, limit });
    expect(broker.counts).toMatchObject({ subscriptions: 2, refused: { subscriptions: 1 } });
    for (const topic of ['a', 'b']) {
      expect(await client.next()).toMatchObject({ cmd: 'publish', topic, retain: true });
    }
  },

  async heldPacketsMaximum() {
    const { ports } = await startBroker({ heldPacketsMaximum: 1, authorize: never });
    const client = await connected(ports.tcp);
    for (const payload of ['asked about', 'held', 'too many']) client.publish('a', payload);
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', ...SCARCE });
  },

  async heldBytesMaximum() {
    const { ports } = await startBroker({ heldBytesMaximum: 10, authorize: never });
    const client = await connected(ports.tcp);
    for (const payload of ['asked about', 'held', 'too many']) client.publish('a', payload);
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', ...SCARCE });
  },

  async maximumPacketSizeBytes() {
    const { ports } = await startBroker({ maximumPacketSizeBytes: 64 });
    const client = await connected(ports.tcp);
    client.publish('a', 'x'.repeat(56), 1, 1);
    expect(await client.next()).toMatchObject({ cmd: 'puback' });
    client.publish('a', 'x'.repeat(57), 1, 1);
    const reasonString = 'packet of 65 bytes, and 64 are allowed';
    expect(await client.next()).toMatchObject({ reasonCode: 0x95, properties: { reasonString } });
  },

  async topicAliasMaximum() {
    const { ports } = await startBroker({ topicAliasMaximum: 1 });
    const client = await connected(ports.tcp);
    client.send(0x30, '"a" 03 230002');
    const reasonString = 'Topic Alias 2 is above the maximum 1';
    expect(await client.next()).toMatchObject({ reasonCode: 0x94, properties: { reasonString } });
  },

  async clientIdLengthMaximum() {
    const { ports } = await startBroker({ clientIdLengthMaximum: 23 });
    await connected(ports.tcp, 'x'.repeat(23));
    const long = new RawClient(ports.tcp);
    long.connect('x'.repeat(24));
    expect(await long.next()).toMatchObject({ cmd: 'connack', reasonCode: 0x85 });
  },

  async topicLevelsMaximum() {
    const { ports } = await startBroker({ topicLevelsMaximum: 2 });
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "a/b/c" 00');
    expect(await client.next()).toMatchObject({ cmd: 'suback', granted: [0x97] });
    client.publish('a/b/c', 'x');
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', ...SCARCE });
  },

  async topicLengthMaximumBytes() {
    const { ports } = await startBroker({ topicLengthMaximumBytes: 5 });
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "123456" 00');
    expect(await client.next()).toMatchObject({ cmd: 'suback', granted: [0x97] });
    client.publish('123456', 'x');
    expect(await client.next()).toMatchObject({ cmd: 'disconnect', ...SCARCE });
  },

  async subscriptionsPerSessionMaximum() {
    const { broker, ports } = await startBroker({ subscriptionsPerSessionMaximum: 1 });
    const refused = nextEvent(broker, 'subscription.refused');
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "a" 00 "b" 00 "a" 01');
    expect(await client.next()).toMatchObject({ cmd: 'suback', granted: [0, 0x97, 1] });
    const limit = { option: 'subscriptionsPerSessionMaximum', maximum: 1 };
    expect(await refused).toMatchObject({ topicFilter: 'b', reasonCode: 0x97, limit });
    expect(broker.counts).toMatchObject({ subscriptions: 1, refused: { subscriptions: 1 } });
  },

  async congestedBytes() {
    const { broker, ports } = await startBroker({ congestedBytes: 131_072 });
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "a" 00');
    await client.next();
    client.socket.pause();
    const dropped = nextEvent(broker, 'message.dropped');
    const payload = Buffer.alloc(65_536);
    // Until the operating system takes no more.
    while (broker.counts.dropped.congested === 0) {
      broker.publish({ topicName: 'a', payload });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await dropped).toMatchObject({ cause: 'congested', clientId: 'c1' });
  },

  async writeBufferMaximumBytes() {
    const { broker, ports } = await startBroker({
      congestedBytes: 2 ** 30,
      writeBufferMaximumBytes: 131_072,
    });
    const client = await connected(ports.tcp);
    client.send(0x82, '0001 00 "a" 00');
    await client.next();
    client.socket.pause();
    const disconnected = nextEvent(broker, 'client.disconnected');
    const payload = Buffer.alloc(65_536);
    while (broker.counts.clients > 0) {
      broker.publish({ topicName: 'a', payload });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await disconnected).toMatchObject({
      cause: 'networkFailed',
      detail: 'more than 131072 bytes wait to be written',
    });
  },
};

describe('a limit that is reached', () => {
  it('is tried for each there is', () => {
    const limits = FIELDS.filter(({ group }) => group === 'Limits').map(({ name }) => name);
    expect(Object.keys(trials).sort()).toEqual([...limits].sort());
  });

  it.each(Object.entries(trials))('%s', async (_, trial) => {
    await trial();
  });
});
