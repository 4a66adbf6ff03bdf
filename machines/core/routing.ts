/** Who hears whom: subscriptions by filter, retained messages by topic, and who is to get a message. */
import { IntMap } from '../collections/int-map.ts';
import { StringMap } from '../collections/string-map.ts';
import type { Message, QoS } from '../packets.ts';
import { hasWildcard, isReservedTopic, parseShared } from '../topics/topic.ts';
import { TopicTree } from '../topics/topic-tree.ts';
import type { Owner, Subscription } from './parts.ts';

/** Recipients remembered over all Topic Names, each of which counts too; beyond it all are forgotten. */
const REMEMBERED_MAX = 200_000;
/** Characters of a Topic Name that count as one recipient: who publishes to long ones is not to fill the memory. */
const CHARACTERS_PER_RECIPIENT = 64;

/** The one session that subscribes to a filter. Most filters have no more, and this is much smaller. Immutable. */
interface Sole {
  readonly session: number;
  readonly subscription: Subscription;
}

/** All who subscribe to one filter. */
interface Subscribers {
  readonly owner: Owner;
  readonly sessions: IntMap<Subscription>;
  // Undefined until there is one: most filters are subscribed to by sessions and nobody else.
  /** Subscribers in the program that embeds the broker. */
  locals: IntMap<true> | undefined;
  /** Members of shared subscriptions, by Share Name. */
  shares: StringMap<IntMap<Subscription>> | undefined;
}

/** What one session gets of a topic: one copy, whichever of its subscriptions match (v3 MQTT-3.3.5-1). */
interface Recipient {
  readonly session: number;
  readonly all: Terms;
  /** The terms for what the session has published itself; undefined when it hears nothing of it. */
  readonly own: Terms | undefined;
}

/** Several subscriptions seen as one: the highest QoS and all identifiers (v5 MQTT-3.3.4-2, -4). */
export interface Terms {
  readonly qos: QoS;
  readonly retainAsPublished: boolean;
  readonly identifiers: readonly number[] | undefined;
}

export interface Route {
  readonly recipients: readonly Recipient[];
  readonly locals: readonly number[];
  readonly shares: readonly Share[];
}

/** A shared subscription: of all its members one gets the message (5.0 section 4.8.2). */
export interface Share {
  /** `$share/name/filter`. */
  readonly filter: string;
  readonly members: readonly { readonly session: number; readonly terms: Terms }[];
}

export interface Retained {
  readonly message: Message;
  readonly expiresAtMs: number;
}

export interface FoundRetained {
  /** In the order of their topics. */
  readonly messages: readonly Retained[];
  /** Levels of topics that were looked at for it. */
  readonly looks: number;
}

export class Router {
  private owner: Owner = {};
  private readonly filters: TopicTree<Sole | Subscribers>;
  private readonly kept: TopicTree<Retained>;
  /** Derived from `filters`; undefined where those have changed since. */
  private routes = new Map<string, Route | undefined>();
  /** How often each shared subscription has passed a message on. */
  private readonly turns: StringMap<number>;
  /** What has been put into `routes`, in recipients. */
  private remembered = 0;
  /** How many of `kept` are under $SYS. */
  private reserved = 0;
  /** No retained message expires before. */
  private nextExpiryMs = Number.POSITIVE_INFINITY;

  /** The containers are for `fork` only. */
  constructor(
    filters = new TopicTree<Sole | Subscribers>(),
    kept = new TopicTree<Retained>(),
    turns = new StringMap<number>(),
  ) {
    this.filters = filters;
    this.kept = kept;
    this.turns = turns;
  }

  fork(): Router {
    this.owner = {};
    const twin = new Router(this.filters.fork(), this.kept.fork(), this.turns.fork());
    twin.reserved = this.reserved;
    twin.nextExpiryMs = this.nextExpiryMs;
    return twin;
  }

  /** `reserved` are those of the retained ones that are under $SYS. */
  get counts(): {
    readonly filters: number;
    readonly retained: number;
    readonly reserved: number;
  } {
    return { filters: this.filters.size, retained: this.kept.size, reserved: this.reserved };
  }

  add(session: number, subscription: Subscription): void {
    const { share } = subscription;
    const filter = matchedBy(subscription);
    if (share === undefined && this.mayHaveOnly(session, filter)) {
      this.forgetRoutesOf(filter);
      this.filters.set(filter, { session, subscription });
      return;
    }
    const subscribers = this.subscribers(filter);
    if (share === undefined) {
      subscribers.sessions.set(session, subscription);
      return;
    }
    subscribers.shares ??= new StringMap();
    const members = subscribers.shares.get(share) ?? new IntMap();
    subscribers.shares.set(share, members.set(session, subscription));
  }

