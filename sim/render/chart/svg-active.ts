/**
 * Which states of a chart are active at a place in a trace: the inputs up to there go through a broker whose charts
 * are watched. What a client's chart has come to stands in the notes of a simulated trace.
 */
import {
  type Broker,
  type ChartName,
  chartsHash,
  DEFAULT_OPTIONS,
  type Input,
  type Note,
  type PartId,
  type RecordItem,
  readInput,
  type TraceHeader,
  type TraceItem,
  TraceReader,
} from '../../../machines/index.ts';
import { type ObservedStep, observedBroker } from '../../../machines/observe.ts';
import { thereAre } from '../../inspect/clients.ts';
import { beginningMissing, damaged } from '../../inspect/damaged.ts';
import { EMPTY, notInTrace } from '../../inspect/trace-lines.ts';
import { isUpTo, isWithin, type Where } from '../../inspect/where.ts';

export interface ActiveQuery {
  readonly chart: ChartName;
  /** After that, it is asked. */
  readonly at: Where;
  /** Whose connection, session or exchange; when neither is given, that which the record is about. */
  readonly clientId?: string | undefined;
  readonly connection?: number | undefined;
}

export interface Active {
  /** Names of configurations: one, or one for each exchange in progress. */
  readonly states: readonly string[];
  /** `connection 2 of c1`, for people. */
  readonly of: string;
}

interface Known {
  readonly part: PartId;
  readonly state: string;
  readonly isDone: boolean;
  /** Of the record in which it has stepped last. */
  readonly n: number;
}

/** Who a record is about. */
interface Subject {
  readonly clientId?: string | undefined;
  readonly connection?: number | undefined;
}

export class ActiveStates {
  readonly #query: ActiveQuery;
  readonly #reader = new TraceReader();
  readonly #known = new Map<string, Known>();
  readonly #clientOf = new Map<string, string>();
  #broker: Broker | undefined;
  #subject: Subject = {};
  #clockMs = 0;
  #n = 0;
  #t = 0;
  #isDone = false;

  constructor(query: ActiveQuery) {
    this.#query = query;
  }

  /** Whether the trace was made under other charts than ours, so that the states may be others too. */
  get isOfOtherCharts(): boolean {
    const { header } = this.#reader;
    return header !== undefined && header.charts !== chartsHash();
  }

  /** True when the place is passed. Those that are up to it may still come, until then. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The record that the place is at: the last one up to it. */
  get n(): number {
    return this.#n;
  }

  /**
   * A line of the trace, without its end.
   * @throws Error for what cannot be read or replayed
   */
  line(text: string): void {
    if (this.isDone) return;
    const item = this.#reader.read(text);
    if (item !== undefined) this.#take(item);
  }

  /** What stands after the last line end: it may be cut off, and then counts for nothing, as the sentence says. */
  last(text: string): string | undefined {
    if (this.isDone) return undefined;
    const item = this.#reader.readLast(text);
    if (typeof item === 'string') return item;
    if (item !== undefined) this.#take(item);
    return undefined;
  }

  /** @throws Error when the trace ends before, or has nothing there that the chart is run for. */
  result(): Active {
    const { chart } = this.#query;
    this.#checkPlace();
    if (chart !== 'client') this.#refresh();
    const found = this.#ofSubject();
    const [latest] = found;
    if (latest === undefined) {
      const wanted = this.#wanted();
      const others = wanted.clientId === undefined ? '' : `; ${thereAre(this.#clientOf.values())}`;
      throw new Error(`at record ${this.#n} no ${chart}${whose(wanted)} is known${others}`);
    }
    // An acknowledgement is about one exchange; else all are shown that are in progress.
    const isMany = (chart === 'sender' || chart === 'receiver') && latest.n !== this.#n;
    const open = isMany ? found.filter(({ isDone }) => !isDone) : [];
    const shown = open.length > 0 ? open : [latest];
    return { states: shown.map(({ state }) => state), of: inWords(chart, shown) };
  }

