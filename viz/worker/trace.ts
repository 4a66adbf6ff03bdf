/** Everything there is to see at a record of a trace. */
import { type Clause, clause, type Watch } from '../../machines/index.ts';
import { type Story, storyOf } from '../../sim/explain/why.ts';
import { stateInWords } from '../../sim/inspect/entries.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import type { Playback } from '../../sim/inspect/playback.ts';
import type { StateAt } from '../../sim/inspect/state-at.ts';
import { sentence } from '../../sim/render/sentences/sentence.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import { isTelling } from '../../sim/render/timeline/select.ts';
import type { TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { ChartLink, ClauseText, Moment, Told } from '../protocol.ts';
import { ledgerOf } from './ledger.ts';
import { ReadTrace } from './read-trace.ts';
import { States } from './states.ts';
import { timersOf } from './timers.ts';
import { Walk } from './walk.ts';

/** A trace that can be played: what the broker held at any of its records, and why. */
export class OpenTrace extends ReadTrace {
  readonly #walk = new Walk(() => this.timeline);
  readonly #states = new States(this.intake, this.#walk);

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
      time: clock(this.intake.timesMs[n] ?? 0),
      told: this.eventsOf(n).map((event) => told(event, !isTelling(event))),
      ...this.#held(n, isAlone ? clientId : ''),
      active: this.#walk.activeIn(clientId, n),
    };
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
      ...timersOf(after, this.intake.timesMs, clientId),
    };
  }
}

/** One for each, however often it is asked for. */
const opened = new WeakMap<ReadTrace, OpenTrace>();

export function openOf(trace: ReadTrace): OpenTrace {
  const known = trace instanceof OpenTrace ? trace : opened.get(trace);
  const open = known ?? new OpenTrace(trace.intake);
  opened.set(trace, open);
  return open;
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
