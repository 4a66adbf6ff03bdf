/** MQTT over TLS. */
import { createServer, type TlsOptions } from 'node:tls';
import { ConfigurationError } from '../errors.ts';
import {
  type Listener,
  type ListenRequest,
  originOf,
  startListening,
  type TlsFiles,
} from './listen.ts';
import { SOCKET_OPTIONS } from './sockets.ts';

export function listenTls(request: ListenRequest): Promise<Listener> {
  const options = { ...SOCKET_OPTIONS, ...tlsOptions(request) };
  const server = withGoodFiles(() =>
    createServer(options, (socket) => request.accept(socket, originOf(socket, request))),
  );
  server.on('tlsClientError', (error, socket) => {
    request.acceptFailed('tls', error);
    // Node leaves a connection open whose handshake has taken too long.
    socket.destroy();
  });
  return startListening(server, request);
}

/** Throws ConfigurationError when there is no certificate. */
export function tlsOptions(request: ListenRequest): TlsOptions {
  const { tls, handshakeTimeoutSeconds } = request;
  if (tls === undefined) {
    throw new ConfigurationError(
      `${request.portFlag} needs a certificate and its key: give both, with --cert and --key`,
    );
  }
  return { ...tlsFiles(tls), handshakeTimeout: handshakeTimeoutSeconds * 1_000 };
}

function tlsFiles({ cert, key, ca }: TlsFiles): TlsOptions {
  if (ca === undefined) return { cert, key };
  return { cert, key, ca, requestCert: true, rejectUnauthorized: true };
}

/** OpenSSL says what is wrong with a file; we say which files. */
export function withGoodFiles<Server>(create: () => Server): Server {
  try {
    return create();
  } catch (error) {
    throw new ConfigurationError(
      `the certificate and key cannot be used: ${(error as Error).message}; both have to be PEM and belong together`,
    );
  }
}
