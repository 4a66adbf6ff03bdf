import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createBroker } from '../../src/index.ts';
import {
  connect,
  connectLater,
  disconnection,
  ENGINES,
  nextEvent,
  nextMessages,
  startBroker,
  TRANSPORTS,
  VERSIONS,
} from './support.ts';

const cases = ENGINES.flatMap((engine) =>
  VERSIONS.map((protocolVersion) => ({ engine, protocolVersion })),
);
const QOS = [0, 1, 2] as const;

/** What keeps a session after the connection, in either version. */
function lasting(clientId: string, protocolVersion: 4 | 5) {
  const properties = { sessionExpiryInterval: 3_600 };
  const base = { clientId, clean: false, protocolVersion } as const;
  return protocolVersion === 5 ? { ...base, properties } : base;
}

/** As a cut cable does it: no DISCONNECT. */
function cut(client: MqttClient): void {
  client.stream.destroy();
}

describe.each(cases)('MQTT.js in version $protocolVersion, engine $engine', (given) => {
  const { engine, protocolVersion } = given;

  it.each(TRANSPORTS)('publishes and subscribes over %s at QoS 0, 1 and 2', async (transport) => {
    const { urls } = await startBroker({ engine });
    const subscriber = await connect(urls[transport], { protocolVersion });
    const publisher = await connect(urls[transport], { protocolVersion });
    await subscriber.subscribeAsync('sensors/+/temperature', { qos: 2 });
    const messages = nextMessages(subscriber, QOS.length);
    for (const qos of QOS) {
      await publisher.publishAsync(`sensors/${qos}/temperature`, `${qos} °C`, { qos });
    }
    expect((await messages).map(({ topic, text, packet }) => [topic, text, packet.qos])).toEqual(
      QOS.map((qos) => [`sensors/${qos}/temperature`, `${qos} °C`, qos]),
    );
  });

  it('carries a payload of many network packets', async () => {
    const { urls } = await startBroker({ engine });
    const client = await connect(urls.tcp, { protocolVersion });
    await client.subscribeAsync('large', { qos: 1 });
    const messages = nextMessages(client, 1);
    const payload = Buffer.alloc(1_000_000, 'lifeline ');
    await client.publishAsync('large', payload, { qos: 1 });
    // Not toEqual, which compares a million bytes one by one.
    expect(payload.equals((await messages)[0]?.packet.payload as Buffer)).toBe(true);
  });

  it('keeps a thousand messages in order, sent at once', async () => {
    const { urls } = await startBroker({ engine });
    const subscriber = await connect(urls.tcp, { protocolVersion });
    const publisher = await connect(urls.tcp, { protocolVersion });
    await subscriber.subscribeAsync('t', { qos: 1 });
    const texts = Array.from({ length: 1_000 }, (_, index) => String(index));
    const messages = nextMessages(subscriber, texts.length);
    for (const text of texts) publisher.publish('t', text, { qos: 1 });
    expect((await messages).map(({ text }) => text)).toEqual(texts);
  });

  it('gets a retained message when it subscribes', async () => {
    const { urls } = await startBroker({ engine });
    const publisher = await connect(urls.tcp, { protocolVersion });
    await publisher.publishAsync('state', 'on', { qos: 1, retain: true });
    const subscriber = await connect(urls.tcp, { protocolVersion });
    const messages = nextMessages(subscriber, 1);
    await subscriber.subscribeAsync('state', { qos: 1 });
    expect((await messages)[0]).toMatchObject({ text: 'on', packet: { retain: true } });
  });

  it('has its will published when its connection breaks', async () => {
    const { urls } = await startBroker({ engine });
    const watcher = await connect(urls.tcp, { protocolVersion });
    await watcher.subscribeAsync('gone/#', { qos: 1 });
    const will = { topic: 'gone/c1', payload: Buffer.from('lost'), qos: 1, retain: false } as const;
    const client = await connect(urls.tcp, { protocolVersion, will });
    const messages = nextMessages(watcher, 1);
    cut(client);
    expect((await messages)[0]).toMatchObject({ topic: 'gone/c1', text: 'lost' });
  });

  it('finds its session again, and what came meanwhile', async () => {
    const { urls, broker } = await startBroker({ engine });
    const first = await connect(urls.tcp, lasting('c1', protocolVersion));
    await first.subscribeAsync('news', { qos: 1 });
    const offline = nextEvent(broker, 'session.offline', 'c1');
    await first.endAsync();
    await offline;
    const publisher = await connect(urls.tcp, { protocolVersion });
    await publisher.publishAsync('news', 'while you were out', { qos: 1 });
    const resumed = nextEvent(broker, 'client.connected', 'c1');
    const second = connectLater(urls.tcp, lasting('c1', protocolVersion));
    const messages = nextMessages(second, 1);
    second.connect();
    expect((await messages)[0]?.text).toBe('while you were out');
    expect(await resumed).toMatchObject({ sessionPresent: true });
  });

  it('is taken over by another connection with its client identifier', async () => {
    const { urls, broker } = await startBroker({ engine });
    const existing = await connect(urls.tcp, lasting('c1', protocolVersion));
    await existing.subscribeAsync('news', { qos: 1 });
    const takenOver = nextEvent(broker, 'session.takenOver', 'c1');
    const reason = disconnection(existing);
    const incoming = await connect(urls.tcp, lasting('c1', protocolVersion));
    expect(await reason).toBe(protocolVersion === 5 ? 0x8e : undefined);
    expect(await takenOver).toMatchObject({ clientId: 'c1' });
    const messages = nextMessages(incoming, 1);
    await incoming.publishAsync('news', 'still subscribed', { qos: 1 });
    expect((await messages)[0]?.text).toBe('still subscribed');
  });

  it('is told when the broker shuts down', async () => {
    const { urls, broker } = await startBroker({ engine });
    const client = await connect(urls.tcp, { protocolVersion });
    const reason = disconnection(client);
    await broker.close({ timeoutSeconds: 5 });
    expect(await reason).toBe(protocolVersion === 5 ? 0x8b : undefined);
    expect(broker.connectionCount).toBe(0);
  });

  it('is disconnected by the operator', async () => {
    const { urls, broker } = await startBroker({ engine });
    const client = await connect(urls.tcp, { protocolVersion, clientId: 'c1' });
    const reason = disconnection(client);
    broker.kick('c1');
    expect(await reason).toBe(protocolVersion === 5 ? 0x98 : undefined);
  });

  it('is refused by the authenticator, at once or later', async () => {
    const refused = { kind: 'refused', reasonCode: 0x86 } as const;
    const now = await startBroker({ engine, authenticate: () => refused });
    await expect(connect(now.urls.tcp, { protocolVersion })).rejects.toThrow(
      /Bad User Name|Bad username/i,
    );
    const later = await startBroker({ engine, authenticate: () => Promise.resolve(refused) });
    await expect(connect(later.urls.tcp, { protocolVersion })).rejects.toThrow(
      /Bad User Name|Bad username/i,
    );
    const broken = await startBroker({
      engine,
      authenticate: () => Promise.reject(new Error('db')),
    });
    await expect(connect(broken.urls.tcp, { protocolVersion })).rejects.toThrow(/unavailable/i);
  });

  it('may do what the authorizer allows', async () => {
    const asked: unknown[] = [];
    const { urls } = await startBroker({
      engine,
      authorize: async ({ action, topics, userName }) => {
        asked.push([action, topics, userName]);
        return topics.map((topic) => topic.startsWith('mine/'));
      },
    });
    const client = await connect(urls.tcp, { protocolVersion, username: 'ann' });
    const messages = nextMessages(client, 1);
    await expect(client.subscribeAsync('theirs/#', { qos: 1 })).rejects.toThrow();
    await client.subscribeAsync('mine/#', { qos: 1 });
    client.publish('theirs/1', 'x', { qos: 0 });
    await client.publishAsync('mine/1', 'y', { qos: 1 });
    expect((await messages)[0]?.topic).toBe('mine/1');
    expect(asked).toEqual([
      ['subscribe', ['theirs/#'], 'ann'],
      ['subscribe', ['mine/#'], 'ann'],
      ['publish', ['theirs/1'], 'ann'],
      ['publish', ['mine/1'], 'ann'],
    ]);
  });

  it('hears the program that embeds the broker, and is heard by it', async () => {
    const { urls, broker } = await startBroker({ engine });
    const client = await connect(urls.tcp, { protocolVersion });
    await client.subscribeAsync('to/client', { qos: 1 });
    const messages = nextMessages(client, 1);
    broker.publish({ topicName: 'to/client', payload: 'hello', qos: 1 });
    expect((await messages)[0]?.text).toBe('hello');
    const heard = new Promise<string>((resolve) => {
      broker.subscribe('to/#', ({ topicName }) => resolve(topicName));
    });
    await client.publishAsync('to/broker', 'hello', { qos: 1 });
    expect(await heard).toBe('to/broker');
  });
});

