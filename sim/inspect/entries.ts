/** A state as entries of named fields, in words: one list for printing it and for finding what has changed. */
import type {
  BrokerView,
  ConnectionView,
  MessageView,
  SessionView,
  SubscriptionView,
} from '../../machines/index.ts';
import { NEVER_EXPIRES_SECONDS, type ProtocolVersion } from '../../machines/index.ts';
import { clock, count, duration, quoted, versionName } from '../render/sentences/words.ts';
import type { StateAt } from './state-at.ts';

export const SECTIONS = [
  'connections',
  'sessions',
  'subscriptions',
  'exchanges',
  'queues',
  'wills',
  'takeovers',
  'timers',
  'retained messages',
  'store',
] as const;

export type Section = (typeof SECTIONS)[number];

export interface Entry {
  readonly section: Section;
  /** What it is, unique within the section: `connection 1 of "sensor"`. */
  readonly name: string;
  /** What stays the same where the name does not: a connection gets a client's name with CONNECT. */
  readonly key?: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** @param clientId when only what concerns one client is wanted */
export function entriesOf(state: StateAt, clientId?: string): readonly Entry[] {
  const view = clientId === undefined ? state.view : narrowed(state.view, clientId);
  const isOf = (connection: number) => state.clientIds.get(connection) === clientId;
  const timers = state.timers.filter(({ timer }) => {
    if (clientId === undefined) return true;
    const [kind, number] = timer.split(' ');
    if (kind === 'connection') return isOf(Number(number));
    return view.sessions.some(({ session }) => session === Number(number));
  });
  return [
    ...view.connections.map(connection),
    ...view.sessions.flatMap(sessionEntries),
    ...view.takeovers.map((takeover) => ({
      section: 'takeovers' as const,
      name: `takeover of ${quoted(takeover.clientId)}`,
      fields: {
        state: takeover.state,
        incoming: takeover.incoming === 0 ? 'gone' : `connection ${takeover.incoming}`,
        'clean start': yesNo(takeover.cleanStart),
      },
    })),
    ...timers.map(({ timer, leftMs, dueMs, setBy }) => ({
      section: 'timers' as const,
      name: timerInWords(timer, state),
      key: timer,
      fields: { left: duration(leftMs), due: `at ${clock(dueMs)}`, 'set by': setBy },
    })),
    ...view.retained.map((message) => ({
      section: 'retained messages' as const,
      name: message.topicName,
      fields: { message: messageInWords(message), ...expiry(message) },
    })),
    ...view.batches.map(({ id, transmits }) => ({
      section: 'store' as const,
      name: `batch ${id}`,
      fields: {
        'waiting for it':
          transmits.map((held) => `${held.packet} to connection ${held.connection}`).join(', ') ||
          'nothing',
      },
    })),
  ];
}

/** `sessionExpiryInterval of session 3 of "sensor"`. */
function timerInWords(
  timer: string,
  { view, clientIds }: Pick<StateAt, 'view' | 'clientIds'>,
): string {
  const [kind, number, name] = timer.split(' ');
  const clientId =
    kind === 'connection'
      ? clientIds.get(Number(number))
      : view.sessions.find(({ session }) => session === Number(number))?.clientId;
  const whose = clientId === undefined ? '' : ` of ${quoted(clientId)}`;
  return `${name} of ${kind === 'will' ? 'the will of session' : kind} ${number}${whose}`;
}

function narrowed(view: BrokerView, clientId: string): BrokerView {
  const isClients = (part: { readonly clientId: string }) => part.clientId === clientId;
  const connections = view.connections.filter(isClients);
  const isTheirs = (held: { readonly connection: number }) =>
    connections.some(({ connection }) => connection === held.connection);
  return {
    connections,
    sessions: view.sessions.filter(isClients),
    takeovers: view.takeovers.filter(isClients),
    retained: [],
    batches: view.batches
      .map(({ id, transmits }) => ({ id, transmits: transmits.filter(isTheirs) }))
      .filter(({ transmits }) => transmits.length > 0),
  };
}

function connection(view: ConnectionView): Entry {
  const { version, session, awaitedBatch } = view;
  const whose = view.clientId === '' ? '' : ` of ${quoted(view.clientId)}`;
  return {
    section: 'connections',
    name: `connection ${view.connection}${whose}`,
    key: `${view.connection}`,
    fields: {
      state: stateInWords(view.state),
      version: version === 0 ? 'no CONNECT yet' : versionName(version as ProtocolVersion),
      from: `${view.origin.transport} ${view.origin.remote}`,
      ...(version !== 0 && {
        'keep alive': view.keepAliveSeconds === 0 ? 'off' : `${view.keepAliveSeconds} s`,
      }),
      session: session === 0 ? 'none' : `${session}`,
      ...(session !== 0 && { 'send quota': `${view.sendQuota}` }),
      ...(view.held.length > 0 && { holds: view.held.join(', ') }),
      ...(view.pending !== undefined && { 'awaits the authorizer for': view.pending }),
      ...(view.congested && { congested: 'yes' }),
      ...(awaitedBatch !== 0 && { 'awaits the store for': `batch ${awaitedBatch}` }),
    },
  };
}

function sessionEntries(view: SessionView): readonly Entry[] {
  const whose = quoted(view.clientId);
  const session: Entry = {
    section: 'sessions',
    name: `session ${view.session} of ${whose}`,
    fields: {
      state: stateInWords(view.state),
      connection: view.connection === 0 ? 'none' : `${view.connection}`,
      ends: sessionEnd(view.sessionExpiryIntervalSeconds),
      subscriptions: `${view.subscriptions.length}`,
      queued: `${view.queue.length}`,
      dropped: `${view.dropped}`,
      ...(view.stored && { stored: 'yes' }),
    },
  };
  return [
    session,
    ...view.subscriptions.map((subscription) => subscriptionEntry(subscription, whose)),
    ...view.outbound.map((exchange) => ({
      section: 'exchanges' as const,
      name: `packet identifier ${exchange.packetId} to ${whose}`,
      fields: {
        state: exchange.state,
        message: messageInWords(exchange),
        ...(exchange.awaitsQuota && { 'awaits quota': 'to be sent again' }),
        ...expiry(exchange),
      },
    })),
    ...view.inbound.map((packetId) => ({
      section: 'exchanges' as const,
      name: `packet identifier ${packetId} from ${whose}`,
      fields: { state: 'awaitingPubrel' },
    })),
    ...view.queue.map((queued, place) => ({
      section: 'queues' as const,
      name: `message ${queued.order} for ${whose}`,
      fields: { place: `${place + 1}`, message: messageInWords(queued), ...expiry(queued) },
    })),
    ...willEntries(view, whose),
  ];
}

function subscriptionEntry(subscription: SubscriptionView, whose: string): Entry {
  const { topicFilter, qos, noLocal, retainAsPublished, identifier } = subscription;
  return {
    section: 'subscriptions',
    name: `${topicFilter} of ${whose}`,
    fields: {
      qos: `${qos}`,
      ...(noLocal && { 'no local': 'yes' }),
      ...(retainAsPublished && { 'retain as published': 'yes' }),
      ...(identifier !== undefined && { identifier: `${identifier}` }),
    },
  };
}

function willEntries({ will }: SessionView, whose: string): readonly Entry[] {
  if (will === undefined) return [];
  const delay =
    will.delayIntervalSeconds === 0 ? 'none' : duration(will.delayIntervalSeconds * 1_000);
  const fields = { state: will.state, message: messageInWords(will), delay };
  return [{ section: 'wills', name: `will of ${whose}`, fields }];
}

/** `connected (traffic.open, outflow.writable)`: what all regions share is said once. */
export function stateInWords(name: string): string {
  const leaves = name.split(' & ').map((leaf) => leaf.split('.'));
  const [[first = ''] = []] = leaves;
  if (leaves.length === 1) return name;
  return `${first} (${leaves.map((leaf) => leaf.slice(1).join('.')).join(', ')})`;
}

function sessionEnd(seconds: number): string {
  if (seconds === 0) return 'with its connection';
  if (seconds === NEVER_EXPIRES_SECONDS) return 'never';
  return `${duration(seconds * 1_000)} after its connection`;
}

function messageInWords({ topicName, qos, retain, payloadBytes }: MessageView): string {
  const parts = [`${quoted(topicName)} at QoS ${qos}`, count(payloadBytes, 'byte')];
  return [...parts, ...(retain ? ['retained'] : [])].join(', ');
}

function expiry({ expiresAtMs }: MessageView): Record<string, string> {
  return expiresAtMs === undefined ? {} : { expires: `at ${clock(expiresAtMs)}` };
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
