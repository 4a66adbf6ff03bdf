/** Who hears whom: subscriptions by filter, retained messages by topic, and who is to get a message. */
import { IntMap } from '../collections/int-map.ts';
import type { Message, QoS } from '../packets.ts';
import { hasWildcard } from '../topics/topic.ts';
import { TopicTree } from '../topics/topic-tree.ts';
import type { Owner, Subscription } from './parts.ts';

/** Recipients remembered over all Topic Names, each of which counts as one too; beyond it all are forgotten. */
const REMEMBERED_MAX = 200_000;

/** All who subscribe to one filter. */
interface Subscribers {
  readonly owner: Owner;
  readonly sessions: IntMap<Subscription>;
  /** Subscribers in the program that embeds the broker. */
  readonly locals: IntMap<true>;
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
}

export interface Retained {
  readonly message: Message;
  readonly expiresAtMs: number;
}

export class Router {
  private owner: Owner = {};
  private readonly filters: TopicTree<Subscribers>;
  private readonly kept: TopicTree<Retained>;
  /** Derived from `filters`; undefined where those have changed since. */
  private routes = new Map<string, Route | undefined>();
  /** What has been put into `routes`, in recipients. */
  private remembered = 0;

  /** The trees are for `fork` only. */
  constructor(filters = new TopicTree<Subscribers>(), kept = new TopicTree<Retained>()) {
    this.filters = filters;
    this.kept = kept;
  }

  fork(): Router {
    this.owner = {};
    return new Router(this.filters.fork(), this.kept.fork());
  }

  get counts(): { readonly filters: number; readonly retained: number } {
    return { filters: this.filters.size, retained: this.kept.size };
  }

  add(session: number, subscription: Subscription): void {
    this.subscribers(subscription.topicFilter).sessions.set(session, subscription);
  }

  remove(session: number, topicFilter: string): void {
    const subscribers = this.subscribers(topicFilter);
    subscribers.sessions.delete(session);
    this.prune(topicFilter, subscribers);
  }

  addLocal(subscriber: number, topicFilter: string): void {
    this.subscribers(topicFilter).locals.set(subscriber, true);
  }

  removeLocal(subscriber: number, topicFilter: string): void {
    const subscribers = this.subscribers(topicFilter);
    subscribers.locals.delete(subscriber);
    this.prune(topicFilter, subscribers);
  }

  /** The retained messages that match a filter and have not expired, in the order of their topics. */
  retained(topicFilter: string, nowMs: number): Retained[] {
    const found: Retained[] = [];
    this.kept.matchFilter(topicFilter, (retained) => {
      if (retained.expiresAtMs > nowMs) found.push(retained);
    });
    return found;
  }

  /** In the order of topics, expired ones included. */
  allRetained(): Retained[] {
    const found: Retained[] = [];
    this.kept.forEach((retained) => {
      found.push(retained);
    });
    return found;
  }

  retain(retained: Retained): void {
    this.kept.set(retained.message.topicName, retained);
  }

  clearRetained(topicName: string): void {
    this.kept.delete(topicName);
  }

  /** Who is to get a message of the topic. */
  routeOf(topicName: string): Route {
    const known = this.routes.get(topicName);
    if (known !== undefined) return known;
    const route = this.findRoute(topicName);
    this.remembered += 1 + route.recipients.length + route.locals.length;
    if (this.remembered > REMEMBERED_MAX) this.forgetRoutes();
    this.routes.set(topicName, route);
    return route;
  }

  private findRoute(topicName: string): Route {
    const sessions = new Map<number, Subscription[]>();
    const locals = new Set<number>();
    this.filters.matchTopic(topicName, (subscribers) => {
      subscribers.sessions.forEach((subscription, session) => {
        const others = sessions.get(session);
        if (others === undefined) sessions.set(session, [subscription]);
        else others.push(subscription);
      });
      subscribers.locals.forEach((_, subscriber) => {
        locals.add(subscriber);
      });
    });
    const recipients = [...sessions].map(([session, subscriptions]) =>
      recipientOf(session, subscriptions),
    );
    return { recipients, locals: [...locals] };
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

  /** The subscribers of a filter, to be written to: routes are forgotten, and what a fork shares is copied. */
  private subscribers(topicFilter: string): Subscribers {
    this.forgetRoutesOf(topicFilter);
    const found = this.filters.get(topicFilter);
    if (found !== undefined && found.owner === this.owner) return found;
    const { owner } = this;
    const subscribers: Subscribers =
      found === undefined
        ? { owner, sessions: new IntMap(), locals: new IntMap() }
        : { owner, sessions: found.sessions.fork(), locals: found.locals.fork() };
    this.filters.set(topicFilter, subscribers);
    return subscribers;
  }

  private prune(topicFilter: string, { sessions, locals }: Subscribers): void {
    if (sessions.size === 0 && locals.size === 0) this.filters.delete(topicFilter);
  }
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
