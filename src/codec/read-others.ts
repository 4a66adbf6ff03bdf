/** DISCONNECT, AUTH and PINGREQ from bytes (5.0 sections 3.14, 3.15 and 3.12). */
import type { Auth, AuthProperties, Disconnect, Pingreq } from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { readProperties } from './properties.ts';
import { readReasonCode } from './reason-code.ts';

const PINGREQ: Pingreq = { type: 'PINGREQ' };

export function readPingreq(cursor: Cursor): Pingreq {
  cursor.expectEnd();
  return PINGREQ;
}

export function readDisconnect(cursor: Cursor, version: number): Disconnect {
  if (version !== 5 || cursor.remaining === 0) {
    cursor.expectEnd();
    return { type: 'DISCONNECT', reasonCode: 0 };
  }
  const reasonCode = readReasonCode(cursor, 'DISCONNECT');
  const properties = cursor.remaining > 0 ? readProperties(cursor, 'DISCONNECT') : undefined;
  cursor.expectEnd();
  return { type: 'DISCONNECT', reasonCode, ...(properties && { properties }) };
}

/** An AUTH that ends after its fixed header means success, with no properties. */
export function readAuth(cursor: Cursor): Auth {
  if (cursor.remaining === 0) return { type: 'AUTH', reasonCode: 0, properties: {} };
  const reasonCode = readReasonCode(cursor, 'AUTH');
  const properties = cursor.remaining > 0 ? readProperties(cursor, 'AUTH') : undefined;
  cursor.expectEnd();
  return { type: 'AUTH', reasonCode, properties: (properties ?? {}) as AuthProperties };
}
