/** MQTT over WebSocket (5.0 section 6), plain and over TLS. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { type Listener, type ListenRequest, originOf, startListening } from './listen.ts';
import { tlsOptions, withGoodFiles } from './tls.ts';

/** In the order of preference. The second is what clients of 3.1 ask for. */
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1'] as const;
/** A message may hold many packets; several of the largest must fit, and a client that gathers small ones. */
const MESSAGE_PACKETS_MAXIMUM = 4;
const MESSAGE_BYTES_AT_LEAST = 1_048_576;
/** How often Node looks for those that take too long; on its own every 30 s. */
const CHECK_EVERY_MS = 500;
/** WebSocket status 1003: data of a type that cannot be accepted. */
const UNSUPPORTED_DATA = 1003;

export function listenWebSocket(request: ListenRequest): Promise<Listener> {
  const server: Server =
    request.transport === 'wss' ? createSecure(request) : createHttpServer(httpTimeouts(request));
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: Math.max(
      MESSAGE_BYTES_AT_LEAST,
      MESSAGE_PACKETS_MAXIMUM * request.maximumPacketSizeBytes,
    ),
    handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false,
  });
  server.on('request', (_, response) => {
    response.writeHead(426, { 'content-type': 'text/plain', connection: 'close' });
    response.end('This is an MQTT broker: connect with WebSocket and the subprotocol "mqtt".\n');
  });
  server.on('upgrade', (incoming, stream, head) => {
    if (!offersMqtt(incoming)) return refuse(stream);
    sockets.handleUpgrade(incoming, stream, head, (socket) =>
      accept(request, socket, incoming.socket),
    );
  });
  server.on('clientError', (error, stream) => {
    request.acceptFailed(request.transport, error);
    stream.destroy();
  });
  return startListening(server, request, () => server.closeIdleConnections());
}

/** A stranger who asks for nothing, or slowly, has no more time than one who opens a connection and sends no CONNECT. */
function httpTimeouts({ handshakeTimeoutSeconds }: ListenRequest): ServerOptions {
  const timeoutMs = handshakeTimeoutSeconds * 1_000;
  return {
    headersTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  };
}

function createSecure(request: ListenRequest): Server {
  const options = tlsOptions(request);
  const server = withGoodFiles(() => createHttpsServer({ ...options, ...httpTimeouts(request) }));
  server.on('tlsClientError', (error) => request.acceptFailed('wss', error));
  return server;
}

function offersMqtt(incoming: IncomingMessage): boolean {
  const offered = incoming.headers['sec-websocket-protocol']?.split(',') ?? [];
  return offered.some((name) => SUBPROTOCOLS.some((ours) => ours === name.trim()));
}

function refuse(stream: Duplex): void {
  // The client may be gone already, which is no concern of ours.
  stream.on('error', () => {});
  stream.end(
    'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n' +
      'The WebSocket subprotocol has to be "mqtt".\n',
  );
}

function accept(request: ListenRequest, socket: WebSocket, network: Socket): void {
  // Registered before the stream's own listener, which would take text for data.
  socket.on('message', (_, isBinary) => {
    if (isBinary) return;
    socket.close(UNSUPPORTED_DATA, 'MQTT packets come in binary frames');
    stream.destroy(new Error('a WebSocket text frame'));
  });
  const stream = createWebSocketStream(socket);
  // The end of a WebSocket is the end of both directions. Without this, a stream whose connection was reset while it
  // had something to send would wait for ever.
  stream.on('end', () => stream.destroy());
  request.accept(stream, originOf(network, request));
}
