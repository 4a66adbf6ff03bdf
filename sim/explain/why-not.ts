/** Why something did not happen, or would not: the transitions that were considered, and what refused each. */
import {
  type BrokerView,
  ChartError,
  type ChartEvent,
  chartsOf,
  type Explanation,
  explainStep,
  type Input,
  machines,
  type ObservedStep,
  type PartView,
  type ProtocolVersion,
  type Timeout,
  type Watch,
} from '../../machines/index.ts';
import { thereAre } from '../inspect/clients.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import { Playback } from '../inspect/playback.ts';
import {
  headerOf,
  notThere,
  type Progress,
  recordsOf,
  type TraceLines,
} from '../inspect/trace-lines.ts';
import { isUpTo, isWithin, type Where } from '../inspect/where.ts';
import { didYouMean } from '../scenario/text/likeness.ts';
import { Facts } from './facts.ts';
import { inputFor } from './imagine.ts';
import { internalEvent } from './internal-events.ts';
import { versionOfStep } from './version-of-step.ts';
import { partInWords } from './words.ts';

export interface WhyNotQuestion {
  /** `PUBLISH topic=a/# qos=1`, `session.resumed`, `keepAlive`. */
  readonly event: string;
  /** The end of the trace when it is left out. */
  readonly at?: Where | undefined;
  readonly clientId?: string | undefined;
}

export interface Answer {
  readonly part: string;
  /** What the client speaks, whose clauses matter. */
  readonly version: ProtocolVersion | undefined;
  readonly explanation: Explanation;
}

export interface WhyNot {
  readonly n: number;
  readonly timeMs: number;
  readonly event: string;
  /** It is what happened in that record; else, what would happen after it. */
  readonly isReal: boolean;
  readonly answers: readonly Answer[];
  /** Why no chart was asked. */
  readonly remark: string | undefined;
}

export function whyNot(
  lines: TraceLines,
  { event, at, clientId }: WhyNotQuestion,
  progress?: Progress,
): WhyNot {
  const facts = new Facts(event);
  checkEvent(facts.event);
  const observed: Observed = { steps: [] };
  const observer = (step: ObservedStep) => observed.steps.push(step);
  const watch: Watch = { observer: undefined };
  const playback = new Playback(headerOf(lines), watch);
  let isAtEnd = true;
  for (const item of recordsOf(lines, progress)) {
    isAtEnd = at === undefined || isUpTo(at, item);
    if (!isAtEnd) break;
    // What happens in the record itself can be looked at; and whatever is tried out afterwards.
    watch.observer = at?.kind === 'record' && item.n === at.n ? observer : undefined;
    playback.play(item);
  }
  watch.observer = observer;
  if (at !== undefined && isAtEnd && !isWithin(at, playback)) throw notThere(at, lines);
  const timeMs = at?.kind === 'time' ? at.ms : playback.t;
  const head = { n: playback.n, timeMs, event };

  const canBeReal = facts.isEmpty && at?.kind !== 'time';
  const real = canBeReal ? stepsOf(observed.steps, facts.event, clientId) : [];
  if (real.length > 0)
    return {
      ...head,
      isReal: true,
      answers: real.map((step) => answer(step, playback)),
      remark: undefined,
    };
  return {
    ...head,
    isReal: false,
    ...new Imagined(playback, observed, facts, { clientId, timeMs }).answers,
  };
}

/**
 * What an event would come to at the place where a playback is. The playback stays there.
 * @param watch the playback's own
 */
export function whyNotIn(
  playback: Playback,
  watch: Watch,
  { event, clientId }: Pick<WhyNotQuestion, 'event' | 'clientId'>,
): WhyNot {
  const facts = new Facts(event);
  checkEvent(facts.event);
  const observed: Observed = { steps: [] };
  const { n, t: timeMs } = playback;
  watch.observer = (step) => observed.steps.push(step);
  try {
    const { answers } = new Imagined(playback, observed, facts, { clientId, timeMs });
    return { n, timeMs, event, isReal: false, ...answers };
  } finally {
    watch.observer = undefined;
  }
}

/** Everything that can be asked about: events of the broker's charts, and their timers. */
export function eventsToAskAbout(): readonly string[] {
  const charts = Object.values(chartsOf('compiled'));
  const all = charts.flatMap(({ events, timers }) => [...events, ...timers]);
  return [...new Set(all)].sort();
}

/** The steps of the input that came last, to the broker or to a copy of it. */
interface Observed {
  steps: ObservedStep[];
}

/** A step that has happened, or has been tried out, once more with notes taken. */
function answer(step: ObservedStep, { versions }: Playback): Answer {
  const { chart, before, event } = step;
  if (before === undefined) throw new Error('a part that begins is told no event');
  return {
    part: partInWords(step),
    version: versionOfStep(step, versions),
    explanation: explainStep(machines[chart], before, event),
  };
}

function stepsOf(
  steps: readonly ObservedStep[],
  event: string,
  clientId: string | undefined,
): readonly ObservedStep[] {
  return steps.filter(
    (step) =>
      step.before !== undefined &&
      nameOf(step.event) === event &&
      (clientId === undefined || step.part.clientId === clientId),
  );
}

