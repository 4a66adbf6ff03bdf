/**
 * After a crash: the broker as its store has it.
 *
 * Every session that was online has lost its connection by the crash, so each is first put back online and then
 * released like any other whose network failed; exchanges are brought to where they were by the events that had led
 * there. The charts do the rest. Two timers are shortened by the time that had passed before the crash.
 */

import { NEVER_EXPIRES_SECONDS } from '../options.ts';
import type { Will } from '../packets.ts';
import type {
  StoredExchange,
  StoredMessage,
  StoredRetained,
  StoredSession,
  StoredSubscription,
  StoredValue,
} from '../stored.ts';
import type { Core } from './core.ts';
import type { Delivery, Session, Subscription } from './parts.ts';
import { TimerIds } from './timer-ids.ts';
import { enqueue } from './waiting.ts';

type Entries = readonly (readonly [key: string, value: StoredValue])[];

/** All entries of one session. */
interface Kept {
  session: StoredSession | undefined;
  will: Will | undefined;
  readonly subscriptions: Subscription[];
  readonly messages: Map<number, Delivery>;
  readonly exchanges: Map<number, StoredExchange>;
  readonly inbound: number[];
}

/** @throws Error for a key that the store cannot have from us. */
export function recover(core: Core, entries: Entries): void {
  const sessions = new Map<number, Kept>();
  for (const [key, value] of entries) {
    const slash = key.indexOf('/');
    const rest = key.slice(slash + 1);
    const kind = key.slice(0, slash);
    if (kind === 'retained') core.router.retain(retainedOf(value as StoredRetained));
    else if (kind === 'session') sort(sessions, rest, value);
    else throw new Error(`the store has an entry '${key}' that no broker has written`);
  }
  // All of them are there before the first is released, because a will may be for any of them.
  const restored: [Session, Kept & { session: StoredSession }][] = [];
  for (const number of [...sessions.keys()].sort((a, b) => a - b)) {
    const kept = sessions.get(number) as Kept;
    // A session without its first entry was being written when the broker crashed, and was promised to nobody.
    if (kept.session === undefined) continue;
    const whole = { ...kept, session: kept.session };
    restored.push([restore(core, number, whole), whole]);
  }
  for (const [session, kept] of restored) release(core, session, kept);
}

function retainedOf({ message, expiresAtMs }: StoredRetained) {
  return { message, expiresAtMs: expiresAtMs ?? Number.POSITIVE_INFINITY };
}

/** Puts an entry with the others of its session. `path` is the key after `session/`. */
function sort(sessions: Map<number, Kept>, path: string, value: StoredValue): void {
  const [number, kind, rest] = partsOf(path);
  const kept: Kept = sessions.get(number) ?? {
    session: undefined,
    will: undefined,
    subscriptions: [],
    messages: new Map(),
    exchanges: new Map(),
    inbound: [],
  };
  sessions.set(number, kept);
  if (kind === '') kept.session = value as StoredSession;
  else if (kind === 'will') kept.will = value as Will;
  else if (kind === 'subscription') kept.subscriptions.push(subscriptionOf(value));
  else if (kind === 'message') kept.messages.set(Number(rest), deliveryOf(value as StoredMessage));
  else if (kind === 'exchange') kept.exchanges.set(Number(rest), value as StoredExchange);
  else if (kind === 'inbound') kept.inbound.push(Number(rest));
  else throw new Error(`the store has an entry 'session/${path}' that no broker has written`);
}

function partsOf(path: string): [number: number, kind: string, rest: string] {
  const first = path.indexOf('/');
  if (first < 0) return [Number(path), '', ''];
  const second = path.indexOf('/', first + 1);
  const number = Number(path.slice(0, first));
  if (second < 0) return [number, path.slice(first + 1), ''];
  return [number, path.slice(first + 1, second), path.slice(second + 1)];
}

function subscriptionOf(value: StoredValue): Subscription {
  const { identifier, share, ...rest } = value as StoredSubscription;
  return { ...rest, identifier: identifier ?? undefined, share: share ?? undefined };
}

