/** SUBSCRIBE and UNSUBSCRIBE (sections 3.8 to 3.11). */
import { topicLimitBeyond } from '../charts/connection-guards.ts';
import type { SubscriptionLimit } from '../lifecycle.ts';
import type {
  ProtocolVersion,
  QoS,
  Subscribe,
  SubscriptionRequest,
  Unsubscribe,
} from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import { parseShared } from '../topics/topic.ts';
import type { Core } from './core.ts';
import { deliver } from './delivering.ts';
import { about, type Connection, type Session, type Subscription, versionOf } from './parts.ts';
import { RetainedForSubscribe } from './retained-for-subscribe.ts';
import type { Retained } from './routing.ts';

/** A subscription that brings retained messages. */
interface Welcome {
  readonly subscription: Subscription;
  readonly messages: readonly Retained[];
}

/**
 * Each filter on its own, one SUBACK for all, and after it the retained messages of those that want them.
 * @param allowed what the authorizer says of each filter; undefined where nobody is asked
 */
export function subscribe(
  core: Core,
  connection: Connection,
  packet: Subscribe,
  allowed: readonly boolean[] | undefined,
): void {
  const session = core.session(connection.session) as Session;
  const version = versionOf(connection);
  const retained = new RetainedForSubscribe(core);
  const welcomes: Welcome[] = [];
  const reasonCodes = packet.subscriptions.map((request, i) => {
    const subscription = subscriptionOf(request, packet.subscriptionIdentifier, version);
    const isAllowed = allowed === undefined || allowed[i] === true;
    const limit = isAllowed ? limitFor(core, session, request) : undefined;
    if (!isAllowed || limit !== undefined) return refuse(core, session, request, limit, version);
    const isOwed = wantsRetained(session, request, subscription);
    const messages = isOwed ? retained.of(request.topicFilter) : [];
    if (messages === undefined) {
      return refuse(
        core,
        session,
        request,
        limitNamed(core, 'retainedPerSubscribeMaximum'),
        version,
      );
    }
    add(core, session, subscription);
    if (messages.length > 0) welcomes.push({ subscription, messages });
    return subscription.qos;
  });
  core.transmit(connection, { type: 'SUBACK', packetId: packet.packetId, reasonCodes });
  for (const welcome of welcomes) sendRetained(core, session, welcome);
}

/** The limit that the subscription would be beyond, whatever it brings. */
function limitFor(
  core: Core,
  { subscriptions }: Session,
  { topicFilter }: SubscriptionRequest,
): SubscriptionLimit | undefined {
  const beyond = topicLimitBeyond(topicFilter, core.options);
  if (beyond !== undefined) return limitNamed(core, beyond);
  const limit = limitNamed(core, 'subscriptionsPerSessionMaximum');
  return subscriptions.size >= limit.maximum && !subscriptions.has(topicFilter) ? limit : undefined;
}

function limitNamed({ options }: Core, option: SubscriptionLimit['option']): SubscriptionLimit {
  return { option, maximum: options[option] };
}

/** 3.1.1 has one code for every failure (section 3.9.3). 3.1 has none: the least is granted there, and nothing comes. */
function refuse(
  core: Core,
  session: Session,
  { topicFilter }: SubscriptionRequest,
  limit: SubscriptionLimit | undefined,
  version: number,
): number {
  const reasonCode = limit === undefined ? ReasonCode.notAuthorized : ReasonCode.quotaExceeded;
  core.tally.refused.subscriptions += 1;
  core.announce({
    type: 'subscription.refused',
    ...about(session),
    topicFilter,
    reasonCode,
    limit,
  });
  if (version === 3) return ReasonCode.grantedQos0;
  return version === 5 ? reasonCode : ReasonCode.unspecifiedError;
}

function subscriptionOf(
  { topicFilter, qos, noLocal, retainAsPublished }: SubscriptionRequest,
  identifier: number | undefined,
  version: ProtocolVersion,
): Subscription {
  const share = version === 5 ? parseShared(topicFilter)?.shareName : undefined;
  return { topicFilter, qos, noLocal, retainAsPublished, identifier, share };
}

/** In place of the session's subscription for the same filter, if it has one (v5 MQTT-3.8.4-3). */
function add(core: Core, session: Session, subscription: Subscription): void {
  const { topicFilter, qos } = subscription;
  const former = session.subscriptions.get(topicFilter);
  // The same words may have been an ordinary filter to a 3.x client of this session.
  if (former !== undefined && former.share !== subscription.share) {
    core.router.remove(session.number, former);
  }
  if (former === undefined) core.tally.subscriptions += 1;
  session.subscriptions.set(topicFilter, subscription);
  // Many subscribe to the same again whenever they connect: no reason to forget who hears what.
  if (former === undefined || !isSame(former, subscription)) {
    core.router.add(session.number, subscription);
  }
  core.journal.subscription(session, subscription);
  core.announce({ type: 'subscription.added', ...about(session), topicFilter, qos });
}

/** For two of the same filter. */
function isSame(a: Subscription, b: Subscription): boolean {
  return (
    a.qos === b.qos &&
    a.noLocal === b.noLocal &&
    a.retainAsPublished === b.retainAsPublished &&
    a.identifier === b.identifier &&
    a.share === b.share
  );
}

/**
 * Retain Handling (v5 MQTT-3.3.1-9 to -11); 3.x behaves as with 0 (v3 MQTT-3.8.4-3). A shared subscription gets none.
 * Asked before the subscription is made.
 */
function wantsRetained(
  { subscriptions }: Session,
  { topicFilter, retainHandling }: SubscriptionRequest,
  { share }: Subscription,
): boolean {
  if (share !== undefined) return false;
  return retainHandling === 0 || (retainHandling === 1 && !subscriptions.has(topicFilter));
}

function sendRetained(core: Core, session: Session, { subscription, messages }: Welcome): void {
  const { qos, identifier } = subscription;
  const subscriptionIdentifiers = identifier === undefined ? undefined : [identifier];
  for (const { message, expiresAtMs } of messages) {
    deliver(core, session, {
      message,
      qos: Math.min(message.qos, qos) as QoS,
      retain: true,
      retainAsPublished: undefined,
      subscriptionIdentifiers,
      expiresAtMs,
      share: undefined,
    });
  }
}

export function unsubscribe(core: Core, connection: Connection, packet: Unsubscribe): void {
  const session = core.session(connection.session) as Session;
  const { number } = session;
  const reasonCodes = packet.topicFilters.map((topicFilter) => {
    const subscription = session.subscriptions.get(topicFilter);
    if (subscription === undefined) return ReasonCode.noSubscriptionExisted;
    session.subscriptions.delete(topicFilter);
    core.tally.subscriptions -= 1;
    core.router.remove(number, subscription);
    core.journal.noSubscription(session, topicFilter);
    core.announce({ type: 'subscription.removed', ...about(session), topicFilter });
    return ReasonCode.success;
  });
  core.transmit(connection, { type: 'UNSUBACK', packetId: packet.packetId, reasonCodes });
}
