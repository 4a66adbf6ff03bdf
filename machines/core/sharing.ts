/** Shared subscriptions (5.0 section 4.8.2): who of the members gets a message, and who when that one has gone. */
import { Copies } from './copies.ts';
import type { Core } from './core.ts';
import { deliver, hasQuota } from './delivering.ts';
import type { Delivery, Session } from './parts.ts';
import type { Share, Terms } from './routing.ts';

/** How many members are looked at for one that can take the message at once. */
const CANDIDATES_MAX = 16;

/**
 * Gives a message to one member: the next in turn that can take it at once, else the next that is connected, else the
 * next at all, in whose session it waits.
 * @returns false when there is no member
 */
export function deliverShared(
  core: Core,
  share: Share,
  copyUnder: (terms: Terms) => Delivery,
): boolean {
  const { members } = share;
  if (members.length === 0) return false;
  const turn = core.router.takeTurn(share);
  let best: { readonly session: Session; readonly terms: Terms; readonly rank: number } | undefined;
  for (let i = 0; i < Math.min(members.length, CANDIDATES_MAX); i++) {
    const { session: number, terms } = members[(turn + i) % members.length] as (typeof members)[0];
    const session = core.session(number) as Session;
    const rank = rankOf(core, session);
    if (best === undefined || rank < best.rank) best = { session, terms, rank };
    if (rank === 0) break;
  }
  if (best === undefined) return false;
  best.session.hasShared = true;
  deliver(core, best.session, copyUnder(best.terms));
  return true;
}

/** 0: takes it at once; 1: is connected, but has no quota left; 2: is away. */
function rankOf(core: Core, { connection: id, queue, backlog }: Session): 0 | 1 | 2 {
  const connection = id === 0 ? undefined : core.connection(id);
  if (connection === undefined) return 2;
  return queue.length + backlog.length === 0 && hasQuota(connection) ? 0 : 1;
}

/**
 * What a session that has ended still owed to shared subscriptions that have other members: what it was never sent,
 * and QoS 1 messages without PUBACK. A QoS 2 message that was sent goes to nobody else (v5 MQTT-4.8.2-5).
 */
export function owedToOthers(core: Core, session: Session): readonly Delivery[] {
  // It need not be a member any more: what it was chosen for stays with it when it unsubscribes.
  if (!session.hasShared) return [];
  const sent = [...session.outbound].map(([, exchange]) => exchange);
  sent.sort((a, b) => a.order - b.order);
  const unacknowledged = sent.filter(({ delivery }) => delivery.qos === 1);
  // Of many messages nearly all are of one share, and to look it up takes as long as it has members.
  const known = new Map<string | undefined, boolean>();
  const hasOthers = (delivery: Delivery) => {
    const found = known.get(delivery.share) ?? shareOf(core, delivery) !== undefined;
    known.set(delivery.share, found);
    return found;
  };
  const left = [...unacknowledged, ...session.queue].map(({ delivery }) => delivery);
  return left.filter(hasOthers);
}

function shareOf(core: Core, { share }: Delivery): Share | undefined {
  return share === undefined ? undefined : core.router.shareOf(share);
}

/** To another member, under the terms of that one. */
export function passOn(core: Core, delivery: Delivery): void {
  const share = shareOf(core, delivery);
  if (share === undefined) return;
  const { message, expiresAtMs } = delivery;
  const copies = new Copies(message, expiresAtMs);
  deliverShared(core, share, (terms) => copies.shared(terms, share.filter));
}
