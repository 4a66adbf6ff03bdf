/** The way of a message from its publisher to everybody who has subscribed to its topic. */
import type { Message } from '../packets.ts';
import { isReservedTopic } from '../topics/topic.ts';
import { Copies } from './copies.ts';
import type { Core } from './core.ts';
import { deliver } from './delivering.ts';
import { about } from './parts.ts';
import { deliverShared } from './sharing.ts';

/**
 * Passes a message on, and retains it where it asks for that.
 * @param publisher number of the session it comes from; 0 for none
 * @returns the number of sessions and local subscribers it was for
 */
export function publishMessage(core: Core, message: Message, publisher: number): number {
  const interval = message.properties?.messageExpiryInterval;
  const expiresAtMs =
    interval === undefined ? Number.POSITIVE_INFINITY : core.nowMs + interval * 1000;
  if (message.retain) retain(core, message, expiresAtMs, publisher);

  const { recipients, locals, shares } = core.router.routeOf(message.topicName);
  const copies = new Copies(message, expiresAtMs);
  let reached = 0;
  for (const recipient of recipients) {
    const terms = recipient.session === publisher ? recipient.own : recipient.all;
    const session = terms === undefined ? undefined : core.session(recipient.session);
    if (terms === undefined || session === undefined) continue;
    reached += 1;
    deliver(core, session, copies.under(terms));
  }
  for (const share of shares) {
    if (deliverShared(core, share, (terms) => copies.shared(terms, share.filter))) reached += 1;
  }
  for (const subscriber of locals) core.emit({ type: 'hand', subscriber, message });
  return reached + locals.length;
}

/** The latest message of a topic is kept; one without payload clears it (v3 MQTT-3.3.1-5, -10, -11). */
function retain(core: Core, message: Message, expiresAtMs: number, publisher: number): void {
  const { topicName } = message;
  if (message.payload.length === 0) {
    core.router.clearRetained(topicName);
    core.journal.noRetained(topicName);
    return;
  }
  if (!isRoomFor(core, topicName)) {
    core.tally.refused.retained += 1;
    const session = core.session(publisher);
    if (session !== undefined) {
      core.announce({ type: 'retained.refused', ...about(session), topicName });
    }
    return;
  }
  core.router.retain({ message, expiresAtMs });
  const expiry = expiresAtMs === Number.POSITIVE_INFINITY ? null : expiresAtMs;
  core.journal.retained(topicName, { message, expiresAtMs: expiry });
}

/** A topic that has one keeps its room, and what the broker says of itself takes none. Those that have expired make way. */
function isRoomFor(core: Core, topicName: string): boolean {
  const { options, router } = core;
  if (options.sysTopicsReserved && isReservedTopic(topicName)) return true;
  if (retainedCount(core) < options.retainedMaximum || router.isRetained(topicName)) return true;
  for (const expired of router.sweepRetained(core.nowMs)) core.journal.noRetained(expired);
  return retainedCount(core) < options.retainedMaximum;
}

/** Topics with a retained message, without those that are the broker's own. */
export function retainedCount({ options, router }: Core): number {
  const { retained, reserved } = router.counts;
  return options.sysTopicsReserved ? retained - reserved : retained;
}
