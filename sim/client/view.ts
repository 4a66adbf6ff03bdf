/** A client's state as plain data, for inspectors and properties. */
import type { ClientContext, ClientEnd } from '../../machines/charts/client-types.ts';
import type { Snapshot } from '../../machines/engine/chart.ts';
import type { Message, Packet, QoS } from '../../machines/packets.ts';
import { type ClientState, exchangesOf, type Request } from './state.ts';

export interface ClientView {
  readonly name: string;
  readonly clientId: string;
  /** The outermost state: `connected`. */
  readonly phase: string;
  /** All of the chart's state: `connected.traffic & …`. */
  readonly state: string;
  /** How the last connection ended. */
  readonly end: ClientEnd;
  /** Number of the connection; 0 for none. */
  readonly connection: number;
  /** The Session State that the client holds; undefined when it holds none. */
  readonly session: ClientSessionView | undefined;
  /** QoS 1 and 2 PUBLISH that may be sent before an acknowledgement has to come. */
  readonly sendQuota: number;
  /** Messages that have never been sent, oldest first. */
  readonly queued: readonly Message[];
  /** Requests that have not been sent, and those that have not been answered. */
  readonly requests: readonly Request[];
  readonly unanswered: readonly number[];
  readonly heldAcknowledgements: readonly Packet[];
}

export interface ClientSessionView {
  /** QoS 1 and 2 messages to the broker, in the order in which they would be sent again. */
  readonly unacknowledged: readonly {
    readonly packetId: number;
    /** awaitingPuback, awaitingPubrec or awaitingPubcomp. */
    readonly stage: string;
    readonly qos: QoS;
    readonly message: Message;
  }[];
  /** Packet identifiers of QoS 2 messages from the broker that wait for PUBREL. */
  readonly inbound: readonly number[];
}

/** The outermost state. */
export function phaseOf({ state }: Snapshot<ClientContext>): string {
  const end = state.name.indexOf('.');
  return end < 0 ? state.name : state.name.slice(0, end);
}

export function viewOf(name: string, state: ClientState): ClientView {
  const { snapshot, session } = state;
  return {
    name,
    clientId: snapshot.context.clientId,
    phase: phaseOf(snapshot),
    state: snapshot.state.name,
    end: snapshot.context.end,
    connection: state.connection,
    session: session && {
      unacknowledged: exchangesOf(session).map(({ packetId, message, snapshot: { state } }) => ({
        packetId,
        stage: state.name,
        qos: message.qos,
        message,
      })),
      inbound: [...session.inbound].map(([packetId]) => packetId),
    },
    sendQuota: state.sendQuota,
    queued: [...state.publishes],
    requests: [...state.requests],
    unanswered: [...state.unanswered].map(([packetId]) => packetId),
    heldAcknowledgements: [...state.heldAcks],
  };
}
