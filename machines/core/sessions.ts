/** What the effects of the session chart do, and how a session passes into and out of a connection's hands. */
import type { ConnectionEvent } from '../charts/connection-types.ts';
import type { SessionEvent } from '../charts/session.ts';
import type { DropCause, SessionEndCause } from '../lifecycle.ts';
import { NEVER_EXPIRES_SECONDS } from '../options.ts';
import type { Connect } from '../packets.ts';
import type { Core, Performer } from './core.ts';
import { type DeliverThis, drop, hasQuota, isTooLarge, offerQuota } from './delivering.ts';
import type { Connection, Delivery, Exchange, Queued, Session } from './parts.ts';
import { about, endOf, versionOf } from './parts.ts';
import { beginExchange, sendPublish } from './senders.ts';
import { owedToOthers, passOn } from './sharing.ts';
import { dequeue, enqueue } from './waiting.ts';
import { storeWill } from './wills.ts';

/** First what has to be sent again, then what waits, as long as the client's quota lasts. */
function sendQueued(core: Core, session: Session): void {
  const connection = core.connection(session.connection) as Connection;
  while (hasQuota(connection)) {
    const packetId = session.backlog.shift();
    if (packetId === undefined) {
      const queued = dequeue(core, session);
      if (queued === undefined) return;
      sendNow(core, connection, session, queued);
      continue;
    }
    const exchange = session.outbound.get(packetId);
    // It may have been acknowledged while it waited.
    if (exchange === undefined) continue;
    const sending = { connection, session, packetId, exchange };
    const tooLarge = isTooLarge(connection, exchange.delivery);
    core.stepSender(sending, { type: 'connection.resumed', maySend: true, tooLarge });
  }
}

/** Begins the delivery of a message that has waited. */
function sendNow(
  core: Core,
  connection: Connection,
  session: Session,
  { delivery, order }: Queued,
): void {
  const { message, qos } = delivery;
  const why = whyNotSend(core, connection, delivery);
  if (why !== undefined) drop(core, session, message.topicName, why);
  else if (qos > 0) beginExchange(core, connection, session, delivery, order);
  else sendPublish(core, connection, delivery, 0, false);
  if (why !== undefined || qos === 0) core.journal.noMessage(session, order);
}

/** What has waited may have expired (v5 MQTT-3.3.2-5), or be more than this connection takes (v5 MQTT-3.1.2-24). */
function whyNotSend(core: Core, connection: Connection, delivery: Delivery): DropCause | undefined {
  if (delivery.expiresAtMs <= core.nowMs) return 'expired';
  return isTooLarge(connection, delivery) ? 'packetTooLarge' : undefined;
}

function dropFor(cause: DropCause): Performer<Session, SessionEvent> {
  return (core, session, event) => {
    const { message } = (event as DeliverThis).delivery;
    drop(core, session, message.topicName, cause);
  };
}

/** CONNACK is out: what the session owes the client goes on where it stopped. */
export function openSession(core: Core, connection: Connection, _event: ConnectionEvent): void {
  const session = core.session(connection.session) as Session;
  const connect = connection.connect as Connect;
  const { keepAliveSeconds, sessionExpiryIntervalSeconds } = connection.snapshot.context;
  core.announce({
    type: 'client.connected',
    origin: connection.origin,
    connection: connection.id,
    clientId: connection.clientId,
    version: versionOf(connection),
    cleanStart: connect.cleanStart,
    sessionPresent: connection.sessionPresent,
    keepAliveSeconds,
    sessionExpiryIntervalSeconds,
    userName: connection.userName,
  });
  core.tally.clientConnected();
  if (connect.will !== undefined) storeWill(core, session, connect.will);
  const { inflightMaximum } = core.options;
  const asked = connect.properties.receiveMaximum ?? inflightMaximum;
  connection.sendQuota = Math.min(asked, inflightMaximum);
  const aliasesAsked = connect.properties.topicAliasMaximum ?? 0;
  connection.aliases.outgoingMaximum = Math.min(aliasesAsked, core.options.topicAliasMaximum);
  connection.connect = undefined;
  session.lastDropCause = undefined;
  resume(core, connection, session);
}

