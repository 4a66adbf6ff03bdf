/** What the effects of the connection chart do, and how a packet becomes an event of that chart. */
import { isPayloadInvalid } from '../charts/connection-guards.ts';
import {
  type AuthEvent,
  type AuthenticationAnswered,
  type AuthorizationAnswered,
  type ConnectionEvent,
  type NetworkClosed,
  type Overload,
  openedContext,
  type PublishEvent,
  type SubscribeEvent,
  type UnsubscribeEvent,
} from '../charts/connection-types.ts';
import { IntMap } from '../collections/int-map.ts';
import { StringMap } from '../collections/string-map.ts';
import type { Opened } from '../inputs.ts';
import type { DisconnectCause } from '../lifecycle.ts';
import type {
  Connack,
  Connect,
  Disconnect,
  Message,
  Packet,
  Publish,
  Subscribe,
} from '../packets.ts';
import { connackReturnCode, ReasonCode, reasonCodeAllowedIn } from '../reason-codes.ts';
import { answerTooLarge, auth, fits } from './answers.ts';
import { connack } from './connack.ts';
import type { Core, Performer } from './core.ts';
import { offerQuota } from './delivering.ts';
import { hold, isHoldFull, takeHeld } from './holding.ts';
import { type Connection, endOf, type Session, versionOf } from './parts.ts';
import { publishMessage } from './publishing.ts';
import { countReceived, keepsReceiveMaximum } from './receive-maximum.ts';
import { openSession, releaseSession } from './sessions.ts';
import { subscribe, unsubscribe } from './subscriptions.ts';
import { TimerIds } from './timer-ids.ts';

const ENDED_BY_CLIENT: ReadonlySet<DisconnectCause> = new Set([
  'clientDisconnected',
  'networkClosed',
  'networkFailed',
]);

export function open(core: Core, { connection: id, origin, nonce }: Opened): void {
  const step = core.charts.connection.start(openedContext(core.options));
  const connection = core.records.addConnection((owner) => ({
    owner,
    id,
    origin,
    nonce,
    snapshot: step.snapshot,
    connect: undefined,
    clientId: '',
    userName: undefined,
    session: 0,
    sessionPresent: false,
    held: [],
    heldBytes: 0,
    heldEnd: undefined,
    pending: undefined,
    congested: false,
    awaitedBatch: 0,
    connackSent: false,
    sendQuota: 0,
    unacknowledged: new IntMap(),
    maximumPacketSizeBytes: Number.POSITIVE_INFINITY,
    wantsReasonString: true,
    aliases: { incoming: new IntMap(), outgoing: new StringMap(), outgoingMaximum: 0 },
    timers: new TimerIds('connection', id),
  }));
  core.announce({ type: 'connection.opened', connection: id, clientId: '', origin });
  core.startConnection(connection, step);
}

/** A packet from the client, together with what the chart's guards want to know at this moment. */
export function receive(core: Core, connection: Connection, received: Packet): void {
  if (received.type === 'CONNECT') rememberConnect(core, connection, received);
  const packet = received.type === 'PUBLISH' ? withTopic(connection, received) : received;
  core.stepConnection(connection, {
    type: packet.type,
    packet,
    isHoldFull: connection.held.length > 0 && isHoldFull(core, connection, packet),
    withinReceiveMaximum:
      packet.type !== 'PUBLISH' || keepsReceiveMaximum(core, connection, packet),
    overload: packet.type === 'CONNECT' ? overloadBy(core, connection) : undefined,
    answerTooLarge: answerTooLarge(core, connection, packet),
  } as ConnectionEvent);
}

/** A second CONNECT on a connection is none to be counted. */
function overloadBy(core: Core, { snapshot, clientId }: Connection): Overload | undefined {
  if (snapshot.context.version !== 0) return undefined;
  const { connections, sessions } = core.records.counts;
  const overload = core.admission.admit(core.options, core.nowMs, connections);
  if (overload !== undefined || sessions < core.options.sessionsMaximum) return overload;
  return core.sessionOf(clientId) === undefined ? 'sessions' : undefined;
}