describe('the listeners', () => {
  it('say which port is in use, and which flag changes it', async () => {
    const { ports } = await startBroker();
    const second = createBroker({ port: ports.tcp });
    await expect(second.listen()).rejects.toMatchObject({
      name: 'ListenError',
      message: `port ${ports.tcp} of 127.0.0.1 is in use: stop what listens there, or choose another port with --port`,
    });
    const third = createBroker({ port: 0, wsPort: ports.ws });
    await expect(third.listen()).rejects.toThrow('--ws-port');
  });

  it('close a WebSocket on a text frame', async () => {
    const { urls } = await startBroker();
    const socket = new WebSocket(urls.ws, 'mqtt');
    await once(socket, 'open');
    expect(socket.protocol).toBe('mqtt');
    socket.send('text');
    await once(socket, 'close');
  });

  it('refuse a WebSocket without the subprotocol of MQTT', async () => {
    const { urls } = await startBroker();
    const [error] = await once(new WebSocket(urls.ws), 'error');
    expect(error.message).toContain('400');
  });

  it('read packets that span WebSocket frames', async () => {
    const { urls } = await startBroker();
    const socket = new WebSocket(urls.ws, 'mqtt');
    await once(socket, 'open');
    const connect = Buffer.from('100e00044d5154540402000000026331', 'hex');
    for (const byte of connect) socket.send(Buffer.from([byte]));
    const [connack] = await once(socket, 'message');
    expect(connack).toEqual(Buffer.from([0x20, 2, 0, 0]));
    socket.terminate();
  });

  it('close what speaks no MQTT', async () => {
    const { ports } = await startBroker();
    const socket = connectTcp(ports.tcp, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
  });
});