function deliveryOf({
  message,
  qos,
  retain,
  retainAsPublished,
  subscriptionIdentifiers,
  expiresAtMs,
  share,
}: StoredMessage): Delivery {
  return {
    message,
    qos,
    retain,
    retainAsPublished,
    subscriptionIdentifiers: subscriptionIdentifiers ?? undefined,
    expiresAtMs: expiresAtMs ?? Number.POSITIVE_INFINITY,
    share: share ?? undefined,
  };
}

/** The session as it was online, its connection gone. */
function restore(core: Core, number: number, kept: Kept & { session: StoredSession }): Session {
  const { clientId, sessionExpiryIntervalSeconds } = kept.session;
  const session = core.records.addSession(clientId, number);
  const created = { type: 'session.created' as const, sessionExpiryIntervalSeconds };
  session.snapshot = core.charts.session.step(session.snapshot, created).snapshot;
  session.stored = true;
  for (const subscription of kept.subscriptions) {
    session.subscriptions.set(subscription.topicFilter, subscription);
    core.tally.subscriptions += 1;
    core.router.add(number, subscription);
  }
  restoreExchanges(core, session, kept);
  restoreWill(core, session, kept.will);
  return session;
}

function release(core: Core, session: Session, kept: Kept & { session: StoredSession }): void {
  const { sessionExpiryIntervalSeconds, offlineSinceMs } = kept.session;
  core.stepWill(session, { type: 'connection.released', normal: false });
  const atMs = offlineSinceMs ?? core.nowMs;
  core.stepSession(session, { type: 'connection.released', sessionExpiryIntervalSeconds, atMs });
  if (offlineSinceMs === null) return;
  const passedSeconds = (core.nowMs - offlineSinceMs) / 1000;
  shorten(core, 'session', session, sessionExpiryIntervalSeconds, passedSeconds);
  shorten(core, 'will', session, kept.will?.delayIntervalSeconds ?? 0, passedSeconds);
}

function restoreExchanges(core: Core, session: Session, kept: Kept): void {
  const { sender, receiver } = core.charts;
  for (const order of [...kept.messages.keys()].sort((a, b) => a - b)) {
    const delivery = kept.messages.get(order) as Delivery;
    const exchange = kept.exchanges.get(order);
    session.nextOrder = order + 1;
    if (delivery.share !== undefined) session.hasShared = true;
    if (exchange === undefined) {
      enqueue(core, session, { order, delivery });
      continue;
    }
    const { packetId, released } = exchange;
    const qos = delivery.qos as 1 | 2;
    const start = sender.start({}).snapshot;
    let { snapshot } = sender.step(start, { type: 'exchange.begun', qos });
    if (released) {
      snapshot = sender.step(snapshot, { type: 'PUBREC', reasonCode: 0 }).snapshot;
      session.released += 1;
    }
    session.outbound.set(packetId, { order, packetId, delivery, snapshot, countedOn: 0 });
  }
  const arrival = { type: 'PUBLISH' as const, version: 5 as const, qos: 2 as const, allowed: true };
  for (const packetId of kept.inbound) {
    session.inbound.set(packetId, receiver.step(receiver.start({}).snapshot, arrival).snapshot);
  }
}

function restoreWill(core: Core, session: Session, will: Will | undefined): void {
  if (will === undefined) return;
  const { delayIntervalSeconds } = will;
  const none = core.charts.will.start({ delayIntervalSeconds }).snapshot;
  session.will = { will, snapshot: core.charts.will.step(none, { type: 'will.stored' }).snapshot };
}

/** Sets a timer that was running before the crash to what is left of it. */
function shorten(
  core: Core,
  kind: 'session' | 'will',
  session: Session,
  fullSeconds: number,
  passedSeconds: number,
): void {
  const isRunning = kind === 'session' ? fullSeconds !== NEVER_EXPIRES_SECONDS : fullSeconds > 0;
  if (!isRunning || (kind === 'will' && session.will === undefined)) return;
  const name = kind === 'session' ? 'sessionExpiryInterval' : 'willDelayInterval';
  const delayMs = Math.max(0, (fullSeconds - passedSeconds) * 1000);
  core.emit({ type: 'setTimer', timer: new TimerIds(kind, session.number).id(name), delayMs });
}
