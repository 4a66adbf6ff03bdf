/** What is counted as it happens, so that it can be told without going through all sessions. */
import type { BrokerCounts, DroppedCounts, RefusedCounts } from '../counts.ts';

const NONE_DROPPED: Readonly<DroppedCounts> = {
  queueFull: 0,
  offline: 0,
  congested: 0,
  expired: 0,
  refusedByClient: 0,
  packetTooLarge: 0,
  sessionEnded: 0,
};

const NONE_REFUSED: Readonly<RefusedCounts> = {
  connects: 0,
  publishes: 0,
  subscriptions: 0,
  retained: 0,
};

export class Tally {
  clients = 0;
  clientsMaximum = 0;
  subscriptions = 0;
  queuedMessages = 0;
  queuedBytes = 0;
  sessionsExpired = 0;
  readonly dropped: DroppedCounts;
  readonly refused: RefusedCounts;

  /** The parameters are for `fork` only. */
  constructor(dropped = NONE_DROPPED, refused: Readonly<RefusedCounts> = NONE_REFUSED) {
    this.dropped = { ...dropped };
    this.refused = { ...refused };
  }

  fork(): Tally {
    const twin = new Tally(this.dropped, this.refused);
    twin.clients = this.clients;
    twin.clientsMaximum = this.clientsMaximum;
    twin.subscriptions = this.subscriptions;
    twin.queuedMessages = this.queuedMessages;
    twin.queuedBytes = this.queuedBytes;
    twin.sessionsExpired = this.sessionsExpired;
    return twin;
  }

  clientConnected(): void {
    this.clients += 1;
    if (this.clients > this.clientsMaximum) this.clientsMaximum = this.clients;
  }

  /** A copy, which does not change any more. */
  get counts(): Omit<BrokerCounts, 'connections' | 'sessions' | 'filters' | 'retained'> {
    const { clients, clientsMaximum, subscriptions, queuedMessages, queuedBytes } = this;
    const { sessionsExpired } = this;
    const dropped = { ...this.dropped };
    const refused = { ...this.refused };
    return {
      clients,
      clientsMaximum,
      subscriptions,
      queuedMessages,
      queuedBytes,
      sessionsExpired,
      dropped,
      refused,
    };
  }
}