function nameOf(event: ChartEvent): string {
  return event.type === 'timeout' ? (event as Timeout).timer : event.type;
}

/** @throws InspectError that lists the events there are */
function checkEvent(event: string): void {
  const names = eventsToAskAbout();
  if (names.includes(event)) return;
  const guess = didYouMean(event, names);
  const list = `${guess === '' ? '; there' : ' There'} are ${names.join(', ')}`;
  throw new InspectError(`no chart of the broker has an event '${event}'${guess}${list}`);
}

/** What would happen next, tried out on a copy of the broker, so that all facts of the moment are the real ones. */
class Imagined {
  readonly #playback: Playback;
  readonly #observed: Observed;
  readonly #facts: Facts;
  readonly #nowMs: number;
  readonly #view: BrokerView;
  readonly #parts: readonly PartView[];
  readonly #clientId: string;

  constructor(
    playback: Playback,
    observed: Observed,
    facts: Facts,
    { clientId, timeMs }: { readonly clientId: string | undefined; readonly timeMs: number },
  ) {
    this.#playback = playback;
    this.#observed = observed;
    this.#facts = facts;
    this.#nowMs = timeMs;
    this.#view = playback.broker.view();
    this.#parts = playback.broker.parts();
    this.#clientId = this.#resolve(clientId);
  }

  get answers(): Pick<WhyNot, 'answers' | 'remark'> {
    const { event } = this.#facts;
    const steps = this.#tryOut();
    if (steps !== undefined && steps.length > 0) {
      const changed = this.#facts.override(steps);
      return { answers: changed.map((step) => answer(step, this.#playback)), remark: undefined };
    }
    if (event === 'deliver' && steps !== undefined) {
      return { answers: [], remark: this.#notRouted() };
    }
    const answers = this.#askDirectly();
    return { answers, remark: answers.length > 0 ? this.#offline() : this.#nobody() };
  }

  /**
   * Steps that the event has led to, those of exchanges included.
   * @returns undefined when no input brings it about, or a chart would not have it there
   */
  #tryOut(): readonly ObservedStep[] | undefined {
    const connection = this.#connection();
    if (connection === 0 && this.#facts.event !== 'deliver') return undefined;
    const input = inputFor(this.#facts, connection);
    if (input === undefined) return undefined;
    this.#observed.steps = [];
    try {
      this.#playback.broker.fork().step({ ...input, nowMs: this.#nowMs } as Input);
    } catch (error) {
      if (error instanceof ChartError) return undefined;
      throw error;
    }
    return stepsOf(this.#observed.steps, this.#facts.event, this.#clientId);
  }

  #askDirectly(): readonly Answer[] {
    const { event } = this.#facts;
    const asked = this.#parts.flatMap(({ chart, part, snapshot }) => {
      const { events, timers } = chartsOf('compiled')[chart];
      const isOf = events.includes(event) || timers.includes(event);
      if (!isOf || part.clientId !== this.#clientId) return [];
      const told = timers.includes(event)
        ? { type: 'timeout', timer: event }
        : internalEvent(chart, event);
      return [{ chart, part, snapshot, event: told }];
    });
    return this.#facts.override(asked).map(({ chart, part, snapshot, event: told }) => ({
      part: partInWords({ chart, part }),
      version: this.#playback.versions.get(part.clientId),
      explanation: explainStep(machines[chart], snapshot, told),
    }));
  }

  /** The connection that speaks for the client, or else its newest. */
  #connection(): number {
    const own = this.#view.connections.filter(({ clientId }) => clientId === this.#clientId);
    const speaking = own.find(({ session }) => session !== 0);
    return speaking?.connection ?? Math.max(0, ...own.map(({ connection }) => connection));
  }

  #resolve(clientId: string | undefined): string {
    const all = [...new Set(this.#parts.map(({ part }) => part.clientId))];
    if (clientId !== undefined && all.includes(clientId)) return clientId;
    if (clientId !== undefined) {
      throw new InspectError(
        `the broker knows no client '${clientId}' at that moment; ${thereAre(all)}`,
      );
    }
    if (all.length === 1) return all[0] as string;
    throw new InspectError(
      `say whom it concerns with --client ID; at that moment ${thereAre(all)}`,
    );
  }

  #notRouted(): string {
    const session = this.#view.sessions.find(({ clientId }) => clientId === this.#clientId);
    const filters = session?.subscriptions.map(({ topicFilter }) => topicFilter) ?? [];
    const has = filters.length === 0 ? 'it has none' : `it has ${filters.join(', ')}`;
    return `No chart is asked: no subscription of "${this.#clientId}" matches the topic (${has}). Give topic=NAME.`;
  }

  /** A packet cannot come where there is no connection: what its exchange would do is told all the same. */
  #offline(): string | undefined {
    const { event } = this.#facts;
    if (this.#connection() !== 0 || event !== event.toUpperCase()) return undefined;
    return `"${this.#clientId}" has no connection at that moment, so no ${event} can come from it. If one came all the same:`;
  }

  #nobody(): string {
    return `No chart is asked: "${this.#clientId}" has no part at that moment that ${this.#facts.event} could come to.`;
  }
}
