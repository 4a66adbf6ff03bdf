/**
 * The parts of a broker as records: a chart's snapshot, and beside it the containers and facts that the chart only
 * asks about. What belongs to a Network Connection and what belongs to a Session are different types, because one
 * outlives the other.
 *
 * A record belongs to the core that made it (`owner`). A core that has been forked copies a record before it writes
 * to it, so a step costs what it changes and a fork costs nothing.
 */
import type { ConnectionContext } from '../charts/connection-types.ts';
import type { ReceiverContext } from '../charts/receiver.ts';
import type { SenderContext } from '../charts/sender.ts';
import type { SessionContext } from '../charts/session.ts';
import type { TakeoverContext } from '../charts/takeover.ts';
import type { WillContext } from '../charts/will.ts';
import { clausesOf } from '../clauses/index.ts';
import { IntMap } from '../collections/int-map.ts';
import { Queue } from '../collections/queue.ts';
import { StringMap } from '../collections/string-map.ts';
import type { Snapshot } from '../engine/chart.ts';
import type { ConnectionId, ConnectionOrigin } from '../inputs.ts';
import type { DropCause, EndOfConnection } from '../lifecycle.ts';
import type { Connect, Message, Packet, ProtocolVersion, QoS, Will } from '../packets.ts';
import type { TimerIds } from './timer-ids.ts';

/** Identity of one core between two forks. */
export type Owner = object;

export interface Connection {
  readonly owner: Owner;
  readonly id: ConnectionId;
  readonly origin: ConnectionOrigin;
  readonly nonce: string;
  snapshot: Snapshot<ConnectionContext>;
  /** Kept until the session is open, then dropped. */
  connect: Connect | undefined;
  /** CONNECT's, or the one we assigned. Empty before CONNECT. */
  clientId: string;
  userName: string | undefined;
  /** Number of the session that this connection speaks for; 0 for none. */
  session: number;
  sessionPresent: boolean;
  /** Packets that came before they could be processed. */
  held: Packet[];
  heldBytes: number;
  /** The network has closed behind them: its error, empty for none. Undefined while it is open. */
  heldEnd: string | undefined;
  /** PUBLISH or SUBSCRIBE that the authorizer has been asked about. */
  pending: Packet | undefined;
  congested: boolean;
  /** Batch of writes that its transmissions wait for; 0 for none. */
  awaitedBatch: number;
  /** With a store: CONNACK has not only been decided on but has left. */
  connackSent: boolean;
  /** QoS 1 and 2 PUBLISH that may be sent before an acknowledgement has to come (5.0 section 4.9). */
  sendQuota: number;
  /**
   * Packet Identifiers of the QoS 1 and 2 PUBLISH received on it whose last acknowledgement has not left: they wait for
   * PUBREL, the authorizer or the store. They count against our Receive Maximum, which begins anew with each connection
   * (5.0 section 4.9). Empty in 3.x, which has none.
   */
  readonly unacknowledged: IntMap<true>;
  /** Largest packet the client takes; Infinity when it has not said. */
  maximumPacketSizeBytes: number;
  /** 5.0: not asked to leave them out (Request Problem Information). */
  wantsReasonString: boolean;
  readonly aliases: TopicAliases;
  readonly timers: TimerIds;
}

/** Topic Aliases end with their connection (v5 MQTT-3.3.2-7). */
export interface TopicAliases {
  /** The client's, by number. */
  readonly incoming: IntMap<string>;
  /** Ours, by topic. */
  readonly outgoing: StringMap<number>;
  /** How many of ours the client takes; 0 before CONNECT. */
  outgoingMaximum: number;
}

/** A message as it goes to one session: what the subscription makes of it. Shared by sessions that get the same. */
export interface Delivery {
  readonly message: Message;
  readonly qos: QoS;
  /** RETAIN of PUBLISH. */
  readonly retain: boolean;
  /** RETAIN is 1 by Retain As Published, which 3.x has not: a 3.x client gets 0. */
  readonly retainAsPublished: true | undefined;
  readonly subscriptionIdentifiers: readonly number[] | undefined;
  /** End of its Message Expiry Interval, on the clock of the inputs; Infinity when it has none. */
  readonly expiresAtMs: number;
  /** The shared subscription that it is for, as its Topic Filter was given: `$share/name/filter`. */
  readonly share: string | undefined;
}

/** A message that waits in a session. */
export interface Queued {
  /** Place in the order in which the session's messages came. */
  readonly order: number;
  readonly delivery: Delivery;
}

/** A QoS 1 or 2 message on its way to the client, under one Packet Identifier. */
export interface Exchange {
  /** Place in the order in which the session's messages came, which is that of their transmission. */
  readonly order: number;
  readonly packetId: number;
  readonly delivery: Delivery;
  readonly snapshot: Snapshot<SenderContext>;
  /** The connection whose quota it counts against: on a new one it does not until it is sent there. */
  readonly countedOn: ConnectionId;
}

/** Whether the client has the message, a QoS 2 one, and only PUBCOMP is waited for. */
export function isReleased({ snapshot }: Exchange): boolean {
  return snapshot.state.name === 'awaitingPubcomp';
}

export interface Subscription {
  readonly topicFilter: string;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly identifier: number | undefined;
  /** Share Name of a shared subscription (5.0 section 4.8.2); undefined for one that is not. */
  readonly share: string | undefined;
}

export interface StoredWill {
  readonly will: Will;
  readonly snapshot: Snapshot<WillContext>;
}

/** What a session has under way: messages in both directions. */
interface Traffic {
  readonly queue: Queue<Queued>;
  readonly outbound: IntMap<Exchange>;
  /** Packet identifiers of exchanges that wait to be sent again, oldest first. */
  readonly backlog: Queue<number>;
  readonly inbound: IntMap<Snapshot<ReceiverContext>>;
}

