/** An open trace: drawn once, and looked at record by record. */
import { type Clause, clause } from '../../machines/index.ts';
import { why } from '../../sim/explain/why.ts';
import { stateInWords } from '../../sim/inspect/entries.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import { headerOf } from '../../sim/inspect/trace-lines.ts';
import { sentence } from '../../sim/render/sentences/sentence.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import { layout } from '../../sim/render/svg/layout.ts';
import { renderSvg } from '../../sim/render/svg/svg.ts';
import { TimelineBuilder } from '../../sim/render/timeline/builder.ts';
import { RecordReader } from '../../sim/render/timeline/record-reader.ts';
import { isOfTakeover, select } from '../../sim/render/timeline/select.ts';
import type { Lifeline, Timeline, TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { LadderColumns } from '../ladder/columns.ts';
import type { ChartLink, ClauseText, Ladder, Moment, Told } from '../protocol.ts';
import { columnsOf, wordsOf } from './columns.ts';
import { ledgerOf } from './ledger.ts';
import { States } from './states.ts';
import { Walk } from './walk.ts';

const LADDER_EVENTS_MAXIMUM = 2_000;
/** To say why goes through the trace up to there, which must not take longer than a step may. */
const EXPLAINED_MAXIMUM = 5_000;

export class OpenTrace {
  readonly timeline: Timeline;
  readonly #lines: readonly string[];
  readonly #timesMs: number[] = [0];
  readonly #events = new Map<number, TimelineEvent[]>();
  readonly #telling: ReadonlySet<TimelineEvent>;
  readonly #states: States;
  readonly #walk: Walk;

  /**
   * @param lines without their ends
   * @throws TraceError that names the line, and InspectError for an empty trace
   */
  constructor(lines: readonly string[]) {
    this.#lines = lines;
    const builder = new TimelineBuilder(headerOf(lines));
    const reader = new RecordReader();
    for (const line of lines) {
      const record = reader.read(line);
      if (record === undefined) continue;
      this.#timesMs[record.n] = record.t;
      builder.add(record);
    }
    this.timeline = builder.timeline;
    this.#telling = new Set(select(this.timeline, {}));
    for (const event of this.timeline.events) {
      const n = recordOf(event);
      this.#events.set(n, [...(this.#events.get(n) ?? []), event]);
    }
    this.#states = new States(lines, this.count);
    this.#walk = new Walk(lines);
  }

  get count(): number {
    return this.#timesMs.length - 1;
  }

  get clients(): readonly Lifeline[] {
    return this.timeline.lifelines.filter(({ kind }) => kind === 'client');
  }

  get busiest(): Lifeline | undefined {
    return this.clients.toSorted((a, b) => b.connections.length - a.connections.length)[0];
  }

  /** A takeover, if there is one, is what to look at; else the first that a client does. */
  get start(): number {
    const { events } = this.timeline;
    const first = events.find(isOfTakeover) ?? events.find(({ client }) => client !== undefined);
    return first === undefined ? Math.min(1, this.count) : recordOf(first);
  }

  ladder(title: string): Ladder {
    const events = select(this.timeline, {}).slice(0, LADDER_EVENTS_MAXIMUM);
    const { rows, width } = layout(this.timeline, events, {});
    const svg = renderSvg(this.timeline, { id: 'ladder', title, most: LADDER_EVENTS_MAXIMUM });
    return { svg, width, rows: rows.map(({ event, y }) => ({ n: recordOf(event), y })) };
  }

  columns(): LadderColumns {
    return columnsOf(this.timeline, this.count);
  }

  words(from: number, to: number): readonly string[] {
    return this.timeline.events.slice(from, to).map(wordsOf);
  }

  moment(n: number, clientId: string, isAlone: boolean): Omit<Moment, 'run'> {
    return {
      n,
      time: clock(this.#timesMs[n] ?? 0),
      told: (this.#events.get(n) ?? []).map((event) => told(event, !this.#telling.has(event))),
      ...this.#explained(n),
      ...this.#held(n, isAlone ? clientId : ''),
      active: this.#walk.activeIn(clientId, n),
    };
  }

  #explained(n: number): Pick<Moment, 'links' | 'linksNote'> {
    if (n === 0) return { links: [], linksNote: '' };
    if (n > EXPLAINED_MAXIMUM) {
      const id = EXPLAINED_MAXIMUM.toLocaleString('en-US');
      const linksNote = `Chart steps are shown up to record ${id}. Beyond it: lifeline inspect --why ${n}.`;
      return { links: [], linksNote };
    }
    try {
      const [happened] = why(this.#lines, `${n}`);
      return { links: (happened?.links ?? []).map(linkOf), linksNote: '' };
    } catch (error) {
      return { links: [], linksNote: reasonOf(error) };
    }
  }

  #held(n: number, clientId: string): Pick<Moment, 'ledger' | 'ledgerNote'> {
    try {
      const before = n === 0 ? undefined : this.#states.at(n - 1);
      return { ledger: ledgerOf(before, this.#states.at(n), clientId), ledgerNote: '' };
    } catch (error) {
      return { ledger: [], ledgerNote: reasonOf(error) };
    }
  }
}

/** What the trace does not know is said; anything else is a bug of ours. */
function reasonOf(error: unknown): string {
  if (error instanceof InspectError) return error.message;
  throw error;
}

function recordOf({ id }: TimelineEvent): number {
  return Number.parseInt(id, 10);
}

function told(event: TimelineEvent, isDetail: boolean): Told {
  const { text, clauses } = sentence(event);
  return { id: event.id, text, isDetail, clauses: clauses.map(clauseText) };
}

function linkOf(link: ReturnType<typeof why>[number]['links'][number]): ChartLink {
  const { part, state, next, event, guards, clauses } = link;
  const from = state === '' ? '' : stateInWords(state);
  return { part, from, to: stateInWords(next), event, guards, clauses: clauses.map(clauseText) };
}

function clauseText(id: Clause): ClauseText {
  return { id, summary: clause(id).summary };
}
