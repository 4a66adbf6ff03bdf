/**
 * What a client's parts would do now with each event that their charts know: do as asked, refuse, end the connection,
 * or nothing at all. For each, the transitions that are candidates, the guards that were asked with what they looked
 * at, and the statements of the standard.
 */
import type {
  Clause,
  Considered,
  Explanation,
  ProtocolVersion,
  Watch,
} from '../../machines/index.ts';
import { clausesFor } from '../explain/clauses-for.ts';
import { eventsToAskAbout, type WhyNot, whyNotIn } from '../explain/why-not.ts';
import { guardInWords, silenceInWords } from '../explain/why-not-text.ts';
import { stateInWords } from '../inspect/entries.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import type { Playback } from '../inspect/playback.ts';

/** `ends`: it is answered by ending the connection. `refused`: no transition would be taken. */
export type Verdict = 'done' | 'ends' | 'refused' | 'ignored';

export interface Candidate {
  readonly guard: string | undefined;
  readonly outcome: Considered['outcome'];
  /** What each guard said, and what it looked at: `hasWill is false (event.packet.will is absent)`. */
  readonly asked: readonly string[];
  readonly targets: readonly string[];
  readonly actions: readonly string[];
  /** Of the version that the client speaks. */
  readonly clauses: readonly Clause[];
}

export interface Prospect {
  readonly event: string;
  readonly kind: 'packet' | 'timer' | 'internal';
  /** `connection 1 of "sensor"`. */
  readonly part: string;
  readonly chart: string;
  readonly state: string;
  /** Where it would lead to; the same as `state` when it leads nowhere else. */
  readonly next: string;
  readonly verdict: Verdict;
  /** In the order in which they are looked at. */
  readonly candidates: readonly Candidate[];
}

/**
 * @param watch the playback's own
 * @throws InspectError for a client that the broker does not know at that place
 */
export function prospectsOf(
  playback: Playback,
  watch: Watch,
  clientId: string,
): readonly Prospect[] {
  if (!playback.broker.parts().some(({ part }) => part.clientId === clientId)) {
    throw new InspectError(`the broker holds nothing of "${clientId}" at record ${playback.n}`);
  }
  const told = eventsToAskAbout().flatMap((event) =>
    prospectsIn(whyNotIn(playback, watch, { event, clientId })),
  );
  return told.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

/** What stands against something is what one looks for. */
const ORDER: readonly Verdict[] = ['refused', 'ends', 'ignored', 'done'];

/** The answers to one question, without those that say that it does not arise. */
export function prospectsIn({ answers }: WhyNot): readonly Prospect[] {
  return answers.flatMap(({ part, version, explanation }) => {
    const verdict = verdictOf(explanation);
    if (verdict === undefined) return [];
    const { event, chart, state, next, considered } = explanation;
    const candidates = considered.map((each) => candidateOf(each, version));
    const words = { state: stateInWords(state), next: stateInWords(next) };
    return [
      { event, kind: kindOf(event, explanation), part, chart, ...words, verdict, candidates },
    ];
  });
}

/** What is to be said where `prospectsIn` finds nothing. */
export function silenceIn({ answers, remark }: WhyNot): string {
  if (remark !== undefined) return remark;
  const said = answers.map(({ part, explanation }) => {
    return `${part}, in ${stateInWords(explanation.state)}: ${silenceInWords(explanation)}`;
  });
  return said.join(' ');
}

const SILENT: ReadonlySet<Explanation['answer']> = new Set([
  'neverHere',
  'notWaiting',
  'unknown',
  'ended',
]);
const OVER = /^(disconnecting|closed)/;

function verdictOf({ answer, chart, state, next }: Explanation): Verdict | undefined {
  if (SILENT.has(answer)) return undefined;
  if (answer === 'refused' || answer === 'ignored') return answer;
  return chart === 'connection' && OVER.test(next) && !OVER.test(state) ? 'ends' : 'done';
}

function kindOf(event: string, { considered }: Explanation): Prospect['kind'] {
  if (/^[A-Z]+$/.test(event)) return 'packet';
  return considered.some(({ kind }) => kind === 'timer') ? 'timer' : 'internal';
}

function candidateOf(considered: Considered, version: ProtocolVersion | undefined): Candidate {
  const { guard, outcome, guards, targets, actions, clauses } = considered;
  return {
    guard,
    outcome,
    asked: guards.map(guardInWords),
    targets,
    actions,
    clauses: clausesFor(clauses, version),
  };
}