  #checkPlace(): void {
    const { at } = this.#query;
    if (this.#broker === undefined) throw new Error(EMPTY);
    const last = { n: this.#n, t: this.#t };
    if (!this.#isDone && !isWithin(at, last)) throw new Error(notInTrace(at, last));
  }

  #take(item: TraceItem): void {
    if (item.kind === 'header') this.#start(item.header);
    else if (isUpTo(this.#query.at, item)) this.#record(item);
    else this.#isDone = true;
  }

  #start(header: TraceHeader): void {
    if (this.#broker !== undefined) return;
    const missing = beginningMissing(header);
    if (missing !== undefined) throw missing;
    this.#clockMs = header.clockMs;
    const options = { ...DEFAULT_OPTIONS, ...header.options };
    this.#broker = observedBroker(options, { observer: (step) => this.#watch(step) });
  }

  #record(item: RecordItem): void {
    this.#n = item.n;
    this.#t = item.t;
    this.#isDone = this.#query.at.kind === 'record' && item.n === this.#query.at.n;
    this.#subject = {};
    if (item.kind === 'note') this.#note(JSON.parse(item.note) as Note);
    if (item.kind === 'gap') {
      throw new Error(`steps are missing before record ${item.n + 1}: ${item.gap.because}`);
    }
    if (item.kind !== 'step') return;
    const input = this.#intact(item.n, () => readInput(item.input, this.#clockMs + item.t));
    if (input.type === 'recovered' || input.type === 'restored') this.#known.clear();
    this.#intact(item.n, () => this.#broker?.step(input));
    if (input.type === 'restored')
      for (const { part } of this.#broker?.parts() ?? []) this.#meet(part);
    this.#subject = this.#subjectOf(input);
  }

  #intact<Value>(n: number, play: () => Value): Value {
    try {
      return play();
    } catch (error) {
      throw damaged(this.#reader.line, n, error);
    }
  }

  #watch({ chart, part, after }: ObservedStep): void {
    this.#meet(part);
    if (chart === this.#query.chart) {
      this.#know(part, { state: after.state.name, isDone: after.state.done, n: this.#n });
    }
  }

  #meet({ clientId, connection, session }: PartId): void {
    if (clientId !== '' && connection !== undefined) {
      this.#clientOf.set(`connection ${connection}`, clientId);
    }
    if (session !== undefined) this.#clientOf.set(`session ${session}`, clientId);
  }

  /** A later state of the same part takes the place of the one before, and goes to the end. */
  #know(part: PartId, is: Omit<Known, 'part'>): void {
    const key = this.#keyOf(part);
    this.#known.delete(key);
    this.#known.set(key, { part, ...is });
  }

  #keyOf({ clientId, connection, session, packetId }: PartId): string {
    const { chart } = this.#query;
    if (chart === 'connection') return String(connection);
    return chart === 'takeover' || chart === 'client' ? clientId : `${session} ${packetId}`;
  }

  /** Only parts that have been stepped were seen; after a crash there are others. */
  #refresh(): void {
    for (const { chart, part, snapshot } of this.#broker?.parts() ?? []) {
      if (chart !== this.#query.chart || this.#known.has(this.#keyOf(part))) continue;
      this.#know(part, { state: snapshot.state.name, isDone: false, n: 0 });
    }
  }

  #note({ actor, connection, packet, state }: Note): void {
    const name = /^client (.+)$/.exec(actor)?.[1];
    if (packet?.type === 'CONNECT') this.#clientOf.set(actor, packet.clientId);
    if (this.#query.chart !== 'client') {
      this.#subject = { clientId: this.#clientOf.get(actor), connection };
      return;
    }
    this.#subject = { clientId: name };
    if (state === undefined || name === undefined) return;
    const part = { clientId: name, connection: undefined, session: undefined, packetId: undefined };
    this.#know(part, { state, isDone: state === 'ended', n: this.#n });
  }

  #subjectOf(input: Input): Subject {
    if ('connection' in input) return { connection: input.connection };
    if (input.type === 'timer') {
      const [kind, number] = input.timer.split(' ');
      if (kind === 'connection') return { connection: Number(number) };
      return { clientId: this.#clientOf.get(`session ${number}`) };
    }
    const { command } = input as { command?: { clientId?: string } };
    return { clientId: command?.clientId };
  }

  #wanted(): Subject {
    const { clientId, connection } = this.#query;
    return clientId === undefined && connection === undefined ? this.#subject : this.#query;
  }

  /** What the record is about, or what it has moved; the one that has stepped last comes first. */
  #ofSubject(): readonly Known[] {
    const { chart } = this.#query;
    const all = [...this.#known.values()].reverse();
    const wanted = this.#wanted();
    const own = all.filter(({ part }) => this.#isOf(part, wanted));
    const isExact = chart === 'connection' && wanted.connection !== undefined;
    if (wanted === this.#query || isExact) return own;
    const moved = all.filter(({ n }) => n === this.#n);
    const choices = [moved.filter((each) => own.includes(each)), moved, own];
    return choices.find(({ length }) => length > 0) ?? [];
  }

  #isOf(part: PartId, { connection, clientId }: Subject): boolean {
    if (connection !== undefined && this.#query.chart === 'connection') {
      return part.connection === connection;
    }
    const wanted = clientId ?? this.#clientOf.get(`connection ${connection}`);
    return wanted !== undefined && this.#isClient(part, wanted);
  }

  /** A simulated client goes by its own name, and by the Client Identifier that it connects with. */
  #isClient({ clientId }: PartId, wanted: string): boolean {
    return clientId === wanted || this.#clientOf.get(`client ${clientId}`) === wanted;
  }
}

function whose({ clientId, connection }: Subject): string {
  if (clientId !== undefined) return ` of ${clientId}`;
  return connection === undefined ? '' : ` of connection ${connection}`;
}

function inWords(chart: ChartName, shown: readonly Known[]): string {
  const { clientId, connection } = (shown[0] as Known).part;
  if (chart === 'client') return `client ${clientId}`;
  if (chart === 'connection') return `connection ${connection}${clientId ? ` of ${clientId}` : ''}`;
  const packetIds = shown.flatMap(({ part }) => part.packetId ?? []);
  return `${chart}${packetIds.length > 0 ? ` ${packetIds.join(', ')}` : ''} of ${clientId}`;
}
