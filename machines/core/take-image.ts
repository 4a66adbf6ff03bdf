/** The image of a core: see image.ts. Reads, and leaves everything as it is. */
import type { ChartState, Snapshot } from '../engine/chart.ts';
import type {
  BrokerImage,
  ConnectionImage,
  DeliveryImage,
  ExchangeImage,
  ImageItem,
  ImageLists,
  ImageRest,
  SessionImage,
  SnapshotImage,
} from '../image.ts';
import type { Core } from './core.ts';
import type { Connection, Delivery, Exchange, Session } from './parts.ts';

/** @param nowMs now, which may be later than the last input */
export function takeImage(core: Core, nowMs: number): BrokerImage {
  const lists: Record<keyof ImageLists, unknown[]> = {
    connections: [],
    sessions: [],
    takeovers: [],
    retained: [],
    locals: [],
    turns: [],
  };
  for (const [name, item] of imageItems(core, nowMs)) lists[name].push(item);
  return { ...(lists as unknown as ImageLists), ...imageRest(core, nowMs) };
}

/** The lists of an image, item by item, so that whoever takes a large one can do other things in between. */
export function* imageItems(core: Core, nowMs: number): Generator<ImageItem, void, undefined> {
  const { records, router } = core;
  for (const connection of records.allConnections()) {
    yield ['connections', connectionImage(connection)];
  }
  for (const session of records.allSessions()) yield ['sessions', sessionImage(session, nowMs)];
  for (const { clientId, snapshot } of records.allTakeovers()) {
    yield ['takeovers', { clientId, snapshot: snapshotImage(snapshot) }];
  }
  for (const { message, expiresAtMs } of router.allRetained()) {
    yield ['retained', { message, expiresInMs: inMs(expiresAtMs, nowMs) }];
  }
  for (const local of router.allLocals()) yield ['locals', local];
  for (const turn of router.allTurns()) yield ['turns', turn];
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
  return { ...inOrder, ...none, ...imageRest(core, nowMs) };
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

/** What of an image is no list. */
export function imageRest({ records, admission, journal }: Core, nowMs: number): ImageRest {
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
