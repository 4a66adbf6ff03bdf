/** MQTT over TCP. */
import { createServer } from 'node:net';
import {
  type Listener,
  type ListenRequest,
  originOf,
  SOCKET_OPTIONS,
  startListening,
} from './listen.ts';

export function listenTcp(request: ListenRequest): Promise<Listener> {
  const server = createServer(SOCKET_OPTIONS, (socket) =>
    request.accept(socket, originOf(socket, 'tcp')),
  );
  return startListening(server, request);
}
