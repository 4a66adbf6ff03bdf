/** What one part posts to another, to be taken when the step of the sender has come to its end. */
import type { ConnectionEvent } from '../charts/connection-types.ts';
import type { SessionEvent } from '../charts/session.ts';
import type { TakeoverEvent } from '../charts/takeover.ts';
import type { WillEvent } from '../charts/will.ts';
import type { Clause } from '../clauses/index.ts';
import type { ConnectionId } from '../inputs.ts';
import { ReasonCode } from '../reason-codes.ts';

export type Mail =
  | { readonly to: 'connection'; readonly id: ConnectionId; readonly event: ConnectionEvent }
  | { readonly to: 'held'; readonly id: ConnectionId }
  | { readonly to: 'session'; readonly number: number; readonly event: SessionEvent }
  | { readonly to: 'will'; readonly number: number; readonly event: WillEvent }
  | { readonly to: 'takeover'; readonly clientId: string; readonly event: TakeoverEvent };

/** An exchange has seen what ends the connection as a Protocol Error. */
export function protocolError(id: ConnectionId, detail: string, ...clauses: Clause[]): Mail {
  const event = {
    type: 'protocol.violated',
    reasonCode: ReasonCode.protocolError,
    detail,
    clauses,
  } as const;
  return { to: 'connection', id, event };
}
