/**
 * How many QoS 1 and 2 messages a client has sent that it has no last acknowledgement for: PUBACK, PUBCOMP, or a PUBREC
 * that refuses. A client that has sent more than our Receive Maximum is disconnected (5.0 sections 3.3.4 and 4.9).
 */
import type { Packet, Publish } from '../packets.ts';
import { isFailure, ReasonCode } from '../reason-codes.ts';
import type { Core } from './core.ts';
import { type Connection, versionOf } from './parts.ts';

/** Whether the client may have sent this one too. */
export function keepsReceiveMaximum(
  { options }: Core,
  { unacknowledged }: Connection,
  { qos, packetId }: Publish,
): boolean {
  if (qos === 0 || unacknowledged.size < options.receiveMaximum) return true;
  // Sent again, or held back until now: it has been counted.
  return unacknowledged.has(packetId);
}

/** A message of the client's has come and is not acknowledged yet. */
export function countReceived(core: Core, connection: Connection, packet: Publish): void {
  const { qos, packetId } = packet;
  if (qos === 0 || versionOf(connection) < 5) return;
  // Under the identifier of a QoS 2 message, which may be of an earlier connection: it will be told so, and that is all.
  if (qos === 1 && core.session(connection.session)?.inbound.has(packetId) === true) return;
  connection.unacknowledged.set(packetId, true);
}

/** The packet has left, or nothing can hold it up any more. */
export function countSent({ unacknowledged }: Connection, packet: Packet): void {
  if (unacknowledged.size > 0 && isLast(packet)) unacknowledged.delete(packet.packetId);
}

function isLast(packet: Packet): packet is Packet & { readonly packetId: number } {
  switch (packet.type) {
    case 'PUBCOMP':
      return true;
    case 'PUBACK':
      // The identifier goes on being that of a QoS 2 message.
      return packet.reasonCode !== ReasonCode.packetIdentifierInUse;
    case 'PUBREC':
      return isFailure(packet.reasonCode);
    default:
      return false;
  }
}
