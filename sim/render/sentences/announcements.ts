/** A sentence for each lifecycle event, why it happened included. An event without a row does not compile. */
import type {
  DisconnectCause,
  DropCause,
  LifecycleEvent,
  LifecycleEventType,
  SessionEndCause,
  SubscriptionLimit,
} from '../../../machines/index.ts';
import type { TimelineEvent } from '../timeline/types.ts';
import { type ByVersion, clausesFor, type Told } from './told.ts';
import { count, duration, isNamed, party, quoted, reason, versionName, whom } from './words.ts';

type EventOf<Type extends LifecycleEventType> = Extract<LifecycleEvent, { readonly type: Type }>;

interface Row<Event> {
  readonly text: (event: Event, at: TimelineEvent) => string;
  readonly clauses?: ByVersion | ((event: Event, at: TimelineEvent) => ByVersion);
}

type Table = { readonly [Type in LifecycleEventType]: Row<EventOf<Type>> };

/** After `The broker disconnects "sensor" because …`; two causes are not the broker's doing. */
const WHY_DISCONNECTED: Readonly<Record<DisconnectCause, readonly [because: string, ByVersion]>> = {
  clientDisconnected: [
    'it said DISCONNECT',
    { v3: ['v3 MQTT-3.14.4-3'], v5: ['v5 MQTT-3.14.4-3'] },
  ],
  networkClosed: [
    'its Network Connection closed without DISCONNECT',
    { v3: ['v3 MQTT-3.1.2-8'], v5: ['v5 MQTT-3.1.2-8'] },
  ],
  networkFailed: [
    'its Network Connection failed',
    { v3: ['v3 MQTT-3.1.2-8'], v5: ['v5 MQTT-3.1.2-8'] },
  ],
  keepAliveTimeout: [
    'nothing came from it for one and a half times its Keep Alive',
    { v31: ['v3.1 keep alive'], v3: ['v3 MQTT-3.1.2-24'], v5: ['v5 MQTT-3.1.2-22'] },
  ],
  sessionTakenOver: [
    'another connection has claimed its session',
    { v31: ['v3.1 duplicate client identifier'], v3: ['v3 MQTT-3.1.4-2'], v5: ['v5 MQTT-3.1.4-3'] },
  ],
  protocolViolation: [
    'it broke the protocol',
    { v3: ['v3 MQTT-4.8.0-1'], v5: ['v5 MQTT-4.13.1-1'] },
  ],
  administrativeAction: ['an operator asked for it', { v5: ['v5 MQTT-4.13.2-1'] }],
  serverShuttingDown: ['the broker is shutting down', { v5: ['v5 MQTT-4.13.2-1'] }],
  authenticationFailed: ['it could not prove who it is', { v5: ['v5 MQTT-3.1.4-2'] }],
  authenticationTimeout: ['authentication took too long', { v5: ['v5 MQTT-3.1.4-2'] }],
  authorizationTimeout: ['authorization took too long', { v5: ['v5 MQTT-4.13.2-1'] }],
  connectTimeout: [
    'no CONNECT came in time',
    {
      v31: ['v3.1 connect timeout'],
      v3: ['v3 3.1.4 connect timeout'],
      v5: ['v5 3.1.4 connect timeout'],
    },
  ],
  connectRefused: [
    'its CONNECT cannot be accepted',
    { v3: ['v3 MQTT-3.1.4-1'], v5: ['v5 MQTT-3.1.4-1'] },
  ],
  quotaExceeded: ['it asked for more than it may', { v5: ['v5 MQTT-4.13.2-1'] }],
  answerTooLarge: ['it takes no packet as large as its answer', { v5: ['v5 MQTT-3.1.2-24'] }],
  storeFailed: ['the store failed', { v3: ['v3 MQTT-4.8.0-2'], v5: ['v5 MQTT-4.13.2-1'] }],
};

const WHY_ENDED: Readonly<Record<SessionEndCause, readonly [because: string, ByVersion]>> = {
  connectionClosed: [
    'it was to last no longer than its connection',
    { v31: ['v3.1 clean session'], v3: ['v3 MQTT-3.1.2-6'], v5: ['v5 3.1.2.11.2 session expiry'] },
  ],
  expired: [
    'its Session Expiry Interval has run out',
    { v5: ['v5 MQTT-4.1.0-2', 'v5 3.1.2.11.2 session expiry'] },
  ],
  discarded: [
    'a clean start, or an operator, discards it',
    { v31: ['v3.1 clean session'], v3: ['v3 MQTT-3.1.2-6'], v5: ['v5 MQTT-3.1.2-4'] },
  ],
};

