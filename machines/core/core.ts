/**
 * The state of a broker and the way its parts reach each other. What each chart's effects do stands in the files
 * beside this one, a file for each chart.
 *
 * Two ways lead from part to part. Messages (deliver, acknowledge) are stepped at once, depth first: that is the hot
 * path. What changes who owns what (sessions granted, connections taken over) goes through `post`, first come first
 * served, after the step that caused it: so an effect never steps the part that it comes from.
 */
import type { ConnectionContext, ConnectionEvent } from '../charts/connection-types.ts';
import type { Charts } from '../charts/index.ts';
import type { ReceiverContext, ReceiverEvent } from '../charts/receiver.ts';
import type { SenderContext, SenderEvent } from '../charts/sender.ts';
import type { SessionContext, SessionEvent } from '../charts/session.ts';
import type { TakeoverContext, TakeoverEvent } from '../charts/takeover.ts';
import type { WillContext, WillEvent } from '../charts/will.ts';
import type { Effect } from '../effects.ts';
import type { ChartEffect, Snapshot, Step } from '../engine/chart.ts';
import type { ConnectionId, TimerId } from '../inputs.ts';
import type { LifecycleEvent } from '../lifecycle.ts';
import type { BrokerOptions } from '../options.ts';
import type { Packet } from '../packets.ts';
import { unreachable } from '../unreachable.ts';
import { Admission } from './admission.ts';
import { Journal } from './journal.ts';
import type { Mail } from './mail.ts';
import {
  type Connection,
  type Session,
  type StoredWill,
  type Takeover,
  versionOf,
} from './parts.ts';
import type { Receipt } from './receivers.ts';
import { Records } from './records.ts';
import { Router } from './routing.ts';
import type { Sending } from './senders.ts';
import { Tally } from './tally.ts';
import { parseTimerId, TimerIds } from './timer-ids.ts';

/** What performers get as the event when a timer was the cause. */
const TIMEOUT = { type: 'timeout' } as never;

/** For charts that have no timers. */
const NO_TIMERS = new TimerIds('connection', 0);

/** Performs one effect of a part. It may step other parts, never the one that it comes from. */
export type Performer<Part, Event> = (core: Core, part: Part, event: Event) => void;

/** In the order of the chart's own numbering, so that a step looks its effects up by index. */
export type Performers<Part, Event> = readonly Performer<Part, Event>[];

/** Who performs what, for all charts. */
export interface AllPerformers {
  readonly connection: Performers<Connection, ConnectionEvent>;
  readonly session: Performers<Session, SessionEvent>;
  readonly will: Performers<Session, WillEvent>;
  readonly takeover: Performers<Takeover, TakeoverEvent>;
  readonly sender: Performers<Sending, SenderEvent>;
  readonly receiver: Performers<Receipt, ReceiverEvent>;
  /** Takes up the packets that a connection has held back. */
  readonly processHeld: (core: Core, connection: Connection) => void;
}

export class Core {
  readonly options: BrokerOptions;
  readonly charts: Charts;
  nowMs = 0;
  tally = new Tally();
  admission = new Admission();
  router = new Router();
  records: Records;
  journal: Journal;
  protected effects: Effect[] = [];
  private mail: Mail[] = [];
  private readonly performers: AllPerformers;
  // Where parts start whose first snapshot is the same for all.
  private readonly idleTakeover: Snapshot<TakeoverContext>;
  private readonly freeSender: Snapshot<SenderContext>;
  private readonly freeReceiver: Snapshot<ReceiverContext>;

  constructor(options: BrokerOptions, charts: Charts, performers: AllPerformers) {
    this.options = options;
    this.charts = charts;
    this.performers = performers;
    this.journal = new Journal(options.durable);
    const absent = charts.session.start({ sessionExpiryIntervalSeconds: 0 });
    this.records = new Records(absent.snapshot);
    this.idleTakeover = this.charts.takeover.start({ incoming: 0, cleanStart: false }).snapshot;
    this.freeSender = this.charts.sender.start({}).snapshot;
    this.freeReceiver = this.charts.receiver.start({}).snapshot;
  }

