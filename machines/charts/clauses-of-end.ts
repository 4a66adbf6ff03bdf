/** The clauses behind the end of a connection, for logs: read off the transitions that end it. */
import type { Clause } from '../clauses/index.ts';
import { connectionMachine } from './connection.ts';
import { connectionAssignments } from './connection-blame.ts';
import type { ConnectionContext } from './connection-types.ts';

type Fixed = () => Partial<ConnectionContext>;

const byDetail = new Map<string, Set<Clause>>();

/** Clauses of the transitions that end a connection with this `detail`; none where it is not the law's own words. */
export function clausesOfEnd(detail: string): readonly Clause[] {
  if (byDetail.size === 0) collect(connectionMachine.config);
  return [...(byDetail.get(detail) ?? [])];
}

/** A transition is known by its actions, wherever in the chart it stands. */
function collect(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { actions, meta } = node as { actions?: unknown; meta?: { clauses?: readonly Clause[] } };
  for (const action of [actions].flat()) {
    const detail = detailOf(action);
    if (detail === '') continue;
    const clauses = byDetail.get(detail) ?? new Set();
    byDetail.set(detail, clauses);
    for (const clause of meta?.clauses ?? []) clauses.add(clause);
  }
  for (const value of Object.values(node)) collect(value);
}

/** What an assignment puts down as the blame, where that does not depend on the event. */
function detailOf(action: unknown): string {
  const assignments: Readonly<Record<string, unknown>> = connectionAssignments;
  const assignment = typeof action === 'string' ? assignments[action] : undefined;
  if (typeof assignment !== 'function' || assignment.length > 0) return '';
  return (assignment as Fixed)().blame?.detail ?? '';
}