  remove(session: number, subscription: Subscription): void {
    const { share } = subscription;
    const filter = matchedBy(subscription);
    if (share === undefined && this.mayHaveOnly(session, filter)) {
      this.forgetRoutesOf(filter);
      this.filters.delete(filter);
      return;
    }
    const subscribers = this.subscribers(filter);
    const members = share === undefined ? undefined : subscribers.shares?.get(share);
    if (share === undefined || members === undefined) {
      subscribers.sessions.delete(session);
    } else {
      members.delete(session);
      if (members.size === 0) {
        subscribers.shares?.delete(share);
        this.turns.delete(subscription.topicFilter);
      }
    }
    this.prune(filter, subscribers);
  }

  /** Whose turn it is in a shared subscription, as an index that grows; the next one's from now on. */
  takeTurn({ filter }: Share): number {
    const turn = this.turns.get(filter) ?? 0;
    this.turns.set(filter, (turn + 1) & 0x3fff_ffff);
    return turn;
  }

  /** A shared subscription as it is now; undefined when it has no members any more. */
  shareOf(filter: string): Share | undefined {
    const shared = parseShared(filter);
    if (shared === undefined) return undefined;
    const found = this.filters.get(shared.filter);
    if (found === undefined || isSole(found)) return undefined;
    const members = found.shares?.get(shared.shareName);
    return members && shareOf(filter, members);
  }

  addLocal(subscriber: number, topicFilter: string): void {
    const subscribers = this.subscribers(topicFilter);
    subscribers.locals ??= new IntMap();
    subscribers.locals.set(subscriber, true);
  }

  removeLocal(subscriber: number, topicFilter: string): void {
    const subscribers = this.subscribers(topicFilter);
    subscribers.locals?.delete(subscriber);
    this.prune(topicFilter, subscribers);
  }

  /**
   * The retained messages that match a filter and have not expired.
   * @param most beyond so many it is not looked further: there is one more than that then
   */
  retained(topicFilter: string, nowMs: number, most: number): FoundRetained {
    const messages: Retained[] = [];
    let looks = 0;
    for (const { value } of this.kept.matchFilter(topicFilter)) {
      looks += 1;
      if (value === undefined || value.expiresAtMs <= nowMs) continue;
      messages.push(value);
      if (messages.length > most) break;
    }
    return { messages, looks };
  }

  /** In the order of topics, expired ones included. */
  allRetained(): Retained[] {
    const found: Retained[] = [];
    this.kept.forEach((retained) => {
      found.push(retained);
    });
    return found;
  }

  /** In the order of filters. */
  allLocals(): { readonly subscriber: number; readonly topicFilter: string }[] {
    const found: { subscriber: number; topicFilter: string }[] = [];
    this.filters.forEach((subscribers, topicFilter) => {
      if (isSole(subscribers)) return;
      subscribers.locals?.forEach((_, subscriber) => {
        found.push({ subscriber, topicFilter });
      });
    });
    return found;
  }

  allTurns(): (readonly [topicFilter: string, turn: number])[] {
    return [...this.turns];
  }

  setTurn(topicFilter: string, turn: number): void {
    this.turns.set(topicFilter, turn);
  }

  isRetained(topicName: string): boolean {
    return this.kept.has(topicName);
  }

  retain(retained: Retained): void {
    const { topicName } = retained.message;
    if (isReservedTopic(topicName) && !this.kept.has(topicName)) this.reserved += 1;
    this.kept.set(topicName, retained);
    if (retained.expiresAtMs < this.nextExpiryMs) this.nextExpiryMs = retained.expiresAtMs;
  }

  clearRetained(topicName: string): void {
    if (isReservedTopic(topicName) && this.kept.has(topicName)) this.reserved -= 1;
    this.kept.delete(topicName);
  }

  /**
   * Forgets the retained messages that have expired (v5 3.3.1.3). Looks at all of them, but only when there may be one.
   * @returns their topics
   */
  sweepRetained(nowMs: number): readonly string[] {
    if (nowMs < this.nextExpiryMs) return [];
    const expired: string[] = [];
    this.nextExpiryMs = Number.POSITIVE_INFINITY;
    this.kept.forEach(({ message, expiresAtMs }) => {
      if (expiresAtMs <= nowMs) expired.push(message.topicName);
      else if (expiresAtMs < this.nextExpiryMs) this.nextExpiryMs = expiresAtMs;
    });
    for (const topicName of expired) this.clearRetained(topicName);
    return expired;
  }

  /** Who is to get a message of the topic. */
  routeOf(topicName: string): Route {
    const known = this.routes.get(topicName);
    if (known !== undefined) return known;
    const route = this.findRoute(topicName);
    const { recipients, locals, shares } = route;
    this.remembered += 1 + Math.floor(topicName.length / CHARACTERS_PER_RECIPIENT);
    this.remembered += recipients.length + locals.length;
    for (const { members } of shares) this.remembered += members.length;
    if (this.remembered > REMEMBERED_MAX) this.forgetRoutes();
    this.routes.set(topicName, route);
    return route;
  }

