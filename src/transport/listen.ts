/** What all listeners share: where to listen, what comes of it, and what is said when it fails. */
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionOrigin } from '../../machines/index.ts';
import { ListenError } from '../errors.ts';

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
  /** For the TLS handshake. */
  readonly handshakeTimeoutSeconds: number;
  readonly tls: TlsFiles | undefined;
  readonly accept: Accept;
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

/** Of every accepted TCP connection. */
export const SOCKET_OPTIONS = {
  noDelay: true,
  // A client may have no Keep Alive; then only TCP notices that it is gone.
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
  // A client may close its half and still read what was sent to it.
  allowHalfOpen: true,
} as const;

const SCHEMES: Readonly<Record<Transport, string>> = {
  tcp: 'mqtt',
  tls: 'mqtts',
  ws: 'ws',
  wss: 'wss',
};

/** Starts listening. Rejects with ListenError. */
export async function startListening(
  server: Server,
  request: ListenRequest,
  close: () => void = () => server.close(),
): Promise<Listener> {
  const { host, port, transport } = request;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, request)));
    server.listen({ host, port }, resolve);
  });
  server.removeAllListeners('error');
  // From here on it is one connection that could not be accepted, not the end of listening.
  server.on('error', (error) => request.acceptFailed(transport, error));
  const { port: realPort } = server.address() as AddressInfo;
  const url = `${SCHEMES[transport]}://${bracket(host)}:${realPort}`;
  return { transport, host, port: realPort, url, close };
}

export function originOf(socket: Socket, transport: Transport): ConnectionOrigin {
  // Both are undefined for a client that has gone already.
  const { remoteAddress = 'unknown', remotePort = 0 } = socket;
  return { transport, remote: `${bracket(remoteAddress)}:${remotePort}` };
}

function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
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