  /** A core with the same options that has seen nothing yet. */
  blank(): Core {
    return new Core(this.options, this.charts, this.performers);
  }

  /** An independent core in the same state. Costs nothing: either copies what it changes, when it does. */
  fork(): Core {
    const twin = this.blank();
    twin.nowMs = this.nowMs;
    twin.tally = this.tally.fork();
    twin.admission = this.admission.fork();
    twin.router = this.router.fork();
    twin.journal = this.journal.fork();
    twin.records = this.records.fork();
    return twin;
  }

  // Effects

  emit(effect: Effect): void {
    this.effects.push(effect);
  }

  announce(event: LifecycleEvent): void {
    this.effects.push({ type: 'announce', event });
  }

  transmit(connection: Connection, packet: Packet): void {
    // Nobody is there any more: what the client sent before it left is processed, and not answered.
    if (connection.heldEnd !== undefined) return;
    const version = versionOf(connection);
    this.effects.push({ type: 'transmit', connection: connection.id, version, packet });
  }

  takeEffects(): Effect[] {
    const { effects } = this;
    this.effects = [];
    return effects;
  }

  // Records. What is returned may be written to.

  connection(id: ConnectionId): Connection | undefined {
    return this.records.connection(id);
  }

  session(number: number): Session | undefined {
    return this.records.session(number);
  }

  sessionOf(clientId: string): Session | undefined {
    return this.records.sessionOf(clientId);
  }

  /** The claim on a Client Identifier that is in progress. */
  takeover(clientId: string): Takeover | undefined {
    return this.records.takeover(clientId);
  }

  // Steps

  /** Performs the effects of entering the first state. */
  startConnection(connection: Connection, step: Step<ConnectionContext>): void {
    connection.snapshot = step.snapshot;
    this.performForConnection(connection, step.effects, TIMEOUT);
  }

  stepConnection(connection: Connection, event: ConnectionEvent): void {
    const { snapshot, effects } = this.charts.connection.step(connection.snapshot, event);
    connection.snapshot = snapshot;
    this.performForConnection(connection, effects, event);
  }

  stepSession(session: Session, event: SessionEvent): void {
    const { snapshot, effects } = this.charts.session.step(session.snapshot, event);
    session.snapshot = snapshot;
    this.performForSession(session, effects, event);
  }

  /** A session without a will has nothing to be told. */
  stepWill(session: Session, event: WillEvent): void {
    if (session.will === undefined) return;
    const { snapshot, effects } = this.charts.will.step(session.will.snapshot, event);
    this.moveWill(session, session.will, snapshot, effects, event);
  }

  stepTakeover(clientId: string, event: TakeoverEvent): void {
    const before = this.takeover(clientId)?.snapshot ?? this.idleTakeover;
    const { snapshot, effects } = this.charts.takeover.step(before, event);
    const takeover = { clientId, snapshot, before };
    this.records.keepTakeover(takeover);
    this.perform(effects, this.performers.takeover, takeover, event, NO_TIMERS, snapshot.context);
  }

  stepSender(sending: Sending, event: SenderEvent): void {
    const { exchange, session } = sending;
    const before = exchange?.snapshot ?? this.freeSender;
    const { snapshot, effects } = this.charts.sender.step(before, event);
    if (exchange !== undefined && snapshot !== before) {
      if (snapshot.state.done) session.outbound.delete(exchange.packetId);
      else session.outbound.set(exchange.packetId, { ...exchange, snapshot });
    }
    this.perform(effects, this.performers.sender, sending, event, NO_TIMERS, snapshot.context);
  }

  stepReceiver(receipt: Receipt, event: ReceiverEvent): void {
    const { session, packetId } = receipt;
    const before = session.inbound.get(packetId) ?? this.freeReceiver;
    const { snapshot, effects } = this.charts.receiver.step(before, event);
    if (snapshot.state.done) session.inbound.delete(packetId);
    else if (snapshot.state !== before.state) session.inbound.set(packetId, snapshot);
    this.perform(effects, this.performers.receiver, receipt, event, NO_TIMERS, snapshot.context);
  }

