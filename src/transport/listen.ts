/** What all listeners share: where to listen, what comes of it, and what is said when it fails. */
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionOrigin } from '../../machines/index.ts';
import { ListenError } from '../errors.ts';
import type { ProxyFront } from './proxy-front.ts';
import { bracket, type RemoteEnd, showRemote } from './sockets.ts';

export type Transport = Exclude<ConnectionOrigin['transport'], 'attached'>;

/** Takes over an accepted connection. */
export type Accept = (stream: Duplex, origin: ConnectionOrigin) => void;

/** Told of what a stranger did before it was a connection, and of connections that could not be accepted. */
export type AcceptFailed = (transport: Transport, error: Error) => void;

/** Certificates and keys as PEM. */
export interface TlsFiles {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** When given, clients have to show a certificate that one of these has signed. */
  readonly ca?: string | Buffer;
}

export interface ListenRequest {
  readonly transport: Transport;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Of the command line, to be named when the port cannot be had. */
  readonly portFlag: string;
  /** Bytes of the largest packet, by which WebSocket messages are bounded. */
  readonly maximumPacketSizeBytes: number;
  /** For the TLS handshake, and for the request that a WebSocket begins with. */
  readonly handshakeTimeoutSeconds: number;
  readonly tls: TlsFiles | undefined;
  /** Defined when it stands behind a proxy that says whom it speaks for. */
  readonly proxyFront: ProxyFront | undefined;
  /** At once, those included that are still in the TLS handshake. */
  readonly connectionsMaximum: number;
  readonly accept: Accept;
  /** Told of connections that are more. */
  readonly cutOff: (origin: ConnectionOrigin) => void;
  readonly acceptFailed: AcceptFailed;
}

/** A listener that is open. */
export interface Listener {
  readonly transport: Transport;
  readonly host: string;
  /** The real one, also when 0 was asked for. */
  readonly port: number;
  readonly url: string;
  /** Accepts no more. Connections stay. */
  close(): void;
}

const SCHEMES: Readonly<Record<Transport, string>> = {
  tcp: 'mqtt',
  tls: 'mqtts',
  ws: 'ws',
  wss: 'wss',
};

/**
 * Starts listening. Rejects with ListenError.
 * @param closeMore what there is to close besides the server that listens
 */
export async function startListening(
  inner: Server,
  request: ListenRequest,
  closeMore: () => void = () => {},
): Promise<Listener> {
  const { host, port, transport, proxyFront } = request;
  const server = proxyFront?.standBefore(inner) ?? inner;
  const close = () => {
    server.close();
    proxyFront?.close();
    closeMore();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, request)));
    server.listen({ host, port }, resolve);
  });
  server.maxConnections = request.connectionsMaximum;
  server.on('drop', ({ remoteAddress, remotePort } = {}) =>
    request.cutOff({ transport, remote: showRemote({ remoteAddress, remotePort }) }),
  );
  server.removeAllListeners('error');
  // From here on it is one connection that could not be accepted, not the end of listening.
  server.on('error', (error) => request.acceptFailed(transport, error));
  const { port: realPort } = server.address() as AddressInfo;
  const url = `${SCHEMES[transport]}://${bracket(host)}:${realPort}`;
  return { transport, host, port: realPort, url, close };
}

/** Behind a proxy: of the client that it speaks for. */
export function originOf(
  socket: RemoteEnd,
  { transport, proxyFront }: ListenRequest,
): ConnectionOrigin {
  return { transport, remote: proxyFront?.remoteOf(socket) ?? showRemote(socket) };
}

function explain(error: NodeJS.ErrnoException, { host, port, portFlag }: ListenRequest): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        `port ${port} of ${host} is in use: stop what listens there, or choose another port with ${portFlag}`,
      );
    case 'EACCES':
      return new ListenError(
        `port ${port} of ${host} is not ours to use: choose one from 1024 with ${portFlag}`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenError(
        `${host} is no address of this machine: choose one with --host, such as 127.0.0.1`,
      );
    default:
      return new ListenError(`cannot listen on port ${port} of ${host}: ${error.message}`);
  }
}
