/** The state of a broker as plain data, for people and their tools: nothing in it may be written to. */
import type { Core } from './core/core.ts';
import type { Connection, Delivery, Exchange, Session } from './core/parts.ts';
import type { ConnectionOrigin } from './inputs.ts';
import type { QoS } from './packets.ts';

export interface ConnectionView {
  readonly connection: number;
  readonly clientId: string;
  /** Name of the chart's configuration: `awaitingConnect`, `connected.… & …`, `disconnecting`. */
  readonly state: string;
  readonly origin: ConnectionOrigin;
  readonly version: number;
  readonly keepAliveSeconds: number;
  /** Number of its session; 0 for none. */
  readonly session: number;
  readonly sendQuota: number;
  readonly heldPackets: number;
}

export interface MessageView {
  readonly topicName: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly payloadBytes: number;
}

export interface ExchangeView extends MessageView {
  readonly packetId: number;
  /** `awaitingPuback`, `awaitingPubrec`, `awaitingPubcomp`. */
  readonly state: string;
}

export interface SubscriptionView {
  readonly topicFilter: string;
  readonly qos: QoS;
}

export interface WillView extends MessageView {
  /** `stored`, `delayed`. */
  readonly state: string;
  readonly delayIntervalSeconds: number;
}

export interface SessionView {
  readonly session: number;
  readonly clientId: string;
  /** `online`, `offline.expiring`, `offline.indefinite`. */
  readonly state: string;
  readonly sessionExpiryIntervalSeconds: number;
  /** The connection that speaks for it; 0 while offline. */
  readonly connection: number;
  readonly subscriptions: readonly SubscriptionView[];
  /** In the order in which they will be sent. */
  readonly queue: readonly MessageView[];
  /** Ours, without their last acknowledgement, in the order of transmission. */
  readonly outbound: readonly ExchangeView[];
  /** Packet Identifiers of the client's QoS 2 messages without PUBREL. */
  readonly inbound: readonly number[];
  readonly will: WillView | undefined;
  readonly dropped: number;
}

export interface BrokerView {
  readonly connections: readonly ConnectionView[];
  readonly sessions: readonly SessionView[];
  readonly retained: readonly MessageView[];
  /** Client Identifiers with a claim in progress, and its state. */
  readonly takeovers: readonly { readonly clientId: string; readonly state: string }[];
}

export function viewOf(core: Core): BrokerView {
  return {
    connections: core.allConnections().map(viewConnection),
    sessions: core.allSessions().map(viewSession),
    retained: core.router
      .allRetained()
      .map(({ message }) => viewMessage({ message, qos: message.qos, retain: true })),
    takeovers: core
      .allTakeovers()
      .map(({ clientId, snapshot }) => ({ clientId, state: snapshot.state.name })),
  };
}

function viewConnection(connection: Connection): ConnectionView {
  const { context, state } = connection.snapshot;
  return {
    connection: connection.id,
    clientId: connection.clientId,
    state: state.name,
    origin: connection.origin,
    version: context.version,
    keepAliveSeconds: context.keepAliveSeconds,
    session: connection.session,
    sendQuota: connection.sendQuota,
    heldPackets: connection.held.length,
  };
}

function viewSession(session: Session): SessionView {
  const outbound = [...session.outbound].map(([, exchange]) => exchange);
  outbound.sort((a, b) => a.order - b.order);
  return {
    session: session.number,
    clientId: session.clientId,
    state: session.snapshot.state.name,
    sessionExpiryIntervalSeconds: session.snapshot.context.sessionExpiryIntervalSeconds,
    connection: session.connection,
    subscriptions: [...session.subscriptions].map(([topicFilter, { qos }]) => ({
      topicFilter,
      qos,
    })),
    queue: [...session.queue].map(({ delivery }) => viewMessage(delivery)),
    outbound: outbound.map(viewExchange),
    inbound: [...session.inbound].map(([packetId]) => packetId),
    will: viewWill(session),
    dropped: session.dropped,
  };
}

function viewExchange({ packetId, snapshot, delivery }: Exchange): ExchangeView {
  return { packetId, state: snapshot.state.name, ...viewMessage(delivery) };
}

function viewWill({ will: stored }: Session): WillView | undefined {
  if (stored === undefined) return undefined;
  const { message, delayIntervalSeconds } = stored.will;
  const { qos, retain } = message;
  return {
    state: stored.snapshot.state.name,
    delayIntervalSeconds,
    ...viewMessage({ message, qos, retain }),
  };
}

function viewMessage({
  message,
  qos,
  retain,
}: Pick<Delivery, 'message' | 'qos' | 'retain'>): MessageView {
  return { topicName: message.topicName, qos, retain, payloadBytes: message.payload.length };
}
