/** A message reaches a session: what is known of the moment is laid before the session's chart. */
import type { Deliver } from '../charts/session.ts';
import type { DropCause } from '../lifecycle.ts';
import { publishSize } from '../packet-size.ts';
import type { Core } from './core.ts';
import { about, type Connection, type Delivery, type Session, versionOf } from './parts.ts';
import { dequeue, isQueueFull } from './waiting.ts';

/** The chart's `deliver` with the message itself, which the chart does not look at. */
export interface DeliverThis extends Deliver {
  readonly delivery: Delivery;
}

/** A message for a session: it is sent, queued or dropped, as the session's state has it. */
export function deliver(core: Core, session: Session, delivery: Delivery): void {
  const { connection: id, queue, backlog } = session;
  const connection = id === 0 ? undefined : core.connection(id);
  const event: DeliverThis = {
    type: 'deliver',
    qos: delivery.qos,
    maySend: queue.length === 0 && backlog.length === 0 && hasQuota(connection),
    congested: connection === undefined || connection.congested,
    queueFull: isFull(core, session, delivery),
    tooLarge: connection !== undefined && isTooLarge(connection, delivery),
    qos0Queued: core.options.qos0Queued,
    delivery,
  };
  core.stepSession(session, event);
}

/** What has expired while it waited makes way for what has not (v5 MQTT-3.3.2-5). */
function isFull(core: Core, session: Session, delivery: Delivery): boolean {
  if (!isQueueFull(core, session, delivery)) return false;
  return !dropExpired(core, session) || isQueueFull(core, session, delivery);
}

/** Of the messages that have waited longest, those that have expired. Returns whether there were any. */
function dropExpired(core: Core, session: Session): boolean {
  let found = false;
  for (let first = session.queue.peek(); first !== undefined; first = session.queue.peek()) {
    const { delivery, order } = first;
    if (delivery.expiresAtMs > core.nowMs) break;
    dequeue(core, session);
    drop(core, session, delivery.message.topicName, 'expired');
    core.journal.noMessage(session, order);
    found = true;
  }
  return found;
}

/** PUBLISH would be larger than the client takes (v5 MQTT-3.1.2-24). */
export function isTooLarge(connection: Connection, delivery: Delivery): boolean {
  const { maximumPacketSizeBytes } = connection;
  if (maximumPacketSizeBytes === Number.POSITIVE_INFINITY) return false;
  return publishSize(delivery, versionOf(connection)) > maximumPacketSizeBytes;
}

export function hasQuota(connection: Connection | undefined): connection is Connection {
  return connection !== undefined && connection.sendQuota > 0 && !connection.congested;
}

/** Something may be sent again: tell the session, if it has something to send. */
export function offerQuota(core: Core, session: Session): void {
  const waiting = session.queue.length > 0 || session.backlog.length > 0;
  const connection = core.connection(session.connection);
  core.stepSession(session, { type: 'quota.available', maySend: waiting && hasQuota(connection) });
}

/** Announces the first of a row of messages dropped for the same cause; the rest is counted. */
export function drop(core: Core, session: Session, topicName: string, cause: DropCause): void {
  session.dropped += 1;
  core.tally.dropped[cause] += 1;
  if (session.lastDropCause === cause) return;
  session.lastDropCause = cause;
  core.announce({
    type: 'message.dropped',
    ...about(session),
    cause,
    topicName,
    total: session.dropped,
  });
}
