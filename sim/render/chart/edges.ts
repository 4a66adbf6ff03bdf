/** The transitions of a chart as a drawing has them: merged where they lead from the same state to the same state. */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { describeChart, type TransitionRow } from '../../../machines/engine/describe.ts';
import { children, pathOf, stateNodes, withAncestors } from '../../../machines/engine/states.ts';
import { contains, drawnIn, initialLeaf, regionOf } from './states.ts';

export interface Edge {
  /** The state within which the edge is drawn. */
  readonly scope: AnyStateNode;
  readonly from: AnyStateNode;
  readonly to: AnyStateNode;
  readonly label: string;
}

/** Beyond it, events that are ignored are counted and not named. */
const NAMED_MAX = 3;

interface Draft {
  readonly from: AnyStateNode;
  readonly to: AnyStateNode;
  readonly rows: TransitionRow[];
}

export function edgesOf(machine: AnyStateMachine): readonly Edge[] {
  const byPath = new Map(stateNodes(machine).map((node) => [pathOf(node), node]));
  const nodeAt = (path: string) => byPath.get(path) as AnyStateNode;
  const rows = describeChart(machine);
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    const targets = row.targets.length === 0 ? [undefined] : row.targets.map(nodeAt);
    for (const target of targets) {
      const [leaf, declaredIn] = [nodeAt(row.state), nodeAt(row.declaredIn)];
      if (target === undefined && isToldElsewhere(leaf, declaredIn)) continue;
      const [from, to] = endsOf(leaf, declaredIn, target);
      const key = `${from.id} ${to.id}`;
      const draft = drafts.get(key) ?? { from, to, rows: [] };
      drafts.set(key, draft);
      draft.rows.push(row);
    }
  }
  return [...drafts.values()].map((draft) => ({
    scope: scopeOf(draft.from, draft.to),
    from: draft.from,
    to: draft.to,
    label: labelOf(draft.rows, rows),
  }));
}

/** What a state with regions, or one around it, does without a change of state is told in the first region. */
function isToldElsewhere(leaf: AnyStateNode, declaredIn: AnyStateNode): boolean {
  const parallel = withAncestors(leaf).findLast(
    (node) => node.type === 'parallel' && contains(declaredIn, node),
  );
  return parallel !== undefined && !contains(children(parallel)[0] as AnyStateNode, leaf);
}

type Ends = readonly [from: AnyStateNode, to: AnyStateNode];

/** What stays where it is is drawn at the leaves, since Mermaid has no place for it at a composite state. */
function endsOf(leaf: AnyStateNode, declaredIn: AnyStateNode, target?: AnyStateNode): Ends {
  if (target === undefined) return [leaf, leaf];
  const region = regionOf(leaf);
  if (region !== undefined && contains(region, target)) return [leaf, initialLeaf(target)];
  const from = outOfRegions(declaredIn, target);
  const to = outOfRegions(target, from);
  if (contains(from, to)) return [leaf, initialLeaf(to)];
  return liftedOut(from, to);
}

/** A transition that leaves or enters regions begins or ends at the state that has them. */
function outOfRegions(node: AnyStateNode, other: AnyStateNode): AnyStateNode {
  const parallel = withAncestors(node).findLast(
    (ancestor) => ancestor.type === 'parallel' && !contains(ancestor, other),
  );
  return parallel ?? node;
}

/** Mermaid has no transitions between states within different composite states: one end has to stand beside. */
function liftedOut(from: AnyStateNode, to: AnyStateNode): Ends {
  const around = withAncestors(from).find((ancestor) => contains(ancestor, to));
  if (from.parent === around || to.parent === around) return [from, to];
  const lifted = withAncestors(from).find(({ parent }) => parent === around);
  return [lifted ?? from, to];
}

function scopeOf(from: AnyStateNode, to: AnyStateNode): AnyStateNode {
  let scope = drawnIn(from);
  while (!contains(scope, drawnIn(to))) scope = drawnIn(scope);
  return scope;
}

function labelOf(rows: readonly TransitionRow[], all: readonly TransitionRow[]): string {
  const lines: string[] = [];
  const ignored = new Set<string>();
  for (const row of rows) {
    if (isBlame(row)) lines.push('violation or refusal');
    else if (row.kind !== 'ignored') lines.push(wordsOf(row, rows, all));
    else if (alternatives(row, all).length === 1) ignored.add(row.event);
  }
  if (ignored.size > NAMED_MAX) lines.push(`ignores ${ignored.size} events`);
  else if (ignored.size > 0) lines.push(`ignores ${[...ignored].join(', ')}`);
  return [...new Set(lines)].sort(byKind).join(', ');
}

/** A packet for which the client is to blame, or its CONNECT is refused. There are too many to be told one by one. */
function isBlame({ event, actions, kind }: TransitionRow): boolean {
  return kind === 'handled' && /^[A-Z]+$/.test(event) && actions.some((a) => a.startsWith('blame'));
}

/** All transitions that the state has for the event. */
function alternatives({ state, event }: TransitionRow, all: readonly TransitionRow[]) {
  return all.filter((row) => row.state === state && row.event === event);
}

/** Guards are named where it depends on them where the event leads. */
function wordsOf(
  row: TransitionRow,
  rows: readonly TransitionRow[],
  all: readonly TransitionRow[],
): string {
  const event = row.kind === 'timer' ? `after ${row.event}` : row.event;
  const others = alternatives(row, all).filter((other) => !isBlame(other));
  const here = others.filter((other) => rows.includes(other));
  const hasRest = here.some((other) => other.guard === undefined);
  if (hasRest && here.length === others.length) return event || 'always';
  const guards = [...new Set(here.map((other) => other.guard))];
  return `${event} [${hasRest ? 'else' : guards.join(' or ')}]`.trim();
}

/** What is named first, then timers, what is ignored, and what is summarized. */
function byKind(a: string, b: string): number {
  return rank(a) - rank(b);
}

function rank(line: string): number {
  return ['after ', 'violation ', 'ignores '].findIndex((prefix) => line.startsWith(prefix));
}