  private findRoute(topicName: string): Route {
    const sessions = new Map<number, Subscription[]>();
    const locals = new Set<number>();
    const shares: Share[] = [];
    const hear = (subscription: Subscription, session: number) => {
      const others = sessions.get(session);
      if (others === undefined) sessions.set(session, [subscription]);
      else others.push(subscription);
    };
    this.filters.matchTopic(topicName, (subscribers, filter) => {
      if (isSole(subscribers)) {
        hear(subscribers.subscription, subscribers.session);
        return;
      }
      subscribers.sessions.forEach(hear);
      subscribers.locals?.forEach((_, subscriber) => {
        locals.add(subscriber);
      });
      subscribers.shares?.forEach((members, name) => {
        shares.push(shareOf(`$share/${name}/${filter}`, members));
      });
    });
    const recipients = [...sessions].map(([session, subscriptions]) =>
      recipientOf(session, subscriptions),
    );
    return { recipients, locals: [...locals], shares };
  }

  /** Forgets the routes that a change at this filter can touch: without wildcards, that of one Topic Name. */
  private forgetRoutesOf(topicFilter: string): void {
    if (hasWildcard(topicFilter)) this.forgetRoutes();
    // Not `delete`: V8 would leave it in the way of the next search for the same name.
    else if (this.routes.has(topicFilter)) this.routes.set(topicFilter, undefined);
  }

  private forgetRoutes(): void {
    if (this.routes.size > 0) this.routes = new Map();
    this.remembered = 0;
  }

  /** Nobody else subscribes to the filter. */
  private mayHaveOnly(session: number, filter: string): boolean {
    const found = this.filters.get(filter);
    return found === undefined || (isSole(found) && found.session === session);
  }

  /** The subscribers of a filter, to be written to: routes are forgotten, and what a fork shares is copied. */
  private subscribers(topicFilter: string): Subscribers {
    this.forgetRoutesOf(topicFilter);
    const found = this.filters.get(topicFilter);
    if (found !== undefined && !isSole(found) && found.owner === this.owner) return found;
    const subscribers =
      found === undefined || isSole(found)
        ? createSubscribers(found, this.owner)
        : copySubscribers(found, this.owner);
    this.filters.set(topicFilter, subscribers);
    return subscribers;
  }

  private prune(topicFilter: string, { sessions, locals, shares }: Subscribers): void {
    const others = (locals?.size ?? 0) + (shares?.size ?? 0);
    if (sessions.size + others === 0) this.filters.delete(topicFilter);
  }
}

function isSole(subscribers: Sole | Subscribers): subscribers is Sole {
  return 'subscription' in subscribers;
}

function createSubscribers(sole: Sole | undefined, owner: Owner): Subscribers {
  const sessions = new IntMap<Subscription>();
  if (sole !== undefined) sessions.set(sole.session, sole.subscription);
  return { owner, sessions, locals: undefined, shares: undefined };
}

function copySubscribers({ sessions, locals, shares }: Subscribers, owner: Owner): Subscribers {
  return { owner, sessions: sessions.fork(), locals: locals?.fork(), shares: copyShares(shares) };
}

function copyShares(shares: Subscribers['shares']): Subscribers['shares'] {
  if (shares === undefined) return undefined;
  const copies = new StringMap<IntMap<Subscription>>();
  shares.forEach((members, name) => {
    copies.set(name, members.fork());
  });
  return copies;
}

/** The filter that topics are matched with. */
function matchedBy({ topicFilter, share }: Subscription): string {
  return share === undefined ? topicFilter : (parseShared(topicFilter)?.filter ?? topicFilter);
}

function shareOf(filter: string, members: IntMap<Subscription>): Share {
  const list = [...members].map(([session, subscription]) => ({
    session,
    terms: termsOf([subscription]),
  }));
  return { filter, members: list };
}

function recipientOf(session: number, subscriptions: readonly Subscription[]): Recipient {
  const foreign = subscriptions.filter((subscription) => !subscription.noLocal);
  return {
    session,
    all: termsOf(subscriptions),
    // No Local: what a client published itself does not come back (v5 MQTT-3.8.3-3).
    own: foreign.length === 0 ? undefined : termsOf(foreign),
  };
}

function termsOf(subscriptions: readonly Subscription[]): Terms {
  let qos: QoS = 0;
  let retainAsPublished = false;
  const identifiers: number[] = [];
  for (const subscription of subscriptions) {
    if (subscription.qos > qos) qos = subscription.qos;
    retainAsPublished ||= subscription.retainAsPublished;
    if (subscription.identifier !== undefined) identifiers.push(subscription.identifier);
  }
  return { qos, retainAsPublished, identifiers: identifiers.length > 0 ? identifiers : undefined };
}
