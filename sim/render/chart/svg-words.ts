/** What a picture says to those who do not see it, and to those who point at it. */
import type { TransitionRow } from '../../../machines/engine/describe.ts';
import type { Line } from './svg-labels.ts';
import type { PlannedEdge, PlannedState } from './svg-plan.ts';

/** `online, active, 3 outgoing transitions` */
export function stateInWords(
  { name, kind }: PlannedState,
  { isActive, outgoing }: { isActive: boolean; outgoing: number },
): string {
  const parts = [name, ...(isActive ? ['active'] : [])];
  if (kind === 'final') parts.push('final state');
  else parts.push(`${outgoing} outgoing transition${outgoing === 1 ? '' : 's'}`);
  return parts.join(', ');
}

/** `from absent to online: session.created` */
export function edgeInWords({ from, to, lines }: PlannedEdge): string {
  return `from ${from} to ${to}: ${lines.map(lineInWords).join(', ')}`.replace(/:? ?,? \[/g, ' [');
}

function lineInWords({ kind, text, guard }: Line): string {
  const event = kind === 'timer' && text !== '' ? `after ${text}` : text;
  return guard === undefined ? event : `${event} [${guard}]`.trim();
}

/** Each transition with its guard, what it does, and below it the clauses that it exists for. */
export function tooltipOf(rows: readonly TransitionRow[]): string {
  const told = rows.map(({ kind, event, guard, actions, clauses }) => {
    const name = kind === 'timer' ? `after ${event}` : event || 'always';
    const condition = guard === undefined ? '' : ` [${guard}]`;
    const does =
      kind === 'ignored' ? ': ignored' : actions.map((action) => ` / ${action}`).join('');
    return [`${name}${condition}${does}`, ...clauses.map((clause) => `    ${clause}`)].join('\n');
  });
  return [...new Set(told)].join('\n');
}

/** How many transitions there are, as they stand in the chart: the same one may apply to many states. */
export function countOf(rows: readonly TransitionRow[]): number {
  return new Set(rows.map(({ declaredIn, event, guard }) => `${declaredIn} ${event} ${guard}`))
    .size;
}
