/**
 * The state of a broker and the way its parts reach each other. What each chart's effects do stands in the files
 * beside this one, a file for each chart.
 *
 * Two ways lead from part to part. Messages (deliver, acknowledge) are stepped at once, depth first: that is the hot
 * path. What changes who owns what (sessions granted, connections taken over) goes through `post`, first come first
 * served, after the step that caused it: so an effect never steps the part that it comes from.
 */
import type { ConnectionEvent } from '../charts/connection-types.ts';
import type { Charts, Engine } from '../charts/index.ts';
import { chartsOf } from '../charts/index.ts';
import type { SessionEvent } from '../charts/session.ts';
import type { TakeoverEvent } from '../charts/takeover.ts';
import type { WillEvent } from '../charts/will.ts';
import { IntMap } from '../collections/int-map.ts';
import { StringMap } from '../collections/string-map.ts';
import type { Effect } from '../effects.ts';
import type { ChartEffect, Step } from '../engine/chart.ts';
import type { ConnectionId } from '../inputs.ts';
import type { LifecycleEvent } from '../lifecycle.ts';
import type { BrokerOptions } from '../options.ts';
import type { Packet } from '../packets.ts';
import { connectionEffects, processHeld } from './connections.ts';
import type { Connection, Owner, Session, StoredWill, Takeover } from './parts.ts';
import { copyConnection, copySession } from './parts.ts';
import { type Performers, performersOf } from './performers.ts';
import { receiverEffects, type Receipt } from './receivers.ts';
import { Router } from './routing.ts';
import { type Sending, senderEffects } from './senders.ts';
import { sessionEffects, type SessionCause } from './sessions.ts';
import { takeoverEffects } from './takeovers.ts';
import { willEffects } from './wills.ts';

type Mail =
  | { readonly to: 'connection'; readonly id: ConnectionId; readonly event: ConnectionEvent }
  | { readonly to: 'held'; readonly id: ConnectionId }
  | { readonly to: 'session'; readonly number: number; readonly event: SessionEvent }
  | { readonly to: 'will'; readonly number: number; readonly event: WillEvent }
  | { readonly to: 'takeover'; readonly clientId: string; readonly event: TakeoverEvent };

/** A timer of a part that has no event of its own: effects that need one are not on timers. */
const TIMEOUT = { type: 'timeout' };

export class Core {
  readonly options: BrokerOptions;
  readonly charts: Charts;
  nowMs = 0;
  router = new Router();
  private owner: Owner = {};
  private connections = new IntMap<Connection>();
  private sessions = new IntMap<Session>();
  private sessionNumbers = new StringMap<number>();
  private takeovers = new StringMap<Takeover>();
  private nextSession = 1;
  private effects: Effect[] = [];
  private mail: Mail[] = [];
  private readonly performers: {
    readonly connection: Performers<Connection, ConnectionEvent>;
    readonly session: Performers<Session, SessionCause>;
    readonly will: Performers<Session, WillEvent>;
    readonly takeover: Performers<Takeover, TakeoverEvent>;
    readonly sender: Performers<Sending, { readonly type: string }>;
    readonly receiver: Performers<Receipt, { readonly type: string }>;
  };

  constructor(options: BrokerOptions, engine: Engine) {
    this.options = options;
    this.charts = chartsOf(engine);
    this.performers = {
      connection: performersOf(this.charts.connection, connectionEffects),
      session: performersOf(this.charts.session, sessionEffects),
      will: performersOf(this.charts.will, willEffects),
      takeover: performersOf(this.charts.takeover, takeoverEffects),
      sender: performersOf(this.charts.sender, senderEffects),
      receiver: performersOf(this.charts.receiver, receiverEffects),
    };
  }
}
