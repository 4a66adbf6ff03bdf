/** What lasts: sessions, wills that wait, timers that run. Kept up to date event by event. */
import type { LifecycleEvent, SessionImage } from '../../../machines/index.ts';
import type { Line, Lines, Mutable } from './lines.ts';
import type {
  Moment,
  SessionPhase,
  SessionSpan,
  TimerSpan,
  TimerWords,
  WillSpan,
} from './types.ts';

type OpenSession = Omit<Mutable<SessionSpan>, 'phases'> & { phases: Mutable<SessionPhase>[] };

type Whose = Pick<Extract<LifecycleEvent, { readonly session: number }>, 'session' | 'clientId'>;
type WillDelayed = Extract<LifecycleEvent, { readonly type: 'will.delayed' }>;

export class Spans {
  readonly sessions: OpenSession[] = [];
  readonly wills: Mutable<WillSpan>[] = [];
  readonly timers: Mutable<TimerSpan>[] = [];
  readonly #sessions = new Map<number, OpenSession>();
  readonly #wills = new Map<number, Mutable<WillSpan>>();
  readonly #timers = new Map<string, Mutable<TimerSpan>>();
  readonly #lines: Lines;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  announced(event: LifecycleEvent, now: Moment): void {
    switch (event.type) {
      case 'session.created':
      case 'session.resumed':
        this.#phase(event, 'online', now);
        break;
      case 'session.offline':
        this.#phase(event, 'offline', now);
        break;
      case 'session.ended': {
        const session = this.#session(event, now);
        this.#endPhase(session, now);
        session.to = now;
        session.endCause = event.cause;
        break;
      }
      case 'will.delayed':
        this.#delay(event, now);
        break;
      case 'will.published':
      case 'will.deleted': {
        const will = this.#wills.get(event.session);
        if (will === undefined) break;
        will.to = now;
        will.outcome = event.type === 'will.published' ? 'published' : 'deleted';
        this.#wills.delete(event.session);
        break;
      }
      default:
    }
  }

  /** A session that was there before the trace began, and its will if that waits. */
  held({ number, clientId, snapshot, will }: SessionImage, now: Moment): void {
    const state = snapshot.state === 'online' ? 'online' : 'offline';
    this.#phase({ session: number, clientId }, state, now);
    if (will?.snapshot.state !== 'delayed') return;
    const { message, delayIntervalSeconds: delaySeconds } = will.will;
    this.#delay({ session: number, clientId, topicName: message.topicName, delaySeconds }, now);
  }

  timerSet(timer: TimerWords, now: Moment): void {
    const running = this.#timers.get(timer.id);
    if (running !== undefined) {
      running.timesSet++;
      return;
    }
    const client = this.ownerOf(timer);
    const span = { timer, client, from: now, to: undefined, outcome: undefined, timesSet: 1 };
    this.#timers.set(timer.id, span);
    this.timers.push(span);
  }

  timerEnded(timer: TimerWords, outcome: 'fired' | 'cleared', now: Moment): void {
    const span = this.#timers.get(timer.id);
    if (span === undefined) return;
    span.to = now;
    span.outcome = outcome;
    this.#timers.delete(timer.id);
  }

  /** The client whose timer it is: a will goes by its session's number. */
  ownerOf({ kind, number }: TimerWords): Line | undefined {
    if (kind === 'connection') return this.#lines.knownWire(number)?.lifeline;
    return this.#sessions.get(number)?.lifeline as Line | undefined;
  }

  #session({ session: number, clientId }: Whose, now: Moment): OpenSession {
    let session = this.#sessions.get(number);
    if (session === undefined) {
      const lifeline = this.#lines.client(clientId);
      session = { number, lifeline, from: now, to: undefined, phases: [], endCause: undefined };
      this.#sessions.set(number, session);
      this.sessions.push(session);
    }
    return session;
  }

  #phase(event: Whose, state: SessionPhase['state'], now: Moment): void {
    const session = this.#session(event, now);
    this.#endPhase(session, now);
    session.phases.push({ state, from: now, to: undefined });
  }

  #endPhase({ phases }: OpenSession, now: Moment): void {
    const last = phases.at(-1);
    if (last !== undefined) last.to = now;
  }

  #delay(event: Omit<WillDelayed, 'type' | 'connection'>, now: Moment): void {
    const { topicName, delaySeconds } = event;
    const lifeline = this.#lines.client(event.clientId);
    const will = {
      lifeline,
      topicName,
      delaySeconds,
      from: now,
      to: undefined,
      outcome: undefined,
    };
    this.#wills.set(event.session, will);
    this.wills.push(will);
  }
}
