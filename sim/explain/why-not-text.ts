/** What was considered, and what came of each, for people. */
import {
  type Considered,
  clause,
  type Explanation,
  type ProtocolVersion,
} from '../../machines/index.ts';
import { stateInWords } from '../inspect/entries.ts';
import { clock } from '../render/sentences/words.ts';
import { wrap } from '../render/text/wrap.ts';
import { clausesFor } from './clauses-for.ts';
import type { WhyNot } from './why-not.ts';

const WIDTH = 110;

export function whyNotText({ n, timeMs, event, isReal, answers, remark }: WhyNot): string {
  const when = isReal ? `as it came in record ${n}` : `if it came after record ${n}`;
  const lines = [`${event}, ${when} (${clock(timeMs)})`, ''];
  if (remark !== undefined) lines.push(...wrap(remark, WIDTH, 0));
  for (const { part, version, explanation } of answers) {
    const head = `${part}, ${explanation.chart} chart, in ${stateInWords(explanation.state)}:`;
    lines.push(...wrap(head, WIDTH, 0), ...explained(explanation, version), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const SILENT: Readonly<Partial<Record<Explanation['answer'], (event: string) => string>>> = {
  ended: () => 'The part has come to its end: nothing happens to it any more.',
  neverHere: (event) =>
    `${event} is never here: the broker does not send it to a part in this state, and it would be an error if it did.`,
  notWaiting: (event) => `The timer ${event} does not run in this state.`,
  unknown: (event) => `This chart has no transition for ${event} in this state.`,
  refused: () => 'Every transition was refused, so nothing happens.',
  ignored: (event) =>
    `${event} is ignored here on purpose: there is a transition for it, which does nothing.`,
};

/** Why no transition is considered, or none that does anything; undefined where one does. */
export function silenceInWords({
  answer,
  event,
}: Pick<Explanation, 'answer' | 'event'>): string | undefined {
  return SILENT[answer]?.(event);
}

function explained(
  { answer, event, considered }: Explanation,
  version: ProtocolVersion | undefined,
): readonly string[] {
  const silence = silenceInWords({ answer, event });
  return [
    ...(silence === undefined ? [] : wrap(silence, WIDTH, 2)),
    ...considered.flatMap((transition, at) => [
      ...wrap(`${at + 1}. ${transitionInWords(transition)}`, WIDTH, 2),
      ...wrap(outcomeInWords(transition), WIDTH, 5),
      ...clausesOf(transition, version),
    ]),
  ];
}

/** What was not asked has had no say, so that its clauses are left out. */
function clausesOf(
  { clauses, outcome }: Considered,
  version: ProtocolVersion | undefined,
): readonly string[] {
  if (outcome === 'notAsked') return [];
  return clausesFor(clauses, version).flatMap((id) =>
    wrap(`${id}: ${clause(id).summary}`, WIDTH, 7),
  );
}

function transitionInWords(transition: Considered): string {
  const { event, guard, declaredIn, targets, actions } = transition;
  const when = event === '' ? 'at once' : event;
  const as = guard === undefined ? '' : `, if ${guard}`;
  const to = targets.length === 0 ? '' : ` → ${targets.join(', ')}`;
  const does = actions.length === 0 ? '' : `; ${actions.join(', ')}`;
  return `${when}${as}${to}${does} (of ${declaredIn})`;
}

function outcomeInWords({ outcome, guards }: Considered): string {
  const asked = guards.map(guardInWords);
  const because = asked.length === 0 ? '' : `: ${asked.join('; ')}`;
  switch (outcome) {
    case 'taken':
      return `TAKEN${because}`;
    case 'refused':
      return `refused${because}`;
    case 'overruled':
      return 'overruled: another region of the state, which stands before this one, leaves the state';
    case 'notAsked':
      return 'not asked: one before it has answered';
  }
}

/** `hasWill is false (event.packet.will is absent)`. */
export function guardInWords({ name, value, facts }: Considered['guards'][number]): string {
  const seen = Object.entries(facts).map(([path, fact]) => `${path} is ${factInWords(fact)}`);
  return `${name} is ${value}${seen.length === 0 ? '' : ` (${seen.join(', ')})`}`;
}

function factInWords(fact: unknown): string {
  if (fact instanceof Uint8Array) return `${fact.length} bytes`;
  return fact === undefined ? 'absent' : JSON.stringify(fact);
}
