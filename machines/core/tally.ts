/** What is counted as it happens, so that it can be told without going through all sessions. */
import type { BrokerCounts } from '../counts.ts';
import type { DropCause } from '../lifecycle.ts';

const NONE_DROPPED: Readonly<Record<DropCause, number>> = {
  queueFull: 0,
  offline: 0,
  congested: 0,
  expired: 0,
  refusedByClient: 0,
  packetTooLarge: 0,
};

export class Tally {
  clients = 0;
  clientsMaximum = 0;
  subscriptions = 0;
  queuedMessages = 0;
  queuedBytes = 0;
  sessionsExpired = 0;
  readonly dropped: Record<DropCause, number>;

  /** `dropped` is for `fork` only. */
  constructor(dropped = NONE_DROPPED) {
    this.dropped = { ...dropped };
  }

  fork(): Tally {
    const twin = new Tally(this.dropped);
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
    return {
      clients,
      clientsMaximum,
      subscriptions,
      queuedMessages,
      queuedBytes,
      sessionsExpired,
      dropped,
    };
  }
}
