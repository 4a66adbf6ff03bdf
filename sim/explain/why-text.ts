/** A story for people, newest first: number, time, what, and below it how the charts came to it, with their clauses. */
import { clause } from '../../machines/index.ts';
import { stateInWords } from '../inspect/entries.ts';
import { clock } from '../render/sentences/words.ts';
import { wrap } from '../render/text/wrap.ts';
import type { Happened, Link, Story } from './why.ts';

const WIDTH = 110;
const GAP = 2;

export function whyText(story: Story): string {
  const idWidth = Math.max(...story.map(({ id }) => id.length));
  const timeWidth = Math.max(...story.map(({ timeMs }) => clock(timeMs).length));
  const indent = idWidth + timeWidth + 2 * GAP;
  const told = new Set<string>();
  const lines = story.flatMap((happened) => {
    const { id, timeMs, what } = happened;
    const lead = `${id.padStart(idWidth)}  ${clock(timeMs).padStart(timeWidth)}  `;
    const [first = '', ...rest] = wrap(what, WIDTH, indent);
    return [lead + first.slice(indent), ...rest, ...details(happened, indent + GAP, told)];
  });
  return `${lines.join('\n')}\n`;
}

/** @param told clauses whose sentence has been given further up */
function details({ links, remarks }: Happened, indent: number, told: Set<string>): string[] {
  return [
    ...links.flatMap((link) => [
      ...wrap(linkInWords(link), WIDTH, indent),
      ...link.clauses.flatMap((id) => {
        const sentence = told.has(id) ? '' : `: ${clause(id).summary}`;
        told.add(id);
        return wrap(id + sentence, WIDTH, indent + GAP);
      }),
      ...(link.clauses.length === 0 && link.state !== ''
        ? [`${' '.repeat(indent + GAP)}by no clause of the standard`]
        : []),
    ]),
    ...remarks.flatMap((remark) => wrap(remark, WIDTH, indent)),
  ];
}

/** `by the takeover of "sensor" in idle: session.claimed, as hasExisting → disconnectingExisting; disconnectExisting`. */
function linkInWords({ part, state, event, next, doing, guards }: Link): string {
  if (state === '') return `by ${part}, which begins in ${stateInWords(next)}: ${doing}`;
  const as = guards.length === 0 ? '' : `, as ${guards.join(' and ')}`;
  const to = next === state ? '' : ` → ${stateInWords(next)}`;
  const does = doing === '' ? '' : `; ${doing}`;
  return `by ${part} in ${stateInWords(state)}: ${event}${as}${to}${does}`;
}
