/** The page beside a real broker, with real clients: the charts of a viewer do what the broker's do. */
import { createServer } from 'node:net';
import { connectAsync, type IClientOptions } from 'mqtt';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { Broker, bytesText, effectText, readInput, TraceReader } from '../../machines/index.ts';
import { createBroker, type LifelineBroker, type LifelineOptions } from '../../src/index.ts';
import { VIEWERS_MAXIMUM } from '../../src/page/limits.ts';
import { nextEvent } from '../broker/support.ts';

const WORDING = { payload: bytesText, numberOf: () => undefined };

interface Started {
  readonly broker: LifelineBroker;
  readonly url: string;
  readonly page: URL;
  client(options: IClientOptions): ReturnType<typeof connectAsync>;
}

async function start(options: LifelineOptions = {}): Promise<Started> {
  const broker = createBroker({ port: 0, pagePort: 0, ...options });
  const [listener] = await broker.listen();
  onTestFinished(() => broker.close({ timeoutSeconds: 1 }));
  const url = listener?.url ?? '';
  return {
    broker,
    url,
    page: new URL(broker.pageUrl ?? ''),
    client: async (own) => {
      const client = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 5, ...own });
      client.on('error', () => undefined);
      onTestFinished(() => void client.end(true));
      return client;
    },
  };
}

interface Viewer {
  readonly lines: string[];
  readonly closed: Promise<string>;
  socket: WebSocket;
  /** Resolves once there is a line with that in it. */
  sees(text: string): Promise<void>;
}

function watch(page: URL, headers: Record<string, string> = {}): Promise<Viewer> {
  const socket = new WebSocket(`ws://${page.host}/live`, { headers });
  onTestFinished(() => socket.terminate());
  const lines: string[] = [];
  const wanted = new Set<() => void>();
  socket.on('message', (data) => {
    lines.push(...String(data).split('\n'));
    for (const look of wanted) look();
  });
  const sees = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (lines.some((line) => line.includes(text))) resolve();
      };
      wanted.add(look);
      look();
    });
  const closed = new Promise<string>((resolve) =>
    socket.once('close', (code, reason) => resolve(`${code} ${reason}`)),
  );
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('unexpected-response', (_, response) =>
      reject(new Error(`${response.statusCode}`)),
    );
    socket.once('open', () => resolve({ lines, closed, socket, sees }));
  });
}

/** Plays the feed through the charts, and holds what they do against what the broker has done. */
function replayed(lines: readonly string[]): number {
  const reader = new TraceReader();
  let broker: Broker | undefined;
  let steps = 0;
  for (const line of lines) {
    if (line.startsWith('{"live"')) continue;
    const item = reader.read(line);
    if (item?.kind === 'header') broker = new Broker(item.header.options);
    if (item?.kind !== 'step' || broker === undefined) continue;
    const effects = broker.step(readInput(item.input, item.t));
    const texts = effects.map((effect) => effectText(effect, undefined, WORDING));
    expect(`${item.n} ${texts.join(',')}`).toBe(`${item.n} ${item.effects}`);
    steps += 1;
  }
  return steps;
}

