/** The Reason Code of a packet from a client (5.0 section 2.4). */
import { type Clause, reasonCodeAllowedIn } from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { hex, protocolError } from './malformed.ts';

/** What clients send that has one. */
type Sent = 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP' | 'DISCONNECT' | 'AUTH';

const CLAUSES: Readonly<Record<Sent, readonly Clause[]>> = {
  PUBACK: ['v5 MQTT-3.4.2-1'],
  PUBREC: ['v5 MQTT-3.5.2-1'],
  PUBREL: ['v5 MQTT-3.6.2-1'],
  PUBCOMP: ['v5 MQTT-3.7.2-1'],
  DISCONNECT: ['v5 MQTT-3.14.2-1'],
  AUTH: ['v5 MQTT-3.15.2-1'],
};

/** One that the table of that packet has not is a Protocol Error (v5 MQTT-3.4.2-1, MQTT-3.14.2-1 and their like). */
export function readReasonCode(cursor: Cursor, type: Sent): number {
  const reasonCode = cursor.byte();
  if (reasonCode === 0 || reasonCodeAllowedIn(reasonCode, type)) return reasonCode;
  throw protocolError(`Reason Code ${hex(reasonCode)} in ${type}`, ...CLAUSES[type]);
}
