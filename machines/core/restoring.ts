/** A core as an image says: see image.ts. The charts take no step; each part is put where it was. */
import { IntMap } from '../collections/int-map.ts';
import { StringMap } from '../collections/string-map.ts';
import type { Chart, ChartEvent, Snapshot } from '../engine/chart.ts';
import type {
  BrokerImage,
  ConnectionImage,
  DeliveryImage,
  SessionImage,
  SnapshotImage,
} from '../image.ts';
import type { TimerLeft } from '../inputs.ts';
import type { Core } from './core.ts';
import {
  type Connection,
  type Delivery,
  type Exchange,
  isReleased,
  type Session,
  type Subscription,
} from './parts.ts';
import { TimerIds } from './timer-ids.ts';
import { enqueue } from './waiting.ts';

/** JSON leaves out what is undefined. */
const UNSAID_OF_CONNECTION = {
  connect: undefined,
  userName: undefined,
  heldEnd: undefined,
  pending: undefined,
};

/**
 * Fills a core that has seen nothing yet, and asks for the timers.
 * @throws ChartError for a state that the charts of this program do not have
 */
export function restore(core: Core, image: BrokerImage, timers: readonly TimerLeft[]): void {
  const { records, router, nowMs } = core;
  core.admission.restore(image.admission, nowMs);
  if (image.journal !== undefined) core.journal.restore(image.journal);
  for (const session of image.sessions) restoreSession(core, session);
  for (const connection of image.connections) restoreConnection(core, connection);
  for (const { clientId, snapshot: at } of image.takeovers) {
    const snapshot = snapshotOf(core.charts.takeover, at);
    records.keepTakeover({ clientId, snapshot, before: snapshot });
  }
  records.nextSession = image.nextSession;
  for (const { message, expiresInMs } of image.retained) {
    router.retain({ message, expiresAtMs: atMs(expiresInMs, nowMs) });
  }
  for (const { subscriber, topicFilter } of image.locals) router.addLocal(subscriber, topicFilter);
  for (const [topicFilter, turn] of image.turns) router.setTurn(topicFilter, turn);
  for (const [timer, delayMs] of timers) core.emit({ type: 'setTimer', timer, delayMs });
}

function restoreConnection(core: Core, image: ConnectionImage): void {
  if (image.session !== 0) core.tally.clientConnected();
  const { snapshot, unacknowledged, aliases, maximumPacketSizeBytes, ...facts } = image;
  const { incoming, outgoing, outgoingMaximum } = aliases;
  const context = { ...snapshot.context, options: core.options };
  core.records.addConnection(
    (owner): Connection => ({
      ...UNSAID_OF_CONNECTION,
      ...facts,
      held: facts.held.slice(),
      owner,
      snapshot: { state: core.charts.connection.stateNamed(snapshot.state), context },
      unacknowledged: intMap(unacknowledged.map((packetId) => [packetId, true])),
      aliases: { incoming: intMap(incoming), outgoing: stringMap(outgoing), outgoingMaximum },
      maximumPacketSizeBytes: maximumPacketSizeBytes ?? Number.POSITIVE_INFINITY,
      timers: new TimerIds('connection', facts.id),
    }),
  );
}

function restoreSession(core: Core, image: SessionImage): void {
  const { snapshot, subscriptions, will, queue, outbound, backlog, inbound, ...facts } = image;
  const { charts, nowMs } = core;
  const session: Session = core.records.addSession(facts.clientId, facts.number);
  Object.assign(session, facts);
  session.snapshot = snapshotOf(charts.session, snapshot);
  for (const each of subscriptions) {
    const subscription = subscriptionOf(each);
    session.subscriptions.set(subscription.topicFilter, subscription);
    core.tally.subscriptions += 1;
    core.router.add(session.number, subscription);
  }
  session.will = will && { will: will.will, snapshot: snapshotOf(charts.will, will.snapshot) };
  for (const { order, delivery } of queue) {
    enqueue(core, session, { order, delivery: deliveryOf(delivery, nowMs) });
  }
  for (const { delivery, snapshot: at, ...rest } of outbound) {
    const exchange: Exchange = {
      ...rest,
      delivery: deliveryOf(delivery, nowMs),
      snapshot: snapshotOf(charts.sender, at),
    };
    session.outbound.set(exchange.packetId, exchange);
    if (isReleased(exchange)) session.released += 1;
  }
  session.hasShared = [...queue, ...outbound].some(({ delivery }) => delivery.share !== undefined);
  for (const packetId of backlog) session.backlog.push(packetId);
  for (const [packetId, at] of inbound) {
    session.inbound.set(packetId, snapshotOf(charts.receiver, at));
  }
}

// Members in the order in which the core makes them: a store is given them as they are, and a trace shows it.

function subscriptionOf(image: Subscription): Subscription {
  const { topicFilter, qos, noLocal, retainAsPublished, identifier, share } = image;
  return { topicFilter, qos, noLocal, retainAsPublished, identifier, share };
}

function deliveryOf(image: DeliveryImage, nowMs: number): Delivery {
  const { message, qos, retain, retainAsPublished, subscriptionIdentifiers, share } = image;
  const expiresAtMs = atMs(image.expiresInMs, nowMs);
  return { message, qos, retain, retainAsPublished, subscriptionIdentifiers, expiresAtMs, share };
}

function snapshotOf<Context, Event extends ChartEvent>(
  chart: Chart<Context, Event>,
  { state, context }: SnapshotImage<Context>,
): Snapshot<Context> {
  return { state: chart.stateNamed(state), context };
}

function atMs(inMs: number | null, nowMs: number): number {
  return inMs === null ? Number.POSITIVE_INFINITY : nowMs + inMs;
}

function intMap<V>(entries: readonly (readonly [number, V])[]): IntMap<V> {
  const map = new IntMap<V>();
  for (const [key, value] of entries) map.set(key, value);
  return map;
}

function stringMap<V>(entries: readonly (readonly [string, V])[]): StringMap<V> {
  const map = new StringMap<V>();
  for (const [key, value] of entries) map.set(key, value);
  return map;
}
