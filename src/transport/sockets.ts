/** TCP connections as all listeners take them, and how they are named. */
import type { Socket } from 'node:net';

/** Of every accepted TCP connection. */
export const SOCKET_OPTIONS = {
  noDelay: true,
  // A client may have no Keep Alive; then only TCP notices that it is gone.
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
  // A client may close its half and still read what was sent to it.
  allowHalfOpen: true,
} as const;

/** The other end. Both are undefined for a client that has gone already. */
export type RemoteEnd = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/** `address:port`, as it stands in logs. */
export function showRemote({ remoteAddress = 'unknown', remotePort = 0 }: RemoteEnd): string {
  return `${bracket(remoteAddress)}:${remotePort}`;
}

export function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