const WHY_DROPPED: Readonly<Record<DropCause, readonly [because: string, ByVersion]>> = {
  queueFull: ['its queue is full', {}],
  offline: ['it is offline, and QoS 0 messages do not wait', {}],
  congested: ['its connection takes no more for now', {}],
  expired: ['the message has expired', { v5: ['v5 MQTT-3.3.2-5'] }],
  refusedByClient: ['the client refused it', { v5: ['v5 MQTT-4.4.0-2'] }],
  packetTooLarge: ['it is larger than the client takes', { v5: ['v5 MQTT-3.1.2-25'] }],
};

const WILL_PUBLISHED: ByVersion = {
  v3: ['v3 MQTT-3.1.2-8', 'v3 MQTT-3.1.2-10'],
  v5: ['v5 MQTT-3.1.2-8', 'v5 MQTT-3.1.2-10'],
};

const TABLE: Table = {
  'connection.opened': {
    text: ({ connection, origin }) =>
      `the broker has connection ${connection}, over ${origin.transport}`,
  },
  'client.refused': {
    text: ({ cause, reasonCode, detail }, at) =>
      `the broker refuses ${ofAt(at)} because ${WHY_DISCONNECTED[cause][0]}${explained(reasonCode, detail)}`,
    clauses: ({ cause }) => WHY_DISCONNECTED[cause][1],
  },
  'client.connected': {
    text: (event, at) =>
      `${ofAt(at)} is connected with ${versionName(event.version)}, ${event.sessionPresent ? 'its session resumed' : 'in a new session'}`,
    clauses: { v3: ['v3 MQTT-3.1.4-4'], v5: ['v5 MQTT-3.1.4-5'] },
  },
  'client.disconnected': {
    text: disconnection,
    clauses: disconnectionClauses,
  },
  'connection.closed': { text: (_, at) => `the broker is done with the connection of ${ofAt(at)}` },
  'session.created': {
    text: (_, at) => `a new session begins for ${whom(at.client)}`,
    clauses: (_, { connection }) => ({
      v31: ['v3.1 clean session'],
      v3: [connection?.cleanStart ? 'v3 MQTT-3.1.2-6' : 'v3 MQTT-3.1.2-4', 'v3 MQTT-3.1.3-2'],
      v5: [connection?.cleanStart ? 'v5 MQTT-3.1.2-4' : 'v5 MQTT-3.1.2-6', 'v5 MQTT-3.1.3-2'],
    }),
  },
  'session.resumed': {
    text: (_, at) => `${whom(at.client)} goes on with the session it has`,
    clauses: { v31: ['v3.1 clean session'], v3: ['v3 MQTT-3.1.2-4'], v5: ['v5 MQTT-3.1.2-5'] },
  },
  'session.takenOver': {
    text: ({ clientId }) =>
      `the broker disconnects the existing client of ${quoted(clientId)} because another connection has claimed its session`,
    clauses: WHY_DISCONNECTED.sessionTakenOver[1],
  },
  'session.offline': {
    text: ({ expiresInSeconds }, at) =>
      `the session of ${whom(at.client)} is kept while it is offline, ${
        expiresInSeconds === undefined ? 'without end' : `for ${duration(expiresInSeconds * 1_000)}`
      }`,
    clauses: { v31: ['v3.1 clean session'], v3: ['v3 MQTT-3.1.2-4'], v5: ['v5 MQTT-3.1.2-23'] },
  },
  'session.ended': {
    text: ({ cause, dropped }, at) =>
      `the session of ${whom(at.client)} ends because ${WHY_ENDED[cause][0]}${lost(dropped)}`,
    clauses: ({ cause }) => WHY_ENDED[cause][1],
  },
  'will.delayed': {
    text: ({ delaySeconds, topicName }, at) =>
      `the will of ${whom(at.client)} for ${quoted(topicName)} waits ${duration(delaySeconds * 1_000)}, or until its session ends`,
    clauses: { v5: ['v5 MQTT-3.1.2-8'] },
  },
  'will.published': {
    text: ({ topicName }, at) =>
      `the broker publishes the will of ${whom(at.client)} to ${quoted(topicName)}`,
    clauses: WILL_PUBLISHED,
  },
  'will.deleted': {
    text: ({ topicName }, at) =>
      `the will of ${whom(at.client)} for ${quoted(topicName)} is dropped unpublished`,
    clauses: (_, at) => ({
      v3: ['v3 MQTT-3.1.2-10', 'v3 MQTT-3.14.4-3'],
      v5: hasDisconnected(at) ? ['v5 MQTT-3.1.2-10', 'v5 MQTT-3.14.4-3'] : ['v5 MQTT-3.1.3-9'],
    }),
  },
  'subscription.added': {
    text: ({ topicFilter, qos }, at) =>
      `${whom(at.client)} is subscribed to ${quoted(topicFilter)} at QoS ${qos}`,
    clauses: { v31: ['v3.1 granted qos'], v3: ['v3 MQTT-3.8.4-5'], v5: ['v5 MQTT-3.8.4-7'] },
  },
  'subscription.removed': {
    text: ({ topicFilter }, at) =>
      `${whom(at.client)} is no longer subscribed to ${quoted(topicFilter)}`,
    clauses: {
      v3: ['v3 MQTT-3.10.4-1', 'v3 MQTT-3.10.4-2'],
      v5: ['v5 MQTT-3.10.4-1', 'v5 MQTT-3.10.4-2'],
    },
  },
  'subscription.refused': {
    text: ({ topicFilter, reasonCode, limit }, at) =>
      `${whom(at.client)} may not subscribe to ${quoted(topicFilter)}: ${reason(reasonCode)}${beyond(limit)}`,
    clauses: { v31: ['v3.1 granted qos'], v3: ['v3 MQTT-3.8.4-5'], v5: ['v5 MQTT-3.8.4-7'] },
  },
  'retained.refused': {
    text: ({ topicName }) =>
      `the message for ${quoted(topicName)} is passed on but not retained: as many topics have one as may`,
    clauses: {},
  },
  'publish.refused': {
    text: ({ topicName, reasonCode }, at) =>
      `the broker does not take the message of ${ofAt(at)} for ${quoted(topicName)}: ${reason(reasonCode)}`,
    clauses: { v31: ['v3.1 unauthorised publish'], v3: ['v3 MQTT-3.3.5-2'] },
  },
  'message.dropped': {
    text: ({ cause, topicName, total }, at) =>
      `a message for ${quoted(topicName)} does not reach ${whom(at.client)} because ${WHY_DROPPED[cause][0]} (${count(total, 'message')} so far)`,
    clauses: ({ cause }) => WHY_DROPPED[cause][1],
  },
};

