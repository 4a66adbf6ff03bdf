// MQTT over WebSocket: the frame counts, not only what is in it. The clauses that each test is for are in accounts/.
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBroker } from '../broker/support.ts';

/** All of it is ASCII, and so text as well as bytes. */
const CONNECT = '\x10\x0e\x00\x04MQTT\x04\x02\x00\x00\x00\x02c1';

test('a CONNECT in a text frame gets no CONNACK, and ends the connection', async () => {
  const { urls } = await startBroker();
  const socket = new WebSocket(urls.ws, 'mqtt');
  await once(socket, 'open');
  const received: unknown[] = [];
  socket.on('message', (data) => received.push(data));
  socket.send(CONNECT);
  await once(socket, 'close');
  expect(received).toEqual([]);
});

test('the same in a binary frame is answered', async () => {
  const { urls } = await startBroker();
  const socket = new WebSocket(urls.ws, 'mqtt');
  await once(socket, 'open');
  socket.send(Buffer.from(CONNECT));
  const [connack] = await once(socket, 'message');
  expect(connack).toEqual(Buffer.from([0x20, 2, 0, 0]));
  socket.terminate();
});
