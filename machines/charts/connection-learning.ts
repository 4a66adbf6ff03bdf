/** What the connection chart remembers of CONNECT, of the authenticator's answer and of DISCONNECT. */
import { keepAlive, sessionExpiryInterval } from './connection-guards.ts';
import type {
  AuthenticationAnswered,
  ConnectEvent,
  ConnectionContext,
  ConnectionEvent,
  DisconnectEvent,
} from './connection-types.ts';

interface Args {
  readonly context: ConnectionContext;
  readonly event: ConnectionEvent;
}

export function learnConnect({ context, event }: Args): Partial<ConnectionContext> {
  const connect = (event as ConnectEvent).packet;
  const { options } = context;
  const { protocolVersion } = connect;
  return {
    // A version that is to be refused is answered in the form of the nearest one we speak.
    version: protocolVersion >= 5 ? 5 : protocolVersion === 3 ? 3 : 4,
    keepAliveSeconds: keepAlive(connect, options.keepAliveMaximumSeconds),
    sessionExpiryIntervalSeconds: sessionExpiryInterval(
      connect,
      options.sessionExpiryMaximumSeconds,
    ),
    sessionExpiryAskedSeconds: connect.properties.sessionExpiryInterval ?? 0,
    authenticationMethod: connect.properties.authenticationMethod,
  };
}

export function learnDisconnect({ context, event }: Args): Partial<ConnectionContext> {
  const { packet } = event as DisconnectEvent;
  const expiry = packet.properties?.sessionExpiryInterval;
  const { reasonCode } = packet;
  return {
    blame: { cause: 'clientDisconnected', reasonCode, detail: '', clauses: [] },
    ...(expiry !== undefined && {
      sessionExpiryIntervalSeconds: Math.min(expiry, context.options.sessionExpiryMaximumSeconds),
    }),
  };
}

export function learnAuthentication({ event }: Args): Partial<ConnectionContext> {
  const { outcome } = event as AuthenticationAnswered;
  return { authenticationData: outcome.kind === 'accepted' ? outcome.data : undefined };
}