export function announcement(event: LifecycleEvent, at: TimelineEvent): Told {
  // Each row takes the event whose type it stands under.
  const row = TABLE[event.type] as Row<LifecycleEvent>;
  // The event's own are exact. Traces of before have none.
  const own = 'clauses' in event ? event.clauses : [];
  if (own !== undefined && own.length > 0) return { text: row.text(event, at), clauses: own };
  const clauses = typeof row.clauses === 'function' ? row.clauses(event, at) : row.clauses;
  return { text: row.text(event, at), clauses: clausesFor(at.version, clauses ?? {}) };
}

function disconnection(event: EventOf<'client.disconnected'>, at: TimelineEvent): string {
  const { cause, detail } = event;
  // The event has a Reason Code for 3.x too, which nobody has sent: there DISCONNECT has none.
  const reasonCode = at.version === 5 ? event.reasonCode : 0;
  const why = WHY_DISCONNECTED[cause][0];
  const byItself =
    cause === 'clientDisconnected' || cause === 'networkClosed' || cause === 'networkFailed';
  if (byItself) return `${ofAt(at)} is disconnected because ${why}${explained(reasonCode, detail)}`;
  return `the broker disconnects ${ofAt(at)} because ${why}${explained(reasonCode, detail)}`;
}

/** Where the network has failed, what the standard has to say is what becomes of the will. */
function disconnectionClauses(
  { cause, reasonCode }: EventOf<'client.disconnected'>,
  { connection }: TimelineEvent,
): ByVersion {
  const isNetwork = cause === 'networkClosed' || cause === 'networkFailed';
  if (isNetwork && connection?.hasWill === false) return {};
  return cause === 'clientDisconnected' && reasonCode !== 0
    ? { v3: ['v3 MQTT-3.14.4-3'], v5: ['v5 3.14.2.1 disconnect with will'] }
    : WHY_DISCONNECTED[cause][1];
}

function explained(reasonCode: number, detail: string): string {
  const parts = [];
  if (reasonCode !== 0) parts.push(reason(reasonCode));
  if (detail !== '') parts.push(detail);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** Nothing where nothing was lost. Traces of before do not say. */
function lost(dropped: number | undefined): string {
  return dropped ? `, and ${count(dropped, 'message')} with it` : '';
}

/** Traces of before do not say. */
function beyond(limit: SubscriptionLimit | undefined): string {
  return limit ? `, ${limit.option} is ${limit.maximum}` : '';
}

/** A will is dropped because its client has said DISCONNECT, or because it was back in time: on another connection. */
function hasDisconnected({ connection, index }: TimelineEvent): boolean {
  const left = connection?.disconnected;
  return left !== undefined && left.index < index;
}

function ofAt({ connection, client }: TimelineEvent): string {
  if (connection === undefined) return whom(client);
  return isNamed(connection.lifeline) ? party(connection) : `connection ${connection.number}`;
}
