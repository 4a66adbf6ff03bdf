/** Which part of a broker a step was of. */
import type { ChartName } from '../charts/index.ts';
import type { ConnectionId } from '../inputs.ts';
import type { Connection, Session, Takeover } from './parts.ts';

export interface PartId {
  /** Empty where it is not known yet. */
  readonly clientId: string;
  /** Number of the connection, where it is one, or an exchange on one. */
  readonly connection: ConnectionId | undefined;
  /** Incarnation of the session, where it is one, or its will, or one of its exchanges. */
  readonly session: number | undefined;
  /** Packet Identifier of an exchange. */
  readonly packetId: number | undefined;
}

interface OfExchange {
  readonly connection: Connection;
  readonly session: Session;
  readonly packetId: number;
}

/** @param part what the performers of the chart's effects are given */
export function partIdOf(chart: Exclude<ChartName, 'client'>, part: unknown): PartId {
  const none = { connection: undefined, session: undefined, packetId: undefined };
  switch (chart) {
    case 'connection': {
      const { id, clientId } = part as Connection;
      return { ...none, clientId, connection: id };
    }
    case 'session':
    case 'will': {
      const { number, clientId } = part as Session;
      return { ...none, clientId, session: number };
    }
    case 'takeover':
      return { ...none, clientId: (part as Takeover).clientId };
    case 'sender':
    case 'receiver': {
      const { connection, session, packetId } = part as OfExchange;
      const { clientId, number } = session;
      return { clientId, connection: connection.id, session: number, packetId };
    }
  }
}
