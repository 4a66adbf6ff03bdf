/** The Reason Code of a packet from a client (5.0 section 2.4). */
import { type ReasonCodePacket, reasonCodeAllowedIn } from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { protocolError } from './malformed.ts';

/** One that the table of that packet has not is a Protocol Error (v5 MQTT-3.4.2-1, MQTT-3.14.2-1 and their like). */
export function readReasonCode(cursor: Cursor, type: ReasonCodePacket): number {
  const reasonCode = cursor.byte();
  if (reasonCode === 0 || reasonCodeAllowedIn(reasonCode, type)) return reasonCode;
  throw protocolError(`reason code 0x${reasonCode.toString(16).padStart(2, '0')} in ${type}`);
}
