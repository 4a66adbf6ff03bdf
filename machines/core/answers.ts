/** What we would have to answer, held against the client's Maximum Packet Size (v5 MQTT-3.1.2-24). */
import { type Answer, answerSize } from '../answer-size.ts';
import type { AnswerTooLarge } from '../charts/connection-types.ts';
import type { AuthenticationOutcome } from '../inputs.ts';
import type { Auth, Packet } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import { connack } from './connack.ts';
import type { Core } from './core.ts';
import type { Connection } from './parts.ts';

/** Acknowledgements and PINGRESP fit wherever CONNACK does. */
type Bounded = Exclude<Answer, { readonly type: 'DISCONNECT' }>;

export function fits({ maximumPacketSizeBytes }: Connection, packet: Answer): boolean {
  return answerSize(packet) <= maximumPacketSizeBytes;
}

/** Of the answer to a packet; undefined when it fits, and for packets that have none of any size. */
export function answerTooLarge(
  core: Core,
  connection: Connection,
  packet: Packet,
): AnswerTooLarge | undefined {
  if (connection.maximumPacketSizeBytes === Number.POSITIVE_INFINITY) return undefined;
  switch (packet.type) {
    case 'CONNECT': {
      // A second CONNECT is a violation, and gets no CONNACK.
      if (connection.snapshot.context.version !== 0) return undefined;
      return excess(connection, connack(core, connection, undefined));
    }
    case 'SUBSCRIBE': {
      const { packetId, subscriptions } = packet;
      return excess(connection, {
        type: 'SUBACK',
        packetId,
        reasonCodes: subscriptions.map(noCode),
      });
    }
    case 'UNSUBSCRIBE': {
      const { packetId, topicFilters } = packet;
      return excess(connection, {
        type: 'UNSUBACK',
        packetId,
        reasonCodes: topicFilters.map(noCode),
      });
    }
    default:
      return undefined;
  }
}

/** Of what an authenticator's word leads to: CONNACK, or AUTH. */
export function verdictTooLarge(
  core: Core,
  connection: Connection,
  outcome: AuthenticationOutcome,
): AnswerTooLarge | undefined {
  if (connection.maximumPacketSizeBytes === Number.POSITIVE_INFINITY) return undefined;
  if (outcome.kind === 'refused') return undefined;
  if (outcome.kind === 'continued') {
    return excess(connection, auth(connection, ReasonCode.continueAuthentication, outcome.data));
  }
  return excess(
    connection,
    connection.connect === undefined
      ? auth(connection, ReasonCode.success, outcome.data)
      : connack(core, connection, outcome.data),
  );
}

export function auth(
  connection: Connection,
  reasonCode: number,
  authenticationData: Uint8Array | undefined,
): Auth {
  const { authenticationMethod } = connection.snapshot.context;
  const properties = {
    ...(authenticationMethod !== undefined && { authenticationMethod }),
    ...(authenticationData !== undefined && { authenticationData }),
  };
  return { type: 'AUTH', reasonCode, properties };
}

function excess(connection: Connection, packet: Bounded): AnswerTooLarge | undefined {
  const bytes = answerSize(packet);
  const { maximumPacketSizeBytes: maximumBytes } = connection;
  return bytes > maximumBytes ? { packet: packet.type, bytes, maximumBytes } : undefined;
}

function noCode(): number {
  return 0;
}
