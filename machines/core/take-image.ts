/** The image of a core: see image.ts. Reads, and leaves everything as it is. */
import type { ChartState, Snapshot } from '../engine/chart.ts';
import type {
  BrokerImage,
  ConnectionImage,
  DeliveryImage,
  ExchangeImage,
  SessionImage,
  SnapshotImage,
} from '../image.ts';
import type { Core } from './core.ts';
import type { Connection, Delivery, Exchange, Session } from './parts.ts';

/** @param nowMs now, which may be later than the last input */
export function takeImage(core: Core, nowMs: number): BrokerImage {
  const { records, router } = core;
  return {
    connections: records.allConnections().map(connectionImage),
    sessions: records.allSessions().map((session) => sessionImage(session, nowMs)),
    takeovers: records.allTakeovers().map(({ clientId, snapshot }) => ({
      clientId,
      snapshot: snapshotImage(snapshot),
    })),
    retained: router.allRetained().map(({ message, expiresAtMs }) => ({
      message,
      expiresInMs: inMs(expiresAtMs, nowMs),
    })),
    locals: router.allLocals(),
    turns: router.allTurns(),
    ...rest(core, nowMs),
  };
}

/**
 * A part of the image, for looking at: the connections that came last, with their sessions.
 * @param most how many things it may have in it
 */
export function takeImageOfNewest(core: Core, nowMs: number, most: number): BrokerImage {
  const connections: ConnectionImage[] = [];
  const sessions: SessionImage[] = [];
  let left = most;
  for (const connection of core.records.allConnections().reverse()) {
    const session = connection.session === 0 ? undefined : core.session(connection.session);
    left -= 1 + (session === undefined ? 0 : sizeOfSession(session));
    if (left < 0) break;
    connections.push(connectionImage(connection));
    if (session !== undefined) sessions.push(sessionImage(session, nowMs));
  }
  const none = { takeovers: [], retained: [], locals: [], turns: [] };
  const inOrder = { connections: connections.reverse(), sessions: sessions.reverse() };
  return { ...inOrder, ...none, ...rest(core, nowMs) };
}

/** Connections, sessions, and whatever belongs to one of them. Looks no further than it has to. */
export function holdsMoreThan({ records, router }: Core, most: number): boolean {
  let size = records.counts.connections + router.counts.retained;
  if (size + records.counts.sessions > most) return true;
  for (const session of records.allSessions()) {
    size += sizeOfSession(session);
    if (size > most) return true;
  }
  return false;
}

function sizeOfSession({ subscriptions, underWay }: Session): number {
  const { queue, outbound, inbound } = underWay;
  return 1 + subscriptions.size + queue + outbound + inbound;
}

function rest({ records, admission, journal }: Core, nowMs: number) {
  return {
    nextSession: records.nextSession,
    admission: admission.image(nowMs),
    journal: journal.enabled ? journal.image() : undefined,
  };
}

function connectionImage(connection: Connection): ConnectionImage {
  const {
    owner: _owner,
    timers: _timers,
    snapshot,
    unacknowledged,
    aliases,
    maximumPacketSizeBytes,
    ...facts
  } = connection;
  const { options: _options, ...context } = snapshot.context;
  const { incoming, outgoing, outgoingMaximum } = aliases;
  return {
    ...facts,
    snapshot: { state: snapshot.state.name, context },
    unacknowledged: [...unacknowledged].map(([packetId]) => packetId),
    aliases: { incoming: [...incoming], outgoing: [...outgoing], outgoingMaximum },
    maximumPacketSizeBytes: finite(maximumPacketSizeBytes),
  };
}

function sessionImage(session: Session, nowMs: number): SessionImage {
  const { number, clientId, connection, lastConnection, nextPacketId, nextOrder } = session;
  const { stored, dropped, lastDropCause, snapshot, will } = session;
  // What it does not have under way it is not to get room for, by being looked at.
  const { queue, outbound, backlog, inbound } = session.underWay;
  return {
    number,
    clientId,
    connection,
    lastConnection,
    nextPacketId,
    nextOrder,
    stored,
    dropped,
    lastDropCause,
    snapshot: snapshotImage(snapshot),
    subscriptions: [...session.subscriptions].map(([, subscription]) => subscription),
    will: will && { will: will.will, snapshot: snapshotImage(will.snapshot) },
    queue:
      queue === 0
        ? []
        : [...session.queue].map(({ order, delivery }) => ({
            order,
            delivery: deliveryImage(delivery, nowMs),
          })),
    outbound:
      outbound === 0
        ? []
        : [...session.outbound].map(([, exchange]) => exchangeImage(exchange, nowMs)),
    backlog: backlog === 0 ? [] : [...session.backlog],
    inbound:
      inbound === 0
        ? []
        : [...session.inbound].map(([packetId, each]) => [packetId, snapshotImage(each)]),
  };
}

function exchangeImage({ delivery, snapshot, ...facts }: Exchange, nowMs: number): ExchangeImage {
  return {
    ...facts,
    delivery: deliveryImage(delivery, nowMs),
    snapshot: snapshotImage(snapshot),
  };
}

function deliveryImage({ expiresAtMs, ...facts }: Delivery, nowMs: number): DeliveryImage {
  return { ...facts, expiresInMs: inMs(expiresAtMs, nowMs) };
}

function snapshotImage<Context>({ state, context }: Snapshot<Context>): SnapshotImage<Context> {
  return { state: (state as ChartState).name, context };
}

function inMs(atMs: number, nowMs: number): number | null {
  return finite(atMs - nowMs);
}

/** JSON has no infinity. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
