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
import { InspectError } from '../inspect/inspect-error.ts';
import { Playback } from '../inspect/playback.ts';
import { lastOf } from '../inspect/state-at.ts';
import {
  headerOf,
  notThere,
  type Progress,
  recordsOf,
  type TraceLines,
} from '../inspect/trace-lines.ts';
import { isUpTo, type Where } from '../inspect/where.ts';
import { Facts } from './facts.ts';
import { inputFor } from './imagine.ts';
import { internalEvent } from './internal-events.ts';
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
  for (const item of recordsOf(lines, progress)) {
    if (at !== undefined && !isUpTo(at, item)) break;
    // What happens in the record itself can be looked at; and whatever is tried out afterwards.
    watch.observer = at?.kind === 'record' && item.n === at.n ? observer : undefined;
    playback.play(item);
  }
  watch.observer = observer;
  if (at?.kind === 'record' && playback.n !== at.n) throw notThere(at, lastOf(lines));
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

/** The steps of the input that came last, to the broker or to a copy of it. */
interface Observed {
  steps: ObservedStep[];
}

/** A step that has happened, or has been tried out, once more with notes taken. */
function answer(step: ObservedStep, { versions }: Playback): Answer {
  const { chart, part, before, event } = step;
  if (before === undefined) throw new Error('a part that begins is told no event');
  return {
    part: partInWords(step),
    version: versions.get(part.clientId),
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
  const charts = Object.values(chartsOf('compiled'));
  const all = charts.flatMap(({ events, timers }) => [...events, ...timers]);
  if (all.includes(event)) return;
  const names = [...new Set(all)].sort().join(', ');
  throw new InspectError(`no chart of the broker has an event '${event}'; there are ${names}`);
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
    return { answers, remark: answers.length > 0 ? undefined : this.#nobody() };
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
    const here = all.length === 0 ? 'nobody' : all.map((id) => `'${id}'`).join(', ');
    if (clientId !== undefined) {
      throw new InspectError(
        `the broker knows no client '${clientId}' at that moment; it has ${here}`,
      );
    }
    if (all.length === 1) return all[0] as string;
    throw new InspectError(
      `say whom it concerns with --client ID; at that moment there are ${here}`,
    );
  }

  #notRouted(): string {
    const session = this.#view.sessions.find(({ clientId }) => clientId === this.#clientId);
    const filters = session?.subscriptions.map(({ topicFilter }) => topicFilter) ?? [];
    const has = filters.length === 0 ? 'it has none' : `it has ${filters.join(', ')}`;
    return `No chart is asked: no subscription of "${this.#clientId}" matches the topic (${has}). Give topic=NAME.`;
  }

  #nobody(): string {
    return `No chart is asked: "${this.#clientId}" has no part at that moment that ${this.#facts.event} could come to.`;
  }
}