const NO_TRAFFIC: Traffic = {
  queue: new Queue(),
  outbound: new IntMap(),
  backlog: new Queue(),
  inbound: new IntMap(),
};

export class Session {
  readonly owner: Owner;
  /** Incarnation: never used again for any session. */
  readonly number: number;
  readonly clientId: string;
  snapshot: Snapshot<SessionContext>;
  /** The connection that speaks for it; 0 while offline. */
  connection: ConnectionId = 0;
  /** The connection that spoke for it before; 0 for none. */
  lastConnection: ConnectionId = 0;
  readonly subscriptions: StringMap<Subscription>;
  /** Of what is in the queue. */
  queuedBytes = 0;
  will: StoredWill | undefined = undefined;
  nextPacketId = 1;
  nextOrder = 1;
  /** The store has it: it outlives its connection, and a crash. */
  stored = false;
  dropped = 0;
  /** A shared subscription has chosen it for a message: other members may have to get some when it ends. */
  hasShared = false;
  /** Of what is outbound: QoS 2 messages that the client has, and that wait for PUBCOMP only. */
  released = 0;
  lastDropCause: DropCause | undefined = undefined;
  /** Undefined until somebody asks: of many sessions, most are offline and have nothing under way. */
  private traffic: Traffic | undefined = undefined;

  /** `subscriptions` is for `copy` only. */
  constructor(
    number: number,
    clientId: string,
    snapshot: Snapshot<SessionContext>,
    owner: Owner,
    subscriptions = new StringMap<Subscription>(),
  ) {
    this.owner = owner;
    this.number = number;
    this.clientId = clientId;
    this.snapshot = snapshot;
    this.subscriptions = subscriptions;
  }

  get queue(): Queue<Queued> {
    return (this.traffic ?? this.makeRoom()).queue;
  }

  get outbound(): IntMap<Exchange> {
    return (this.traffic ?? this.makeRoom()).outbound;
  }

  get backlog(): Queue<number> {
    return (this.traffic ?? this.makeRoom()).backlog;
  }

  get inbound(): IntMap<Snapshot<ReceiverContext>> {
    return (this.traffic ?? this.makeRoom()).inbound;
  }

  /** How much of each there is, without making room for it. */
  get underWay(): Readonly<Record<keyof Traffic, number>> {
    const { queue, outbound, backlog, inbound } = this.traffic ?? NO_TRAFFIC;
    return {
      queue: queue.length,
      outbound: outbound.size,
      backlog: backlog.length,
      inbound: inbound.size,
    };
  }

  /** Gives back the room for what it has under way, if there is nothing. */
  rest(): void {
    if (this.traffic === undefined) return;
    const { queue, outbound, backlog, inbound } = this.traffic;
    if (queue.length + outbound.size + backlog.length + inbound.size > 0) return;
    this.traffic = undefined;
  }

  copy(owner: Owner): Session {
    const { number, clientId, snapshot, subscriptions, traffic } = this;
    const twin = new Session(number, clientId, snapshot, owner, subscriptions.fork());
    twin.connection = this.connection;
    twin.lastConnection = this.lastConnection;
    twin.queuedBytes = this.queuedBytes;
    twin.will = this.will;
    twin.nextPacketId = this.nextPacketId;
    twin.nextOrder = this.nextOrder;
    twin.stored = this.stored;
    twin.dropped = this.dropped;
    twin.released = this.released;
    twin.hasShared = this.hasShared;
    twin.lastDropCause = this.lastDropCause;
    twin.traffic = traffic && {
      queue: traffic.queue.fork(),
      outbound: traffic.outbound.fork(),
      backlog: traffic.backlog.fork(),
      inbound: traffic.inbound.fork(),
    };
    return twin;
  }

  /** On a mere look too, even in a record that is shared: nothing under way is the same as nothing. */
  private makeRoom(): Traffic {
    this.traffic = {
      queue: new Queue(),
      outbound: new IntMap(),
      backlog: new Queue(),
      inbound: new IntMap(),
    };
    return this.traffic;
  }
}

export interface Takeover {
  readonly clientId: string;
  readonly snapshot: Snapshot<TakeoverContext>;
  /** As it was before the step that is being performed. */
  readonly before: Snapshot<TakeoverContext>;
}

export function copyConnection(from: Connection, owner: Owner): Connection {
  const { incoming, outgoing, outgoingMaximum } = from.aliases;
  return {
    ...from,
    owner,
    held: from.held.slice(),
    unacknowledged: from.unacknowledged.fork(),
    aliases: { incoming: incoming.fork(), outgoing: outgoing.fork(), outgoingMaximum },
  };
}

/** Who a session is, for those who are told of it. */
export function about({ number, clientId, connection, lastConnection }: Session): {
  readonly session: number;
  readonly clientId: string;
  readonly connection: ConnectionId;
} {
  return { session: number, clientId, connection: connection || lastConnection };
}

/** How a connection ends, for those who are told of it. */
export function endOf({ id, clientId, connect, snapshot }: Connection): EndOfConnection {
  const { blame, version: answered } = snapshot.context;
  // One that nobody speaks is answered in the form of another.
  const isSpoken = connect === undefined || connect.protocolVersion === answered;
  const version = isSpoken ? answered : 0;
  const { cause, reasonCode, detail, clauses } = blame;
  return {
    connection: id,
    clientId,
    cause,
    reasonCode,
    detail,
    version,
    clauses: clausesOf(version, clauses),
  };
}

/** The version a connected client speaks. Before CONNECT there is nobody to transmit to. */
export function versionOf(connection: Connection): ProtocolVersion {
  return connection.snapshot.context.version || 4;
}
