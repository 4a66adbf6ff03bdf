/**
 * Records in, timeline out. Each record is looked at once, so that a trace can be drawn while it is still being
 * written: `add` what has come, and look at `timeline` whenever there is something to draw.
 */
import type { Effect, Input, LifecycleEvent, Packet } from '../../../machines/index.ts';
import { unreachable } from '../../../machines/index.ts';
import type {
  CauseId,
  NoteRecord,
  StepRecord,
  TraceHeader,
  TraceRecord,
} from '../../../machines/trace/format.ts';
import { Exchanges } from './exchanges.ts';
import { Flights } from './flights.ts';
import { closeWire, type Line, Lines, type Mutable, type Wire } from './lines.ts';
import { meetHeld } from './meet-held.ts';
import { Spans } from './spans.ts';
import type { Flight, Happening, Moment, Timeline, TimelineEvent, TimerWords } from './types.ts';

/** What a note may tell of, besides faults: ordinary doings of clients. */
const CALM_NOTES: ReadonlySet<string> = new Set(
  'state sends receives opens closes aborts timer does handed abandons refuses recover heal unstall'.split(
    ' ',
  ),
);

/** After these nothing arrives any more on the connection. */
const ENDS: ReadonlySet<string> = new Set(['cut', 'aborts']);

interface Where {
  readonly line: Line;
  readonly wire?: Wire | undefined;
  readonly client?: Line | undefined;
}

/** What all events of one record have in common. */
interface Frame {
  readonly id: CauseId;
  readonly timeMs: number;
  readonly by: CauseId | undefined;
}

export class TimelineBuilder {
  readonly #header: TraceHeader;
  readonly #lines = new Lines();
  readonly #flights = new Flights();
  readonly #spans = new Spans(this.#lines);
  readonly #exchanges = new Exchanges();
  readonly #events: TimelineEvent[] = [];
  readonly #timers = new Map<string, TimerWords>();

  constructor(header: TraceHeader) {
    this.#header = header;
  }

  /** What has been added so far. What comes later goes into the same lists. */
  get timeline(): Timeline {
    const { sessions, wills, timers } = this.#spans;
    return {
      header: this.#header,
      lifelines: this.#lines.all,
      broker: this.#lines.broker,
      connections: this.#lines.wires,
      events: this.#events,
      sessions,
      exchanges: this.#exchanges.all,
      wills,
      timers,
    };
  }

  add(record: TraceRecord): void {
    if ('in' in record) this.#step(record);
    else if ('note' in record) this.#note(record);
    else {
      const { n, t, by, gap } = record;
      this.#exchanges.forgetAnswers();
      const frame = { id: `${n}`, timeMs: t, by };
      this.#push(frame, { line: this.#lines.broker }, { kind: 'gap', ...gap });
    }
  }

