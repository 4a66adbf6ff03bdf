/** How much there is of what a broker holds, and how often some things have happened since it began. */
import type { DropCause } from './lifecycle.ts';

/** `sessionEnded`: a session still had them when it ended, and they went to nobody else. */
export type DroppedCounts = Record<DropCause | 'sessionEnded', number>;

export interface RefusedCounts {
  /** Connections that ended before they were accepted, other than by the client. */
  connects: number;
  /** Messages, because the client may not publish there, or the payload is not what it says it is. */
  publishes: number;
  /** Topic Filters of a SUBSCRIBE. */
  subscriptions: number;
  /** Messages that were passed on, and for which there was no room among the retained ones. */
  retained: number;
}

export interface BrokerCounts {
  /** Network Connections, those before CONNECT and those being closed included. */
  readonly connections: number;
  /** Clients that are connected: their CONNECT was accepted. */
  readonly clients: number;
  /** The most clients that were ever connected at once. */
  readonly clientsMaximum: number;
  /** Of clients that are connected and of those that may come back. */
  readonly sessions: number;
  /** Sessions that have ended because their Session Expiry Interval was over. */
  readonly sessionsExpired: number;
  /** Of all sessions; one that is shared counts once for each who shares it. */
  readonly subscriptions: number;
  /** Topic Filters with at least one subscriber. */
  readonly filters: number;
  /** Topics with a retained message, without the broker's own under $SYS. */
  readonly retained: number;
  /** Messages that wait in sessions. One that waits in two counts twice. */
  readonly queuedMessages: number;
  /** Their payloads and topics. */
  readonly queuedBytes: number;
  /** Messages that did not reach a session they were routed to, or ended with it, by the reason. */
  readonly dropped: Readonly<DroppedCounts>;
  /** What clients asked for and did not get. */
  readonly refused: Readonly<RefusedCounts>;
}
