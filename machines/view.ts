/** The state of a broker as plain data, for people and their tools: nothing in it may be written to. */
import type { ChartName } from './charts/index.ts';
import type { Core } from './core/core.ts';
import { type PartId, partIdOf } from './core/part-id.ts';
import type { Connection, Delivery, Exchange, Session } from './core/parts.ts';
import type { Snapshot } from './engine/chart.ts';
import type { ConnectionOrigin } from './inputs.ts';
import type { Packet, QoS } from './packets.ts';

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
  /** Those packets, first come first, by type. */
  readonly held: readonly PacketType[];
  /** PUBLISH or SUBSCRIBE that the authorizer has been asked about. */
  readonly pending: PacketType | undefined;
  readonly congested: boolean;
  /** Batch of writes that its transmissions wait for; 0 for none. */
  readonly awaitedBatch: number;
}

type PacketType = Packet['type'];

export interface MessageView {
  readonly topicName: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly payloadBytes: number;
  /** End of its Message Expiry Interval, on the clock of the inputs; undefined when it has none. */
  readonly expiresAtMs: number | undefined;
}

export interface QueuedView extends MessageView {
  /** Place in the order in which the session's messages came. */
  readonly order: number;
}

export interface ExchangeView extends MessageView {
  readonly packetId: number;
  /** `awaitingPuback`, `awaitingPubrec`, `awaitingPubcomp`. */
  readonly state: string;
  /** It waits until it may be sent again on a new connection. */
  readonly awaitsQuota: boolean;
}

export interface SubscriptionView {
  readonly topicFilter: string;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly identifier: number | undefined;
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
  readonly queue: readonly QueuedView[];
  /** Ours, without their last acknowledgement, in the order of transmission. */
  readonly outbound: readonly ExchangeView[];
  /** Packet Identifiers of the client's QoS 2 messages without PUBREL. */
  readonly inbound: readonly number[];
  readonly will: WillView | undefined;
  readonly dropped: number;
  /** The store has it. */
  readonly stored: boolean;
}

/** A claim on a session in progress. */
export interface TakeoverView {
  readonly clientId: string;
  readonly state: string;
  /** The connection that claims it; 0 when it has gone. */
  readonly incoming: number;
  readonly cleanStart: boolean;
}

/** Writes that the store has not answered for. */
export interface BatchView {
  readonly id: number;
  /** What is transmitted when it does, by connection. */
  readonly transmits: readonly { readonly connection: number; readonly packet: PacketType }[];
}

export interface BrokerView {
  readonly connections: readonly ConnectionView[];
  readonly sessions: readonly SessionView[];
  readonly retained: readonly MessageView[];
  /** Client Identifiers with a claim in progress, and its state. */
  readonly takeovers: readonly TakeoverView[];
  readonly batches: readonly BatchView[];
}

/** A part of a broker with the snapshot of its chart: what a step of it would start from. */
export interface PartView {
  readonly chart: Exclude<ChartName, 'client'>;
  readonly part: PartId;
  readonly snapshot: Snapshot<unknown>;
}

export function viewOf(core: Core): BrokerView {
  return {
    connections: core.records.allConnections().map(viewConnection),
    sessions: core.records.allSessions().map(viewSession),
    retained: core.router
      .allRetained()
      .map(({ message, expiresAtMs }) =>
        viewMessage({ message, qos: message.qos, retain: true, expiresAtMs }),
      ),
    takeovers: core.records.allTakeovers().map(({ clientId, snapshot }) => ({
      clientId,
      state: snapshot.state.name,
      ...snapshot.context,
    })),
    batches: core.journal.allBatches().map(([id, transmits]) => ({
      id,
      transmits: transmits.map(({ connection, packet }) => ({ connection, packet: packet.type })),
    })),
  };
}

/** Every part that a chart is run for, in the order of `view`: a session's exchanges after it. */
export function partsOf(core: Core): readonly PartView[] {
  const parts: PartView[] = [];
  const add = (chart: PartView['chart'], part: unknown, snapshot: Snapshot<unknown>) =>
    parts.push({ chart, part: partIdOf(chart, part), snapshot });
  for (const connection of core.records.allConnections()) {
    add('connection', connection, connection.snapshot);
  }
  for (const session of core.records.allSessions()) {
    add('session', session, session.snapshot);
    if (session.will !== undefined) add('will', session, session.will.snapshot);
    const connection = { id: session.connection };
    for (const [packetId, { snapshot }] of session.outbound) {
      add('sender', { connection, session, packetId }, snapshot);
    }
    for (const [packetId, snapshot] of session.inbound) {
      add('receiver', { connection, session, packetId }, snapshot);
    }
  }
  for (const takeover of core.records.allTakeovers()) add('takeover', takeover, takeover.snapshot);
  return parts;
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
    held: connection.held.map(({ type }) => type),
    pending: connection.pending?.type,
    congested: connection.congested,
    awaitedBatch: connection.awaitedBatch,
  };
}

function viewSession(session: Session): SessionView {
  const outbound = [...session.outbound].map(([, exchange]) => exchange);
  outbound.sort((a, b) => a.order - b.order);
  const backlog = new Set(session.backlog);
  return {
    session: session.number,
    clientId: session.clientId,
    state: session.snapshot.state.name,
    sessionExpiryIntervalSeconds: session.snapshot.context.sessionExpiryIntervalSeconds,
    connection: session.connection,
    subscriptions: [...session.subscriptions].map(([, subscription]) => ({ ...subscription })),
    queue: [...session.queue].map(({ order, delivery }) => ({ order, ...viewMessage(delivery) })),
    outbound: outbound.map((exchange) => viewExchange(exchange, backlog)),
    inbound: [...session.inbound].map(([packetId]) => packetId),
    will: viewWill(session),
    dropped: session.dropped,
    stored: session.stored,
  };
}

function viewExchange(
  { packetId, snapshot, delivery }: Exchange,
  backlog: ReadonlySet<number>,
): ExchangeView {
  const awaitsQuota = backlog.has(packetId);
  return { packetId, state: snapshot.state.name, awaitsQuota, ...viewMessage(delivery) };
}

function viewWill({ will: stored }: Session): WillView | undefined {
  if (stored === undefined) return undefined;
  const { message, delayIntervalSeconds } = stored.will;
  const { qos, retain } = message;
  return {
    state: stored.snapshot.state.name,
    delayIntervalSeconds,
    ...viewMessage({ message, qos, retain, expiresAtMs: Number.POSITIVE_INFINITY }),
  };
}

function viewMessage({
  message,
  qos,
  retain,
  expiresAtMs,
}: Pick<Delivery, 'message' | 'qos' | 'retain' | 'expiresAtMs'>): MessageView {
  return {
    topicName: message.topicName,
    qos,
    retain,
    payloadBytes: message.payload.length,
    expiresAtMs: expiresAtMs === Number.POSITIVE_INFINITY ? undefined : expiresAtMs,
  };
}
