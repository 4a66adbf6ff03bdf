/** CONNACK of an accepted CONNECT: what the broker offers, where it differs from what the standard presumes. */
import { answerSize } from '../answer-size.ts';
import { keepAlive, sessionExpiryInterval } from '../charts/connection-guards.ts';
import { NEVER_EXPIRES_SECONDS } from '../options.ts';
import type { Connack, ConnackProperties, Connect } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import type { Core } from './core.ts';
import type { Connection } from './parts.ts';

const RECEIVE_MAXIMUM_PRESUMED = 65_535;

/** @param authenticationData the authenticator's last word, if it had one */
export function connack(
  core: Core,
  connection: Connection,
  authenticationData: Uint8Array | undefined,
): Connack {
  const { protocolVersion } = connection.connect as Connect;
  const plain: Connack = {
    type: 'CONNACK',
    // The first byte of CONNACK is reserved in 3.1: it has no Session Present.
    sessionPresent: connection.sessionPresent && protocolVersion !== 3,
    reasonCode: ReasonCode.success,
    properties: undefined,
  };
  if (protocolVersion < 5) return plain;
  const properties = {
    ...offers(core, connection),
    ...(authenticationData && { authenticationData }),
  };
  return withResponseInformation(core, connection, { ...plain, properties });
}

/** It is for the broker to give or not (5.0 section 3.2.2.3.15), so it is what gives way in a small packet. */
function withResponseInformation(
  { options }: Core,
  { connect, maximumPacketSizeBytes }: Connection,
  packet: Connack,
): Connack {
  const { responseInformation } = options;
  if (connect?.properties.requestResponseInformation !== true) return packet;
  if (responseInformation === '') return packet;
  const larger = { ...packet, properties: { ...packet.properties, responseInformation } };
  return answerSize(larger) <= maximumPacketSizeBytes ? larger : packet;
}

function offers({ options }: Core, connection: Connection): ConnackProperties {
  const connect = connection.connect as Connect;
  const { authenticationMethod } = connect.properties;
  const expiry = sessionExpiryInterval(connect, options.sessionExpiryMaximumSeconds);
  const keepAliveSeconds = keepAlive(connect, options.keepAliveMaximumSeconds);
  const { receiveMaximum, topicAliasMaximum } = options;
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
    ...(authenticationMethod !== undefined && { authenticationMethod }),
  };
}
