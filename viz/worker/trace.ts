/** An open trace: its timeline, and everything there is to see at a record. */
import { type Clause, clause, type Watch } from '../../machines/index.ts';
import { type Story, storyOf } from '../../sim/explain/why.ts';
import { stateInWords } from '../../sim/inspect/entries.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import type { Playback } from '../../sim/inspect/playback.ts';
import type { StateAt } from '../../sim/inspect/state-at.ts';
import { sentence } from '../../sim/render/sentences/sentence.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import { isOfTakeover, isTelling } from '../../sim/render/timeline/select.ts';
import type { Lifeline, Timeline, TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { LadderColumns } from '../ladder/columns.ts';
import type { ChartLink, ClauseText, Moment, Told } from '../protocol.ts';
import { columnsOf, wordsOf } from './columns.ts';
import { Intake } from './intake.ts';
import { ledgerOf } from './ledger.ts';
import { eventsOf, type Numbers, numbersOf, recordOf } from './numbers.ts';
import { States } from './states.ts';
import { timersOf } from './timers.ts';
import { Walk } from './walk.ts';

export class OpenTrace {
  readonly #intake: Intake;
  readonly #walk = new Walk(() => this.timeline);
  readonly #states: States;
  #numbers: Numbers | undefined;

  /**
   * @param lines without their ends; more may be added
   * @throws TraceError that names the line, and InspectError for an empty trace
   */
  constructor(lines: Iterable<string> = []) {
    this.#intake = new Intake();
    for (const line of lines) this.#intake.add(line);
    this.#states = new States(this.#intake, this.#walk);
  }

  /** One more line, after others have been looked at. */
  add(line: string): void {
    this.#intake.add(line);
    this.#numbers = undefined;
    this.#walk.grown();
  }

  get intake(): Intake {
    return this.#intake;
  }

  /** Each with its place in the file; payloads stand in it as in the trace. */
  get timeline(): Timeline {
    return this.#intake.timeline;
  }

  get lines(): readonly string[] {
    return this.#intake.lines;
  }

  get count(): number {
    return this.#intake.count;
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

  columns(): LadderColumns {
    return columnsOf(this.timeline, this.count);
  }

  words(from: number, to: number): readonly string[] {
    return this.timeline.events.slice(from, to).map(wordsOf);
  }

  /** The sentence of an event, by position. */
  tell(position: number): string {
    const event = this.timeline.events[position];
    return event === undefined ? '' : sentence(event).text;
  }

  /**
   * Plays it for so long, so that any record can be looked at at once.
   * @returns up to which record that is so
   */
  prepare(forMs: number): number {
    this.#states.advance(this.count, forMs);
    return this.#states.upTo;
  }

  /** A look at the broker as it was after a record: see `States`. */
  lookAt<Seen>(n: number, look: (playback: Playback, watch: Watch) => Seen): Seen {
    return this.#states.lookAt(n, look);
  }

  /** Why something happened, back to its beginning. */
  story(id: string): Story {
    return storyOf(this.#states.accountsOf(id));
  }

  moment(n: number, clientId: string, isAlone: boolean): Omit<Moment, 'run'> {
    return {
      n,
      time: clock(this.#intake.timesMs[n] ?? 0),
      told: this.#eventsOf(n).map((event) => told(event, !isTelling(event))),
      ...this.#held(n, isAlone ? clientId : ''),
      active: this.#walk.activeIn(clientId, n),
    };
  }

  /** The events of a record, by their numbers; its packets' arrivals may have shown later. */
  #eventsOf(n: number): readonly TimelineEvent[] {
    const { events } = this.timeline;
    if (this.#numbers?.drawn.length !== events.length) this.#numbers = numbersOf(events);
    return eventsOf(events, this.#numbers, n);
  }

  #held(n: number, clientId: string): Held {
    const nothing = { links: [], linksNote: '', ledgerNote: '' };
    try {
      if (n === 0) return { ...nothing, ...this.#heldIn(undefined, this.#states.at(0), clientId) };
      const { before, after, accounts } = this.#states.around(n);
      const [happened] = storyOf(accounts);
      const links = (happened?.links ?? []).map(linkOf);
      return { ...nothing, ...this.#heldIn(before, after, clientId), links };
    } catch (error) {
      const note = reasonOf(error);
      return {
        ...nothing,
        linksNote: note,
        ledgerNote: note,
        ledger: [],
        timers: [],
        timersInAll: 0,
      };
    }
  }

  #heldIn(before: StateAt | undefined, after: StateAt, clientId: string) {
    return {
      ledger: ledgerOf(before, after, clientId),
      ...timersOf(after, this.#intake.timesMs, clientId),
    };
  }
}

type Held = Pick<
  Moment,
  'ledger' | 'ledgerNote' | 'links' | 'linksNote' | 'timers' | 'timersInAll'
>;

/** What the trace does not know is said; anything else is a bug of ours. */
function reasonOf(error: unknown): string {
  if (error instanceof InspectError) return error.message;
  throw error;
}

function told(event: TimelineEvent, isDetail: boolean): Told {
  const { text, clauses } = sentence(event);
  return { id: event.id, text, isDetail, clauses: clauses.map(clauseText) };
}

function linkOf(link: Story[number]['links'][number]): ChartLink {
  const { part, state, next, event, guards, clauses } = link;
  const from = state === '' ? '' : stateInWords(state);
  return { part, from, to: stateInWords(next), event, guards, clauses: clauses.map(clauseText) };
}

function clauseText(id: Clause): ClauseText {
  return { id, summary: clause(id).summary };
}
