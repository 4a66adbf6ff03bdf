/** Opens all listeners that are configured, or none of them. */

import type { Listener, ListenRequest, Transport } from './listen.ts';
import { listenTcp } from './tcp.ts';
import { listenTls } from './tls.ts';
import { listenWebSocket } from './websocket.ts';

const OPEN: Readonly<Record<Transport, (request: ListenRequest) => Promise<Listener>>> = {
  tcp: listenTcp,
  tls: listenTls,
  ws: listenWebSocket,
  wss: listenWebSocket,
};

/** Rejects with ListenError or ConfigurationError; then nothing listens. */
export async function listenAll(requests: readonly ListenRequest[]): Promise<Listener[]> {
  const listeners: Listener[] = [];
  try {
    for (const request of requests) listeners.push(await OPEN[request.transport](request));
  } catch (error) {
    for (const listener of listeners) listener.close();
    throw error;
  }
  return listeners;
}