  #step(record: StepRecord): void {
    this.#input(record.in as Input, { id: `${record.n}`, timeMs: record.t, by: record.by });
    record.out.forEach((effect, at) => {
      const frame = { id: `${record.n}.${at + 1}`, timeMs: record.t, by: `${record.n}` };
      this.#effect(effect, frame);
    });
  }

  #input(input: Input, frame: Frame): void {
    switch (input.type) {
      case 'opened': {
        const connection = this.#lines.wire(input.connection, this.#now(frame));
        this.#push(frame, this.#atBroker(connection), { kind: 'opened', connection });
        break;
      }
      case 'received':
        this.#received(input.packet, this.#wire(input.connection, frame), frame);
        break;
      case 'malformed': {
        const connection = this.#wire(input.connection, frame);
        const { reasonCode, detail, clauses } = input;
        const malformed = { kind: 'malformed', connection, reasonCode, detail, clauses } as const;
        this.#push(frame, this.#atBroker(connection), malformed);
        break;
      }
      case 'congested':
      case 'writable': {
        const connection = this.#wire(input.connection, frame);
        this.#push(frame, this.#atBroker(connection), { kind: input.type, connection });
        break;
      }
      case 'closed': {
        const connection = this.#wire(input.connection, frame);
        const error = input.error ?? '';
        this.#flights.end(connection, this.#now(frame));
        closeWire(connection, this.#now(frame));
        this.#push(frame, this.#atBroker(connection), { kind: 'closed', connection, error });
        break;
      }
      case 'timer': {
        const timer = this.#timer(input.timer);
        this.#spans.timerEnded(timer, 'fired', this.#now(frame));
        this.#push(frame, this.#ofTimer(timer), { kind: 'timerFired', timer });
        break;
      }
      case 'authenticated':
      case 'authorized': {
        const about = input.type === 'authenticated' ? 'authentication' : 'authorization';
        const detail =
          input.type === 'authenticated' ? input.outcome.kind : allowance(input.allowed);
        const where = this.#atBroker(this.#wire(input.connection, frame));
        this.#push(frame, where, { kind: 'answered', about, detail });
        break;
      }
      case 'stored':
        this.#push(
          frame,
          { line: this.#lines.store },
          { kind: 'stored', id: input.id, ok: input.ok },
        );
        break;
      case 'recovered': {
        const what = { kind: 'recovered', entries: input.entries.length } as const;
        this.#push(frame, { line: this.#lines.broker }, what);
        break;
      }
      case 'restored': {
        const held = meetHeld(input.image, this.#lines, this.#spans, this.#now(frame));
        this.#push(frame, { line: this.#lines.broker }, { kind: 'restored', ...held });
        break;
      }
      case 'command':
        this.#push(
          frame,
          { line: this.#lines.broker },
          { kind: 'commanded', command: input.command },
        );
        break;
      default:
        unreachable(input);
    }
  }

  #effect(effect: Effect, frame: Frame): void {
    switch (effect.type) {
      case 'transmit':
        this.#transmit(effect.packet, this.#wire(effect.connection, frame), frame);
        break;
      case 'close': {
        const connection = this.#wire(effect.connection, frame);
        this.#push(frame, this.#atBroker(connection), {
          kind: 'closing',
          connection,
          abort: effect.abort,
        });
        break;
      }
      case 'setTimer': {
        const timer = this.#timer(effect.timer);
        this.#spans.timerSet(timer, this.#now(frame));
        this.#push(frame, this.#ofTimer(timer), {
          kind: 'timerSet',
          timer,
          delayMs: effect.delayMs,
        });
        break;
      }
      case 'clearTimer': {
        const timer = this.#timer(effect.timer);
        this.#spans.timerEnded(timer, 'cleared', this.#now(frame));
        this.#push(frame, this.#ofTimer(timer), { kind: 'timerCleared', timer });
        break;
      }
      case 'authenticate':
      case 'authorize': {
        const about = effect.type === 'authenticate' ? 'authentication' : 'authorization';
        const detail =
          effect.type === 'authorize'
            ? `${effect.action} ${effect.topics.join(', ')}`
            : (effect.method ?? '');
        const where = this.#atBroker(this.#wire(effect.connection, frame));
        this.#push(frame, where, { kind: 'asked', about, detail });
        break;
      }
      case 'store': {
        const what = { kind: 'storing', id: effect.id, writes: effect.writes.length } as const;
        this.#push(frame, { line: this.#lines.store }, what);
        break;
      }
      case 'hand': {
        const { subscriber, message } = effect;
        const what = { kind: 'handed', subscriber, topicName: message.topicName } as const;
        this.#push(frame, { line: this.#lines.broker }, what);
        break;
      }
      case 'announce':
        this.#announced(effect.event, frame);
        break;
      default:
        unreachable(effect);
    }
  }

  #received(packet: Packet, wire: Wire, frame: Frame): void {
    const now = this.#now(frame);
    if (packet.type === 'CONNECT') this.#connect(packet, wire);
    const found = this.#flights.receive(frame.by, packet, wire, 'toBroker', now);
    const flight = found ?? this.#flights.both(packet, wire, 'toBroker', now);
    if (found === undefined) {
      flight.isRepeated = this.#exchanges.sent(packet, wire.lifeline, 'toBroker', now);
    }
    this.#exchanges.received(packet, wire.lifeline, 'toBroker', now);
    const end = found === undefined ? 'both' : 'received';
    this.#push(frame, this.#atBroker(wire), { kind: 'packet', end, flight });
  }

  #transmit(packet: Packet, wire: Wire, frame: Frame): void {
    const now = this.#now(frame);
    const isSimulated = this.#header.source === 'simulator';
    const flight = isSimulated
      ? this.#flights.send(frame.id, packet, wire, 'toClient', now)
      : this.#flights.both(packet, wire, 'toClient', now);
    flight.isRepeated = this.#exchanges.sent(packet, wire.lifeline, 'toClient', now);
    if (!isSimulated) this.#exchanges.received(packet, wire.lifeline, 'toClient', now);
    const end = isSimulated ? 'sent' : 'both';
    this.#push(frame, this.#atBroker(wire), { kind: 'packet', end, flight });
  }

  #connect(packet: Extract<Packet, { type: 'CONNECT' }>, wire: Wire): void {
    const { protocolVersion: version, cleanStart } = packet;
    wire.cleanStart = cleanStart;
    wire.hasWill = packet.will !== undefined;
    wire.version = version === 3 || version === 5 ? version : 4;
    this.#lines.identify(wire, packet.clientId);
    wire.lifeline.version = wire.version;
  }

  #announced(event: LifecycleEvent, frame: Frame): void {
    const now = this.#now(frame);
    const number = event.type === 'session.takenOver' ? event.existing : event.connection;
    const wire = number === 0 ? undefined : this.#wire(number, frame);
    if (wire !== undefined) {
      this.#lines.identify(wire, event.clientId);
      if (wire.version !== undefined) wire.lifeline.version = wire.version;
      if (event.type === 'client.connected') wire.connected = now;
      if (event.type === 'client.disconnected') wire.disconnected = now;
    }
    this.#spans.announced(event, now);
    const client = wire?.lifeline ?? this.#lines.client(event.clientId);
    if (event.type === 'session.ended') this.#exchanges.sessionEnded(client, now);
    this.#push(frame, { line: this.#lines.broker, wire, client }, { kind: 'announced', event });
  }

  #note({ n, t, by, note }: NoteRecord): void {
    const frame = { id: `${n}`, timeMs: t, by };
    const now = this.#now(frame);
    const wire = note.connection === undefined ? undefined : this.#wire(note.connection, frame);
    const line = this.#lines.ofActor(note.actor, wire);
    const client = line.kind === 'client' ? line : wire?.lifeline;
    const where = { line, wire, client };
    if (line.kind === 'client' && by !== undefined && note.kind !== 'receives')
      this.#infer(by, line, frame);
    if (note.kind === 'crash') this.#crash(now);
    if (wire !== undefined && note.packet !== undefined) {
      if (note.packet.type === 'CONNECT' && note.kind === 'sends') this.#connect(note.packet, wire);
      const moved = this.#flown(note.kind, note.packet, wire, frame);
      if (moved !== undefined) {
        this.#push(frame, { ...where, line: wire.lifeline, client: wire.lifeline }, moved);
        return;
      }
    }
    const isFault = !CALM_NOTES.has(note.kind);
    if (wire !== undefined && ENDS.has(note.kind)) {
      const [, lost] = /^([A-Z]+) is lost$/.exec(note.detail ?? '') ?? [];
      if (lost !== undefined) this.#flights.loseLast(lost as Packet['type'], wire, now);
      this.#flights.end(wire, now);
    }
    this.#push(frame, where, { kind: 'noted', note, isFault });
  }

  /** A client's reaction shows that what it reacts to is there. */
  #infer(by: CauseId, line: Line, frame: Frame): void {
    if (!by.includes('.')) return;
    for (const wire of line.lanes) {
      if (wire === undefined) continue;
      const flight = this.#flights.infer(by, wire, this.#now(frame));
      if (flight === undefined) continue;
      const arrival = { id: by, timeMs: frame.timeMs, by: undefined };
      this.#exchanges.received(flight.packet, line, 'toClient', this.#now(frame));
      this.#push(
        arrival,
        { line, wire, client: line },
        { kind: 'packet', end: 'received', flight },
      );
      return;
    }
  }

  /** No connection outlives the broker. */
  #crash(now: Moment): void {
    this.#exchanges.forgetAnswers();
    for (const wire of this.#lines.wires) {
      if (wire.closed !== undefined) continue;
      this.#flights.end(wire, now);
      wire.disconnected ??= now;
      closeWire(wire, now);
    }
  }

  /** The end of a packet's way that a note tells of. */
  #flown(kind: string, packet: Packet, wire: Wire, frame: Frame): Happening | undefined {
    const now = this.#now(frame);
    if (kind === 'sends') {
      const flight = this.#flights.send(frame.id, packet, wire, 'toBroker', now);
      flight.isRepeated = this.#exchanges.sent(packet, wire.lifeline, 'toBroker', now);
      return { kind: 'packet', end: 'sent', flight };
    }
    if (kind === 'receives') {
      this.#exchanges.received(packet, wire.lifeline, 'toClient', now);
      const found = this.#flights.receive(frame.by, packet, wire, 'toClient', now);
      const flight: Flight = found ?? this.#flights.both(packet, wire, 'toClient', now);
      return { kind: 'packet', end: found === undefined ? 'both' : 'received', flight };
    }
    if (kind === 'lost' || kind === 'loses') this.#flights.loseOne(frame.by, packet, wire, now);
    return undefined;
  }

  #push({ id, timeMs, by }: Frame, { line, wire, client }: Where, what: Happening): void {
    const event: Mutable<TimelineEvent> = {
      index: this.#events.length,
      id,
      timeMs,
      by,
      lifeline: line,
      connection: wire,
      client,
      version: wire?.version ?? client?.version,
      what,
    };
    this.#events.push(event);
    if (line.early !== undefined) line.early.push(event);
    else client?.early?.push(event);
  }

  #now({ timeMs }: Frame): Moment {
    return { index: this.#events.length, timeMs };
  }

  #wire(number: number, frame: Frame): Wire {
    return this.#lines.wire(number, this.#now(frame));
  }

  #atBroker(wire: Wire): Where {
    return { line: this.#lines.broker, wire, client: wire.lifeline };
  }

  #ofTimer(timer: TimerWords): Where {
    const wire = timer.kind === 'connection' ? this.#lines.knownWire(timer.number) : undefined;
    return { line: this.#lines.broker, wire, client: this.#spans.ownerOf(timer) };
  }

  #timer(id: string): TimerWords {
    let timer = this.#timers.get(id);
    if (timer === undefined) {
      const [kind, number, name] = id.split(' ');
      timer = { id, kind: kind as TimerWords['kind'], number: Number(number), name: name ?? id };
      this.#timers.set(id, timer);
    }
    return timer;
  }
}

function allowance(allowed: readonly boolean[]): string {
  if (allowed.every(Boolean)) return 'allowed';
  return allowed.some(Boolean) ? 'allowed in part' : 'refused';
}