  /** A timer has run out. One whose part is gone, or has moved on, was cleared too late to matter. */
  timeout(timer: TimerId): void {
    const { kind, number, name } = parseTimerId(timer);
    if (kind === 'connection') {
      const connection = this.connection(number);
      if (connection === undefined) return;
      const { snapshot, effects } = this.charts.connection.timeout(connection.snapshot, name);
      connection.snapshot = snapshot;
      this.performForConnection(connection, effects, TIMEOUT);
      return;
    }
    const session = this.session(number);
    if (session === undefined) return;
    if (kind === 'session') {
      const { snapshot, effects } = this.charts.session.timeout(session.snapshot, name);
      session.snapshot = snapshot;
      this.performForSession(session, effects, TIMEOUT);
    } else if (session.will !== undefined) {
      const { snapshot, effects } = this.charts.will.timeout(session.will.snapshot, name);
      this.moveWill(session, session.will, snapshot, effects, TIMEOUT);
    }
  }

  // Mail

  post(mail: Mail): void {
    this.mail.push(mail);
  }

  /** Delivers what was posted, and what that posts, until nothing is left. */
  drain(): void {
    for (let at = 0; at < this.mail.length; at++) this.deliverMail(this.mail[at] as Mail);
    if (this.mail.length > 0) this.mail = [];
  }

  /** Mail to a part that has gone meanwhile is void: whoever ended it has seen to the consequences. */
  protected deliverMail(mail: Mail): void {
    if (mail.to === 'takeover') {
      this.stepTakeover(mail.clientId, mail.event);
    } else if (mail.to === 'connection' || mail.to === 'held') {
      const connection = this.connection(mail.id);
      if (connection === undefined) return;
      if (mail.to === 'held') this.performers.processHeld(this, connection);
      else this.stepConnection(connection, mail.event);
    } else {
      const session = this.session(mail.number);
      if (session === undefined) return;
      if (mail.to === 'session') this.stepSession(session, mail.event);
      else this.stepWill(session, mail.event);
    }
  }

  // Performing

  private performForConnection(
    connection: Connection,
    effects: Step<ConnectionContext>['effects'],
    event: ConnectionEvent,
  ): void {
    const { connection: performers } = this.performers;
    this.perform(
      effects,
      performers,
      connection,
      event,
      connection.timers,
      connection.snapshot.context,
    );
    if (connection.snapshot.state.done) this.records.removeConnection(connection);
  }

  private performForSession(
    session: Session,
    effects: Step<SessionContext>['effects'],
    event: SessionEvent,
  ): void {
    const timers = new TimerIds('session', session.number);
    this.perform(
      effects,
      this.performers.session,
      session,
      event,
      timers,
      session.snapshot.context,
    );
    if (!session.snapshot.state.done) return;
    this.records.removeSession(session);
  }

  private moveWill(
    session: Session,
    { will }: StoredWill,
    snapshot: Snapshot<WillContext>,
    effects: Step<WillContext>['effects'],
    event: WillEvent,
  ): void {
    // The performers need the will that has just come to its end, so it is forgotten after them.
    const moved = { will, snapshot };
    session.will = moved;
    const timers = new TimerIds('will', session.number);
    this.perform(effects, this.performers.will, session, event, timers, snapshot.context);
    if (snapshot.state.done && session.will === moved) session.will = undefined;
  }

  protected perform<Part, Event, Context>(
    effects: readonly ChartEffect<Context>[],
    performers: Performers<Part, Event>,
    part: Part,
    event: Event,
    timers: TimerIds,
    context: Context,
  ): void {
    for (let i = 0; i < effects.length; i++) {
      const effect = effects[i] as ChartEffect<Context>;
      switch (effect.kind) {
        case 'action':
          (performers[effect.action] as (typeof performers)[number])(this, part, event);
          break;
        case 'setTimer': {
          const delayMs = effect.delayMs(context);
          this.effects.push({ type: 'setTimer', timer: timers.id(effect.timer), delayMs });
          break;
        }
        case 'clearTimer':
          this.effects.push({ type: 'clearTimer', timer: timers.id(effect.timer) });
          break;
        default:
          unreachable(effect);
      }
    }
  }
}