/** A Topic Alias in place of the topic that it has been set to; a PUBLISH with both sets it once it is accepted. */
function withTopic({ aliases }: Connection, publish: Publish): Publish {
  const { topicAlias, message } = publish;
  if (topicAlias === undefined || message.topicName !== '') return publish;
  const topicName = aliases.incoming.get(topicAlias);
  return topicName === undefined ? publish : { ...publish, message: { ...message, topicName } };
}

function rememberConnect(core: Core, connection: Connection, connect: Connect): void {
  // A second CONNECT is a violation and tells nothing.
  if (connection.snapshot.context.version !== 0) return;
  connection.connect = connect;
  connection.userName = connect.userName;
  // 0 is a Protocol Error, and no size that an answer could be held to.
  const { maximumPacketSize, requestProblemInformation } = connect.properties;
  connection.maximumPacketSizeBytes = maximumPacketSize || Number.POSITIVE_INFINITY;
  connection.wantsReasonString = requestProblemInformation !== false;
  connection.clientId = connect.clientId || unusedClientId(core, connection.nonce);
}

/** An Assigned Client Identifier that no session has (v3 MQTT-3.1.3-6, v5 MQTT-3.2.2-16). */
function unusedClientId(core: Core, nonce: string): string {
  let clientId = `auto-${nonce}`;
  for (let n = 2; core.sessionOf(clientId) !== undefined; n++) clientId = `auto-${nonce}-${n}`;
  return clientId;
}

/**
 * Processes what was held back, until something has to be waited for again. One packet at a time, and what it causes
 * before the next: it may have been a violation.
 */
export function processHeld(core: Core, connection: Connection): void {
  if (connection.pending !== undefined) return;
  const packet = takeHeld(connection);
  if (packet !== undefined) {
    receive(core, connection, packet);
    core.post({ to: 'held', id: connection.id });
  } else if (connection.heldEnd !== undefined) {
    endOfNetwork(core, connection, connection.heldEnd);
  }
}

/** The Network Connection is gone. */
export function endOfNetwork(core: Core, connection: Connection, error: string): void {
  const isAuthorizing = connection.pending !== undefined;
  core.stepConnection(connection, { type: 'network.closed', error, isAuthorizing });
}

function refuse(core: Core, connection: Connection): void {
  const { blame } = connection.snapshot.context;
  const version = versionOf(connection);
  const reasonCode = version === 5 ? blame.reasonCode : connackReturnCode(blame.reasonCode);
  if (reasonCode === undefined) return;
  const plain: Connack = {
    type: 'CONNACK',
    sessionPresent: false,
    reasonCode,
    properties: undefined,
  };
  if (version < 5) core.transmit(connection, plain);
  else if (reasonCodeAllowedIn(reasonCode, 'CONNACK')) explain(core, connection, plain);
}

/** 3.x knows no DISCONNECT from a server: there the connection is closed without a word. */
function disconnect(core: Core, connection: Connection): void {
  const { version, blame } = connection.snapshot.context;
  if (version < 5) return;
  // An authenticator's refusal, or an operator, may name a code that is CONNACK's only (v5 MQTT-3.14.2-1).
  const isAllowed = reasonCodeAllowedIn(blame.reasonCode, 'DISCONNECT');
  const instead =
    blame.cause === 'authenticationFailed' ? ReasonCode.notAuthorized : ReasonCode.unspecifiedError;
  const reasonCode = isAllowed ? blame.reasonCode : instead;
  explain(core, connection, { type: 'DISCONNECT', reasonCode });
}

/**
 * Transmits with Server Reference and Reason String, where there is something to tell, and where the client takes
 * packets so large (v5 MQTT-3.2.2-19, v5 MQTT-3.14.2-3). What does not fit without them is not sent at all.
 */
function explain(core: Core, connection: Connection, plain: Connack | Disconnect): void {
  const { serverReference, detail } = connection.snapshot.context.blame;
  let packet = plain;
  const add = (properties: {
    readonly serverReference?: string;
    readonly reasonString?: string;
  }) => {
    const larger = { ...packet, properties: { ...packet.properties, ...properties } };
    if (fits(connection, larger)) packet = larger;
  };
  if (serverReference) add({ serverReference });
  if (detail !== '' && connection.wantsReasonString) add({ reasonString: detail });
  if (fits(connection, packet)) core.transmit(connection, packet);
}