function resume(core: Core, connection: Connection, session: Session): void {
  session.backlog.clear();
  const open: Exchange[] = [...session.outbound].map(([, exchange]) => exchange);
  open.sort((a, b) => a.order - b.order);
  for (const exchange of open) {
    const { packetId } = exchange;
    const maySend = connection.sendQuota > 0 && session.backlog.length === 0;
    const sending = { connection, session, packetId, exchange };
    const tooLarge = isTooLarge(connection, exchange.delivery);
    core.stepSender(sending, { type: 'connection.resumed', maySend, tooLarge });
  }
  offerQuota(core, session);
}

/** The connection no longer speaks for the client. First its will is told, then the session, then who waits for it. */
export function releaseSession(core: Core, connection: Connection): void {
  const { blame, sessionExpiryIntervalSeconds, version } = connection.snapshot.context;
  const { clientId } = connection;
  core.announce({ type: 'client.disconnected', ...endOf(connection) });
  core.tally.clients -= 1;
  const session = core.session(connection.session) as Session;
  const { number } = session;
  session.connection = 0;
  session.lastConnection = connection.id;
  session.lastDropCause = undefined;
  connection.session = 0;
  connection.held = [];
  connection.heldBytes = 0;
  connection.pending = undefined;

  const normal = blame.cause === 'clientDisconnected' && (version < 5 || blame.reasonCode === 0);
  core.post({ to: 'will', number, event: { type: 'connection.released', normal } });
  const released = { type: 'connection.released' as const, sessionExpiryIntervalSeconds };
  core.post({ to: 'session', number, event: released });
  if (core.takeover(clientId) === undefined) return;
  core.post({ to: 'takeover', clientId, event: { type: 'connection.released' } });
}

function end(cause: SessionEndCause): Performer<Session, SessionEvent> {
  return (core, session) => {
    const { number } = session;
    for (const [, subscription] of session.subscriptions) core.router.remove(number, subscription);
    core.journal.forget(session);
    const { tally } = core;
    tally.queuedBytes -= session.queuedBytes;
    tally.queuedMessages -= session.underWay.queue;
    tally.subscriptions -= session.subscriptions.size;
    if (cause === 'expired') tally.sessionsExpired += 1;
    const owed = owedToOthers(core, session);
    const dropped = lostWith(session) - owed.length;
    session.dropped += dropped;
    tally.dropped.sessionEnded += dropped;
    core.announce({ type: 'session.ended', ...about(session), cause, dropped });
    core.stepWill(session, { type: 'session.ended' });
    for (const delivery of owed) passOn(core, delivery);
  };
}

/** Messages that a session has and its client, as far as is known, has not. Counted, never walked through. */
function lostWith({ underWay, released }: Session): number {
  return underWay.queue + underWay.outbound - released;
}

export const sessionEffects: Readonly<Record<string, Performer<Session, SessionEvent>>> = {
  announceCreated: (core, session) => core.announce({ type: 'session.created', ...about(session) }),
  announceResumed: (core, session) => core.announce({ type: 'session.resumed', ...about(session) }),
  announceOffline: (core, session, event) => {
    const { atMs = core.nowMs } = event as { readonly atMs?: number };
    core.journal.session(session, atMs);
    core.records.rest(session);
    const seconds = session.snapshot.context.sessionExpiryIntervalSeconds;
    const passedSeconds = (core.nowMs - atMs) / 1000;
    core.announce({
      type: 'session.offline',
      ...about(session),
      expiresInSeconds:
        seconds === NEVER_EXPIRES_SECONDS ? undefined : Math.max(0, seconds - passedSeconds),
    });
  },
  transmitPublish: (core, session, event) => {
    const connection = core.connection(session.connection) as Connection;
    sendPublish(core, connection, (event as DeliverThis).delivery, 0, false);
  },
  beginExchange: (core, session, event) => {
    const connection = core.connection(session.connection) as Connection;
    const { delivery } = event as DeliverThis;
    const order = session.nextOrder++;
    core.journal.message(session, order, delivery);
    beginExchange(core, connection, session, delivery, order);
  },
  enqueue: (core, session, event) => {
    const { delivery } = event as DeliverThis;
    const order = session.nextOrder++;
    enqueue(core, session, { order, delivery });
    core.journal.message(session, order, delivery);
  },
  sendQueued,
  dropCongested: dropFor('congested'),
  dropOffline: dropFor('offline'),
  dropQueueFull: dropFor('queueFull'),
  dropTooLarge: dropFor('packetTooLarge'),
  endWithConnection: end('connectionClosed'),
  endExpired: end('expired'),
  endDiscarded: end('discarded'),
};
