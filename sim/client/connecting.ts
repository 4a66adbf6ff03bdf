/** CONNECT as the client's options have it, and what a connection leaves behind when it begins and ends. */
import { startsClean } from '../../machines/charts/client-guards.ts';
import type { ConnackEvent } from '../../machines/charts/client-types.ts';
import type { Auth, Connect, ConnectProperties } from '../../machines/packets.ts';
import type { ClientCore } from './core.ts';
import type { Outcome } from './messages.ts';
import { createClientSession, exchangesOf, type Request } from './state.ts';

const RECEIVE_MAXIMUM_PRESUMED = 65_535;

export function connectPacket({ options, state }: ClientCore): Connect {
  const { context } = state.snapshot;
  const { version, keepAliveSeconds, userName, will } = options;
  // 3.x has no password without a user name (v3 MQTT-3.1.2-22).
  const password = version < 5 && userName === undefined ? undefined : options.password;
  return {
    type: 'CONNECT',
    protocolVersion: version,
    cleanStart: startsClean(context),
    clientId: context.clientId,
    keepAliveSeconds,
    userName,
    password,
    will,
    properties: version === 5 ? connectProperties(options, context.expiryAskedSeconds) : {},
  };
}

function connectProperties(
  { receiveMaximum, authenticationMethod, authenticationData }: ClientCore['options'],
  sessionExpiryInterval: number,
): ConnectProperties {
  return {
    ...(sessionExpiryInterval !== 0 && { sessionExpiryInterval }),
    ...(receiveMaximum !== RECEIVE_MAXIMUM_PRESUMED && { receiveMaximum }),
    ...(authenticationMethod !== undefined && { authenticationMethod }),
    ...(authenticationMethod !== undefined && authenticationData && { authenticationData }),
  };
}

export function authPacket({ options }: ClientCore, reasonCode: number): Auth {
  const { authenticationMethod, authenticationData } = options;
  return {
    type: 'AUTH',
    reasonCode,
    properties: {
      ...(authenticationMethod !== undefined && { authenticationMethod }),
      ...(authenticationData !== undefined && { authenticationData }),
    },
  };
}

/** CONNACK is there: what the server allows holds for this connection. */
function beginConnection(core: ClientCore, { packet }: ConnackEvent): void {
  const { state, options } = core;
  const allowed = packet.properties?.receiveMaximum ?? RECEIVE_MAXIMUM_PRESUMED;
  state.sendQuota = Math.min(allowed, options.inflightMaximum);
  const { sessionPresent } = packet;
  core.emit({ type: 'connected', sessionPresent, clientId: state.snapshot.context.clientId });
}

export function createSession(core: ClientCore, event: ConnackEvent): void {
  core.state.session = createClientSession();
  beginConnection(core, event);
}

export function resumeSession(core: ClientCore, event: ConnackEvent): void {
  beginConnection(core, event);
}

export function forgetSession(core: ClientCore): void {
  const { session } = core.state;
  core.state.session = undefined;
  for (const { packetId, message } of exchangesOf(session)) {
    core.emit({ type: 'abandoned', of: 'PUBLISH', packetId, message });
  }
}

export function forgetConnection(core: ClientCore): void {
  const { state } = core;
  for (const [packetId, request] of state.unanswered) {
    core.emit({ type: 'abandoned', ...outcomeOf(packetId, request) });
  }
  state.connection = 0;
  state.sendQuota = 0;
  state.backlog.clear();
  state.unanswered.clear();
  state.heldAcks.clear();
  state.unacknowledged.clear();
}

export function outcomeOf(packetId: number, request: Request): Outcome {
  if (request.type === 'command.unsubscribe') {
    return { of: 'UNSUBSCRIBE', packetId, topicFilters: request.topicFilters };
  }
  const topicFilters = request.subscriptions.map(({ topicFilter }) => topicFilter);
  return { of: 'SUBSCRIBE', packetId, topicFilters };
}
