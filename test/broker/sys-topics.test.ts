// $SYS: what the broker says about itself, and that nobody else does.
import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { Broker, DEFAULT_OPTIONS } from '../../machines/index.ts';
import type { Clock } from '../../src/clock.ts';
import { Load } from '../../src/sys/load.ts';
import { SysTopics } from '../../src/sys/sys-topics.ts';
import { noTraffic } from '../../src/sys/traffic.ts';
import { connect, nextMessages, startBroker, VERSIONS } from './support.ts';

/** A clock that stands, and the one timer that is set. */
class ManualClock implements Clock {
  timeMs = 0;
  callback: (() => void) | undefined;

  nowMs(): number {
    return this.timeMs;
  }

  schedule(delayMs: number, callback: () => void): unknown {
    this.callback = () => {
      this.timeMs += delayMs;
      callback();
    };
    return this.callback;
  }

  cancel(): void {
    this.callback = undefined;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function start() {
  const clock = new ManualClock();
  const traffic = noTraffic();
  const counts = { ...new Broker(DEFAULT_OPTIONS).counts, traffic };
  let said: Record<string, string> = {};
  const sys = new SysTopics({
    clock,
    intervalSeconds: 10,
    version: '1.2.3',
    counts: () => counts,
    publish: (topicName, text) => {
      expect(topicName).toMatch(/^\$SYS\/broker\//);
      said[topicName.replace('$SYS/broker/', '')] = text;
    },
  });
  sys.start();
  const tick = () => {
    said = {};
    clock.callback?.();
    return said;
  };
  return { clock, traffic, counts: counts as Writable<typeof counts>, sys, tick, first: said };
}

describe('$SYS', () => {
  it('begins with all that there is to say', () => {
    const { first } = start();
    expect(first).toMatchObject({
      version: 'lifeline version 1.2.3',
      uptime: '0 seconds',
      'clients/total': '0',
      'clients/connected': '0',
      'clients/disconnected': '0',
      'clients/maximum': '0',
      'clients/expired': '0',
      'messages/received': '0',
      'messages/sent': '0',
      'publish/messages/received': '0',
      'publish/messages/sent': '0',
      'publish/messages/dropped': '0',
      'bytes/received': '0',
      'bytes/sent': '0',
      'retained messages/count': '0',
      'load/messages/received/1min': '0.00',
    });
  });

  it('goes on with what has changed', () => {
    const { tick, traffic, counts, sys, clock } = start();
    expect(tick()).toEqual({ uptime: '10 seconds' });
    traffic.bytesReceived = 500;
    counts.sessions = 3;
    Object.assign(counts, { clients: 1, clientsMaximum: 1, subscriptions: 4 });
    counts.dropped = { ...counts.dropped, queueFull: 2, offline: 1 };
    const said = tick();
    expect(said).toMatchObject({
      uptime: '20 seconds',
      'bytes/received': '500',
      'clients/total': '3',
      'clients/connected': '1',
      'clients/disconnected': '2',
      'clients/maximum': '1',
      'subscriptions/count': '4',
      'publish/messages/dropped': '3',
      'publish/messages/dropped/queueFull': '2',
    });
    expect(said).not.toHaveProperty('bytes/sent');
    // 500 bytes in ten seconds are 3,000 in a minute, of which the last minute's average has its part.
    expect(Number(said['load/bytes/received/1min'])).toBeCloseTo(
      3_000 * (1 - Math.exp(-10 / 60)),
      1,
    );
    sys.stop();
    expect(clock.callback).toBeUndefined();
  });
});

describe('a load', () => {
  it('comes to what is steady, sooner over one minute than over fifteen', () => {
    const load = new Load();
    for (let seconds = 10; seconds <= 120; seconds += 10) load.update(seconds * 5, 10_000);
    const [one = 0, five = 0, fifteen = 0] = load.averages;
    expect(one).toBeGreaterThan(250);
    expect(one).toBeGreaterThan(five);
    expect(five).toBeGreaterThan(fifteen);
    expect(one).toBeLessThan(300);
  });

  it('is not changed in no time', () => {
    const load = new Load();
    load.update(100, 0);
    expect(load.averages).toEqual([0, 0, 0]);
  });
});

it('tells a program what $SYS tells clients', async () => {
  const { urls, broker } = await startBroker({ sysIntervalSeconds: 0, queueLengthMaximum: 2 });
  const before = broker.counts;
  const away = await connect(urls.tcp, {
    clientId: 'away',
    clean: false,
    properties: { sessionExpiryInterval: 60 },
  });
  await away.subscribeAsync(['a/#', 'b'], { qos: 1 });
  await away.endAsync();
  const client = await connect(urls.tcp, { clientId: 'here' });
  await client.subscribeAsync('c');
  for (const payload of ['1', '22', '333']) await client.publishAsync('a/b', payload, { qos: 1 });
  await client.publishAsync('a/b', 'x', { qos: 0 });
  await client.publishAsync('r', 'x', { qos: 1, retain: true });
  expect(broker.counts).toMatchObject({
    connections: 1,
    clients: 1,
    clientsMaximum: 1,
    sessions: 2,
    subscriptions: 3,
    filters: 3,
    retained: 1,
    queuedMessages: 2,
    queuedBytes: 9,
    dropped: { queueFull: 1, offline: 1, expired: 0 },
    traffic: { connections: 2, publishReceived: 5 },
  });
  // What was told stays as it was.
  expect(before).toMatchObject({ clients: 0, traffic: { publishReceived: 0 } });
});

/** The value of a topic, once it is what it should be. */
function saying(client: MqttClient, topic: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    client.on('message', (name, payload) => {
      if (name === topic && payload.toString() === text) resolve();
    });
  });
}

describe.each(VERSIONS)('a client of version %i', (protocolVersion) => {
  it('hears of the broker when it subscribes to $SYS, and only then', async () => {
    const { urls } = await startBroker({ sysIntervalSeconds: 1 });
    const client = await connect(urls.tcp, { protocolVersion });
    const messages = nextMessages(client, 1);
    const connected = saying(client, '$SYS/broker/clients/connected', '1');
    const seen = new Promise<void>((resolve) => {
      client.on('message', (topic, payload) => {
        if (topic === '$SYS/broker/messages/received' && Number(payload) >= 2) resolve();
      });
    });
    await client.subscribeAsync('#');
    await client.publishAsync('own', 'x', { qos: 1, retain: true });
    expect((await messages)[0]?.topic).toBe('own');
    await client.subscribeAsync('$SYS/#');
    await Promise.all([
      connected,
      seen,
      saying(client, '$SYS/broker/retained messages/count', '1'),
      saying(client, '$SYS/broker/publish/messages/received', '1'),
    ]);
  });

  it('cannot speak in the name of the broker, in a message or a Will', async () => {
    const { urls } = await startBroker({ sysIntervalSeconds: 3_600 });
    const client = await connect(urls.tcp, { protocolVersion });
    const messages = nextMessages(client, 1);
    await client.subscribeAsync('$SYS/broker/lies');
    await client.subscribeAsync('$SYS/broker/connection/b1/state');
    for (const topic of ['$SYS/broker/lies', '$SYS/broker/version', '$SYS']) {
      client.publish(topic, 'x', { qos: 0 });
    }
    // Bridges may say that they are there.
    client.publish('$SYS/broker/connection/b1/state', '1', { qos: 0 });
    expect((await messages)[0]?.topic).toBe('$SYS/broker/connection/b1/state');
    const will = { topic: '$SYS/broker/lies', payload: Buffer.from('x'), qos: 0, retain: false };
    await expect(connect(urls.tcp, { protocolVersion, will } as object)).rejects.toMatchObject({
      code: protocolVersion === 5 ? 0x87 : 5,
    });
  });

  it('hears nothing of a broker that does not speak of itself', async () => {
    const { urls, broker } = await startBroker({ sysIntervalSeconds: 0 });
    const client = await connect(urls.tcp, { protocolVersion });
    const messages = nextMessages(client, 1);
    await client.subscribeAsync('$SYS/#');
    broker.publish({ topicName: '$SYS/own', payload: 'x' });
    expect((await messages)[0]?.topic).toBe('$SYS/own');
  });
});
