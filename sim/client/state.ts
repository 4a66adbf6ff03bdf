/**
 * A client's state as one record: the chart's snapshot, and beside it the containers that the chart only asks about.
 * What belongs to a Session is in one field, so that it can be thrown away as a whole.
 *
 * As in the broker a record belongs to the client that made it. A fork copies it before it writes to it, and the
 * containers fork in constant time.
 */
import type {
  ClientContext,
  SubscribeCommand,
  UnsubscribeCommand,
} from '../../machines/charts/client-types.ts';
import type { ReceiverContext } from '../../machines/charts/receiver.ts';
import type { SenderContext } from '../../machines/charts/sender.ts';
import { IntMap } from '../../machines/collections/int-map.ts';
import { Queue } from '../../machines/collections/queue.ts';
import type { Snapshot } from '../../machines/engine/chart.ts';
import type { Message, Packet } from '../../machines/packets.ts';

/** Identity of one client between two forks. */
export type Owner = object;

/** A QoS 1 or 2 message on its way to the broker. */
export interface ClientExchange {
  /** Place in the order in which it is sent again: of its PUBLISH, and from then on of its PUBREC. */
  readonly order: number;
  readonly packetId: number;
  readonly message: Message;
  /** The connection whose send quota it has taken one of; 0 while it waits to be sent again. */
  readonly countedOn: number;
  readonly snapshot: Snapshot<SenderContext>;
}

export type Request = SubscribeCommand | UnsubscribeCommand;

/** What MQTT calls the Session State in the Client (sections 4.1). */
export interface ClientSession {
  readonly outbound: IntMap<ClientExchange>;
  readonly inbound: IntMap<Snapshot<ReceiverContext>>;
  nextPacketId: number;
  nextOrder: number;
}

export interface ClientState {
  readonly owner: Owner;
  snapshot: Snapshot<ClientContext>;
  session: ClientSession | undefined;
  /** Messages that have never been sent. They belong to the program, and outlive sessions. */
  readonly publishes: Queue<Message>;
  readonly requests: Queue<Request>;

  // Of the connection.

  /** Its number; 0 for none. */
  connection: number;
  /** How many there have been. */
  connections: number;
  /** QoS 1 and 2 PUBLISH that may be sent before an acknowledgement has to come (5.0 section 4.9). */
  sendQuota: number;
  /** Packet identifiers of exchanges that wait to be sent again, oldest first. */
  readonly backlog: Queue<number>;
  /** SUBSCRIBE and UNSUBSCRIBE without an answer. */
  readonly unanswered: IntMap<Request>;
  /** Acknowledgements that wait for the `acknowledge` command. */
  readonly heldAcks: Queue<Packet>;
  /** Packet identifiers that count against our Receive Maximum. */
  readonly unacknowledged: IntMap<true>;
}

export function createState(snapshot: Snapshot<ClientContext>, owner: Owner): ClientState {
  return {
    owner,
    snapshot,
    session: undefined,
    publishes: new Queue(),
    requests: new Queue(),
    connection: 0,
    connections: 0,
    sendQuota: 0,
    backlog: new Queue(),
    unanswered: new IntMap(),
    heldAcks: new Queue(),
    unacknowledged: new IntMap(),
  };
}

export function createClientSession(): ClientSession {
  return { outbound: new IntMap(), inbound: new IntMap(), nextPacketId: 1, nextOrder: 1 };
}

export function copyState(from: ClientState, owner: Owner): ClientState {
  const { session } = from;
  return {
    ...from,
    owner,
    session: session && {
      ...session,
      outbound: session.outbound.fork(),
      inbound: session.inbound.fork(),
    },
    publishes: from.publishes.fork(),
    requests: from.requests.fork(),
    backlog: from.backlog.fork(),
    unanswered: from.unanswered.fork(),
    heldAcks: from.heldAcks.fork(),
    unacknowledged: from.unacknowledged.fork(),
  };
}

/** The messages that have not been acknowledged, in the order in which they would be sent again. */
export function exchangesOf(session: ClientSession | undefined): ClientExchange[] {
  const exchanges = session === undefined ? [] : [...session.outbound];
  return exchanges.map(([, exchange]) => exchange).sort((a, b) => a.order - b.order);
}
