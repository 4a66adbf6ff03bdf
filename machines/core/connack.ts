/** CONNACK of an accepted CONNECT: what the broker offers, where it differs from what the standard presumes. */
import { keepAlive, sessionExpiryInterval } from '../charts/connection-guards.ts';
import { NEVER_EXPIRES_SECONDS } from '../options.ts';
import type { Connack, ConnackProperties, Connect } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import type { Core } from './core.ts';
import type { Connection } from './parts.ts';

const RECEIVE_MAXIMUM_PRESUMED = 65_535;

export function connack(core: Core, connection: Connection): Connack {
  const { version } = connection.snapshot.context;
  return {
    type: 'CONNACK',
    // The first byte of CONNACK is reserved in 3.1: it has no Session Present.
    sessionPresent: connection.sessionPresent && version !== 3,
    reasonCode: ReasonCode.success,
    properties: version === 5 ? connackProperties(core, connection) : undefined,
  };
}

function connackProperties({ options }: Core, connection: Connection): ConnackProperties {
  const connect = connection.connect as Connect;
  const { authenticationMethod, authenticationData } = connection.snapshot.context;
  const expiry = sessionExpiryInterval(connect, options.sessionExpiryMaximumSeconds);
  const keepAliveSeconds = keepAlive(connect, options.keepAliveMaximumSeconds);
  const { receiveMaximum, topicAliasMaximum, responseInformation } = options;
  const isAskedFor = connect.properties.requestResponseInformation === true;
  return {
    ...(expiry !== sessionExpiryInterval(connect, NEVER_EXPIRES_SECONDS) && {
      sessionExpiryInterval: expiry,
    }),
    ...(receiveMaximum !== RECEIVE_MAXIMUM_PRESUMED && { receiveMaximum }),
    maximumPacketSize: options.maximumPacketSizeBytes,
    ...(connect.clientId === '' && { assignedClientIdentifier: connection.clientId }),
    ...(topicAliasMaximum > 0 && { topicAliasMaximum }),
    ...(keepAliveSeconds !== connect.keepAliveSeconds && { serverKeepAlive: keepAliveSeconds }),
    ...(!options.sharedSubscriptions && { sharedSubscriptionAvailable: false }),
    ...(isAskedFor && responseInformation !== '' && { responseInformation }),
    ...(authenticationMethod !== undefined && { authenticationMethod }),
    ...(authenticationData !== undefined && { authenticationData }),
  };
}
