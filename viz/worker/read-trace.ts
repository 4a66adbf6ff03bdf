/** A trace that has been read: who took part and what happened, with the words for it. Nothing of it is played. */
import { sentence } from '../../sim/render/sentences/sentence.ts';
import { isOfTakeover } from '../../sim/render/timeline/select.ts';
import type { Lifeline, Timeline, TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { LadderColumns } from '../ladder/columns.ts';
import { columnsOf, wordsOf } from './columns.ts';
import { Intake } from './intake.ts';
import { eventsOf, type Numbers, numbersOf, recordOf } from './numbers.ts';

export class ReadTrace {
  readonly intake: Intake;
  #numbers: Numbers | undefined;

  /**
   * @param from lines without their ends, to which more may be added; or what has been taken in of them
   * @throws TraceError that names the line, and InspectError for an empty trace
   */
  constructor(from: Intake | Iterable<string> = []) {
    this.intake = from instanceof Intake ? from : new Intake();
    if (from instanceof Intake) return;
    for (const line of from) this.intake.add(line);
  }

  /** One more line, after others have been looked at. */
  add(line: string): void {
    this.intake.add(line);
  }

  /** Each event with its place in the file; payloads stand in it as in the trace. */
  get timeline(): Timeline {
    return this.intake.timeline;
  }

  get lines(): readonly string[] {
    return this.intake.lines;
  }

  get count(): number {
    return this.intake.count;
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

  /** The events of a record, by their numbers; its packets' arrivals may have shown later. */
  eventsOf(n: number): readonly TimelineEvent[] {
    const { events } = this.timeline;
    if (this.#numbers?.drawn.length !== events.length) this.#numbers = numbersOf(events);
    return eventsOf(events, this.#numbers, n);
  }
}