function authenticate(core: Core, connection: Connection): void {
  const connect = connection.connect as Connect;
  const { authenticationMethod: method, authenticationData: data } = connect.properties;
  const { id } = connection;
  core.emit({ type: 'authenticate', connection: id, connect, method, data, again: false });
}

/** AUTH from the client, before CONNACK or in the course of a re-authentication. */
function authenticateFurther(core: Core, connection: Connection, event: ConnectionEvent): void {
  const { properties } = (event as AuthEvent).packet;
  core.emit({
    type: 'authenticate',
    connection: connection.id,
    connect: connection.connect,
    method: properties.authenticationMethod,
    data: properties.authenticationData,
    again: connection.session !== 0,
  });
}

function transmitAuth(reasonCode: number): Performer<Connection, ConnectionEvent> {
  return (core, connection, event) => {
    const { outcome } = event as AuthenticationAnswered;
    const data = outcome.kind === 'refused' ? undefined : outcome.data;
    core.transmit(connection, auth(connection, reasonCode, data));
  };
}

function authorize(
  core: Core,
  connection: Connection,
  packet: Publish | Subscribe,
  topics: readonly string[],
): void {
  connection.pending = packet;
  core.emit({
    type: 'authorize',
    connection: connection.id,
    clientId: connection.clientId,
    userName: connection.userName,
    action: packet.type === 'PUBLISH' ? 'publish' : 'subscribe',
    topics,
  });
}

function publish(core: Core, connection: Connection, packet: Publish, allowed: boolean): void {
  const { qos, message, packetId } = packet;
  const session = core.session(connection.session) as Session;
  const denial = denialOf(core, message, allowed);
  if (qos > 0) {
    // Without a store QoS 1 is acknowledged before this step is over.
    if (qos === 2 || core.journal.enabled) countReceived(core, connection, packet);
    const receipt = { connection, session, packetId, message, denial, recipients: 0 };
    core.stepReceiver(receipt, {
      type: 'PUBLISH',
      version: versionOf(connection),
      qos: qos as 1 | 2,
      allowed: denial === 0,
    });
  } else if (denial === 0) {
    publishMessage(core, message, session.number);
  } else {
    const { id, clientId } = connection;
    const { topicName } = message;
    const refused = { connection: id, clientId, topicName, reasonCode: denial };
    core.tally.refused.publishes += 1;
    core.announce({ type: 'publish.refused', ...refused });
  }
}

/** Why a message is not taken; 0 when it is. */
function denialOf(core: Core, message: Message, allowed: boolean): number {
  if (!allowed) return ReasonCode.notAuthorized;
  return isPayloadInvalid(message, core.options) ? ReasonCode.payloadFormatInvalid : 0;
}

/** The packet that the authorizer was asked about. From here on the next one may be processed. */
function takePending(connection: Connection): Packet | undefined {
  const { pending } = connection;
  connection.pending = undefined;
  return pending;
}