describe('who attaches in the middle', () => {
  it('has charts that do what the broker does: wills, takeovers, retained messages, exchanges', async () => {
    const { broker, page, client } = await start();
    const session = { clean: false, properties: { sessionExpiryInterval: 300 } };
    const will = { topic: 'gone/a', payload: Buffer.from('bye'), qos: 1, retain: true } as const;
    await client({ clientId: 'a', ...session, will });
    const b = await client({ clientId: 'b', protocolVersion: 4, keepalive: 20 });
    await b.subscribeAsync(['gone/#', 'x/+', '$share/g/y'], { qos: 2 });
    const c = await client({ clientId: 'c', ...session });
    await c.subscribeAsync({ 'x/#': { qos: 1 }, '$share/g/y': { qos: 1 } });
    await b.publishAsync('x/1', 'kept', { qos: 1, retain: true });
    await c.endAsync();
    for (let i = 0; i < 3; i++) await b.publishAsync('x/2', `for c ${i}`, { qos: 1 });

    const viewer = await watch(page);
    const offline = nextEvent(broker, 'session.takenOver', 'a');
    await client({ clientId: 'a', ...session });
    await offline;
    const again = await client({ clientId: 'c', ...session });
    for (const qos of [0, 1, 2] as const) {
      await b.publishAsync('y', `shared ${qos}`, { qos });
      await again.publishAsync('x/3', `all ${qos}`, { qos });
    }
    await again.subscribeAsync('x/1', { qos: 0 });
    await again.unsubscribeAsync('x/#');
    broker.kick('b');
    await b.publishAsync('last', '').catch(() => undefined);
    broker.discard('a');
    broker.publish({ topicName: 'end', payload: '' });
    await viewer.sees('"topicName":"end"');
    expect(replayed(viewer.lines)).toBeGreaterThan(30);
    const text = viewer.lines.join('\n');
    for (const told of ['session.takenOver', 'will.published', 'session.resumed', 'PUBCOMP']) {
      expect(text).toContain(told);
    }
  });

  it('is told no payload and no password, unless the operator wants payloads shown', async () => {
    const whole = await start({ pagePayloads: 'whole' });
    const hashed = await start();
    for (const { page, client } of [whole, hashed]) {
      const viewer = await watch(page);
      const a = await client({ clientId: 'a', username: 'u', password: 'hunter2' });
      await a.publishAsync('t', 'payload-1', { qos: 1, retain: true });
      await a.publishAsync('t', 'x'.repeat(5_000), { qos: 1 });
      a.publish('end', '');
      await viewer.sees('"topicName":"end"');
      const text = [...viewer.lines, ...(await watch(page)).lines].join('\n');
      expect(text).not.toContain('hunter2');
      expect(text).toContain('"password":{"$secret":true}');
      expect(text.includes('payload-1')).toBe(page === whole.page);
      expect(text).not.toContain('xxxxx');
    }
  });

  it('is told that the broker stops, and how everybody left', async () => {
    const { broker, page, client } = await start();
    await client({ clientId: 'a' });
    const viewer = await watch(page);
    await broker.close({ timeoutSeconds: 1 });
    expect(await viewer.closed).toBe('1001 the broker has stopped');
    expect(viewer.lines.join('\n')).toContain('"cause":"serverShuttingDown"');
    expect(replayed(viewer.lines)).toBeGreaterThan(1);
  });
});

describe('the page', () => {
  it('is told that it has a broker to ask', async () => {
    const { page } = await start();
    const text = await (await fetch(page)).text();
    expect(text).toContain('<meta name="lifeline-live" content="./live"></head>');
  });
});

describe('the live connection', () => {
  it('is refused to pages from elsewhere', async () => {
    const { page } = await start();
    await expect(watch(page, { origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(watch(page, { host: 'evil.example' })).rejects.toThrow('404');
    await expect(
      watch(new URL(`http://${page.host}`), { origin: page.origin }),
    ).resolves.toBeDefined();
  });

  it('is for a few, and whoever goes makes room', async () => {
    const { page } = await start();
    const viewers = await Promise.all(Array.from({ length: VIEWERS_MAXIMUM }, () => watch(page)));
    await expect(watch(page)).rejects.toThrow('503');
    viewers[0]?.socket.close();
    await viewers[0]?.closed;
    await expect.poll(() => watch(page).then(Boolean, () => false)).toBe(true);
  });

  it('takes nothing: who says something is sent away', async () => {
    const { page } = await start();
    const viewer = await watch(page);
    viewer.socket.send('hello');
    expect(await viewer.closed).toBe('1008 a viewer has nothing to say');
    const other = await watch(page);
    other.socket.send('x'.repeat(5_000));
    expect(await other.closed).toMatch(/^1009/);
  });
});

describe('a broker', () => {
  it('has no page unless it is asked for one', async () => {
    const broker = createBroker({ port: 0 });
    await broker.listen();
    onTestFinished(() => broker.close({ timeoutSeconds: 1 }));
    expect(broker.pageUrl).toBeUndefined();
  });

  it('runs without its page where the port is in use, and says so in its log', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const log: Record<string, unknown>[] = [];
    const logger = pino({ level: 'info' }, { write: (line) => void log.push(JSON.parse(line)) });
    const broker = createBroker({ port: 0, pagePort: port, logger });
    const [listener] = await broker.listen();
    onTestFinished(() => broker.close({ timeoutSeconds: 1 }));
    expect(broker.pageUrl).toBeUndefined();
    expect(log.find(({ level }) => level === 40)).toMatchObject({
      msg: 'the broker runs without its page',
      reason: expect.stringContaining('choose another port with --page-port'),
    });
    const client = await connectAsync(listener?.url ?? '', { reconnectPeriod: 0 });
    await client.endAsync();
  });

  it('says where its page is, and warns when others can reach it', async () => {
    const log: Record<string, unknown>[] = [];
    const logger = pino({ level: 'info' }, { write: (line) => void log.push(JSON.parse(line)) });
    const { page } = await start({ logger, pageHost: '0.0.0.0' });
    expect(log.find(({ msg }) => msg === 'visualizer')).toMatchObject({ url: page.href });
    expect(log.find(({ level }) => level === 40)).toMatchObject({
      msg: 'the visualizer is open to other machines',
    });
    const answer = await fetch(`http://127.0.0.1:${page.port}/`);
    expect(answer.status).toBe(200);
  });
});
