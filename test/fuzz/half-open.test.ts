import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { LifecycleEvent } from '../../machines/index.ts';
import { connect, startBroker } from '../broker/support.ts';

const CONNECTIONS = 2_000;
/** Fewer than wait to be accepted on any platform. */
const AT_ONCE = 100;
const HALF_A_CONNECT = Buffer.from([0x10, 0x20, 0x00, 0x04, 0x4d, 0x51]);

interface Stranger {
  readonly socket: Socket;
  readonly closed: Promise<void>;
}

function openOne(port: number): Stranger {
  const socket = connectTcp(port, '127.0.0.1').resume();
  // What it sends may meet the broker's close half-way, which is no error here.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  onTestFinished(() => void socket.destroy());
  return { socket, closed };
}

async function openMany(port: number): Promise<Stranger[]> {
  const strangers: Stranger[] = [];
  while (strangers.length < CONNECTIONS) {
    const more = Array.from({ length: AT_ONCE }, () => openOne(port));
    await Promise.all(more.map(({ socket }) => once(socket, 'connect')));
    // Some say nothing, and the others begin and never end.
    for (const { socket } of more.slice(AT_ONCE / 2)) socket.write(HALF_A_CONNECT);
    strangers.push(...more);
  }
  return strangers;
}

it('thousands of connections without a CONNECT are closed in time, and nobody else notices', async () => {
  const { broker, urls, ports } = await startBroker({ connectTimeoutSeconds: 1 });
  const ends: LifecycleEvent[] = [];
  broker.on('client.refused', (event) => ends.push(event));
  broker.on('client.disconnected', (event) => ends.push(event));
  const client = await connect(urls.tcp, { clientId: 'bystander' });
  const received: string[] = [];
  client.on('message', (_topic, payload) => received.push(payload.toString()));
  await client.subscribeAsync('its own', { qos: 2 });

  let isOver = false;
  const published: string[] = [];
  const publishing = (async () => {
    while (!isOver) {
      const text = String(published.length);
      published.push(text);
      await client.publishAsync('its own', text, { qos: published.length % 2 === 0 ? 1 : 2 });
    }
  })();
  const strangers = await openMany(ports.tcp);
  await Promise.all(strangers.map(({ closed }) => closed));
  isOver = true;
  await publishing;

  expect(ends).toHaveLength(CONNECTIONS);
  const others = ends.filter((end) => !('cause' in end) || end.cause !== 'connectTimeout');
  expect(others).toEqual([]);
  expect(client.connected).toBe(true);
  // What is acknowledged has been sent on before, and all of it has come by the time of one more round.
  await client.publishAsync('its own', 'last', { qos: 2 });
  expect(received.filter((text) => text !== 'last')).toEqual(published);
  expect(published.length).toBeGreaterThan(10);
}, 60_000);