export const connectionEffects: Readonly<Record<string, Performer<Connection, ConnectionEvent>>> = {
  closeNetwork: (core, { id, heldEnd }) => {
    if (heldEnd === undefined) core.emit({ type: 'close', connection: id, abort: false });
  },
  abortNetwork: (core, { id }) => core.emit({ type: 'close', connection: id, abort: true }),
  transmitRefusal: refuse,
  transmitConnack: (core, connection) => {
    const { authenticationData } = connection.snapshot.context;
    core.transmit(connection, connack(core, connection, authenticationData));
  },
  transmitDisconnect: disconnect,
  transmitPingresp: (core, connection) => core.transmit(connection, { type: 'PINGRESP' }),
  transmitAuthContinue: transmitAuth(ReasonCode.continueAuthentication),
  transmitAuthSuccess: transmitAuth(ReasonCode.success),

  authenticate,
  authenticateFurther,
  authorizePublish: (core, connection, event) => {
    const { packet } = event as PublishEvent;
    countReceived(core, connection, packet);
    authorize(core, connection, packet, [packet.message.topicName]);
  },
  authorizeSubscribe: (core, connection, event) => {
    const { packet } = event as SubscribeEvent;
    const topics = packet.subscriptions.map((request) => request.topicFilter);
    authorize(core, connection, packet, topics);
  },

  claimSession: (core, { id, clientId, connect }) => {
    const event = {
      type: 'session.claimed' as const,
      incoming: id,
      cleanStart: (connect as Connect).cleanStart,
      hasExisting: (core.sessionOf(clientId)?.connection ?? 0) !== 0,
    };
    core.post({ to: 'takeover', clientId, event });
  },
  withdrawClaim: (core, { id, clientId }) => {
    // A newer claim stays.
    if (core.takeover(clientId)?.snapshot.context.incoming !== id) return;
    core.post({ to: 'takeover', clientId, event: { type: 'incoming.closed' } });
  },
  openSession,
  releaseSession,

  learnTopicAlias: (_core, { aliases }, event) => {
    const { topicAlias, message } = (event as PublishEvent).packet;
    if (topicAlias !== undefined) aliases.incoming.set(topicAlias, message.topicName);
  },
  publish: (core, connection, event) =>
    publish(core, connection, (event as PublishEvent).packet, true),
  publishDenied: (core, connection, event) =>
    publish(core, connection, (event as PublishEvent).packet, false),
  publishAsAuthorized: (core, connection, event) => {
    const { allowed } = event as AuthorizationAnswered;
    publish(core, connection, takePending(connection) as Publish, allowed[0] === true);
  },
  acknowledge: (core, connection, event) => {
    const { packet } = event as Extract<ConnectionEvent, { type: 'PUBACK' }>;
    const session = core.session(connection.session) as Session;
    const { packetId, reasonCode } = packet;
    const exchange = session.outbound.get(packetId);
    core.stepSender({ connection, session, packetId, exchange }, { type: packet.type, reasonCode });
  },
  release: (core, connection, event) => {
    const { packetId, reasonCode } = (event as Extract<ConnectionEvent, { type: 'PUBREL' }>).packet;
    const session = core.session(connection.session) as Session;
    const none = { message: undefined, denial: 0, recipients: 0 };
    const receipt = { connection, session, packetId, ...none };
    core.stepReceiver(receipt, { type: 'PUBREL', reasonCode });
  },
  subscribe: (core, connection, event) =>
    subscribe(core, connection, (event as SubscribeEvent).packet, undefined),
  subscribeAsAuthorized: (core, connection, event) => {
    const { allowed } = event as AuthorizationAnswered;
    subscribe(core, connection, takePending(connection) as Subscribe, allowed);
  },
  unsubscribe: (core, connection, event) =>
    unsubscribe(core, connection, (event as UnsubscribeEvent).packet),

  congest: (_core, connection) => {
    connection.congested = true;
  },
  flow: (core, connection) => {
    connection.congested = false;
    offerQuota(core, core.session(connection.session) as Session);
  },

  holdPacket: (core, connection, event) => {
    const { packet } = event as ConnectionEvent & { readonly packet: Packet };
    hold(connection, packet);
    // Before CONNACK a client knows no Receive Maximum.
    if (packet.type === 'PUBLISH' && connection.session !== 0)
      countReceived(core, connection, packet);
  },
  holdEnd: (_core, connection, event) => {
    connection.heldEnd = (event as NetworkClosed).error;
  },
  processHeld: (core, { id }) => core.post({ to: 'held', id }),

  announceRefused: (core, connection) => {
    // An identifier that was to be assigned is nobody's now.
    if (connection.connect?.clientId === '') connection.clientId = '';
    const end = endOf(connection);
    if (!ENDED_BY_CLIENT.has(end.cause)) core.tally.refused.connects += 1;
    core.announce({ type: 'client.refused', origin: connection.origin, ...end });
  },
  announceClosed: (core, { id, clientId }) =>
    core.announce({ type: 'connection.closed', connection: id, clientId }),
};
