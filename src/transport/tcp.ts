/** MQTT over TCP. */
import { createServer } from 'node:net';
import { type Listener, type ListenRequest, originOf, startListening } from './listen.ts';
import { SOCKET_OPTIONS } from './sockets.ts';

export function listenTcp(request: ListenRequest): Promise<Listener> {
  const server = createServer(SOCKET_OPTIONS, (socket) =>
    request.accept(socket, originOf(socket, request)),
  );
  return startListening(server, request);
}
