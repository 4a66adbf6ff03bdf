/** Packets that came before they could be processed, and how many bytes they are. */
import type { Packet } from '../packets.ts';
import type { Core } from './core.ts';
import type { Connection } from './parts.ts';

/** Whether one of the limits leaves no room for one more. */
export function isHoldFull({ options }: Core, connection: Connection, packet: Packet): boolean {
  const { heldPacketsMaximum, heldBytesMaximum } = options;
  if (connection.held.length >= heldPacketsMaximum) return true;
  return connection.heldBytes + bytesOf(packet) > heldBytesMaximum;
}

export function hold(connection: Connection, packet: Packet): void {
  connection.held.push(packet);
  connection.heldBytes += bytesOf(packet);
}

/** The packet that has been held longest. */
export function takeHeld(connection: Connection): Packet | undefined {
  const packet = connection.held.shift();
  if (packet !== undefined) connection.heldBytes -= bytesOf(packet);
  return packet;
}

/** What can be large in it. Text is counted in UTF-16 units, which is near enough for a limit. */
function bytesOf(packet: Packet): number {
  switch (packet.type) {
    case 'PUBLISH':
      return packet.message.payload.length + packet.message.topicName.length;
    case 'SUBSCRIBE':
      return packet.subscriptions.reduce((sum, { topicFilter }) => sum + topicFilter.length, 0);
    case 'UNSUBSCRIBE':
      return packet.topicFilters.reduce((sum, topicFilter) => sum + topicFilter.length, 0);
    default:
      return 0;
  }
}
