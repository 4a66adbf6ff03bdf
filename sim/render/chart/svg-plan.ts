/**
 * What a picture of a chart shows, before anybody has said where: its states, what is written in them, and the edges
 * between them. What leaves a state stands at its edge; what a state does without being left stands in its box.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { describeChart, type TransitionRow } from '../../../machines/engine/describe.ts';
import { children, pathOf, stateNodes, withAncestors } from '../../../machines/engine/states.ts';
import { contains, initialLeaf, isRegion } from './states.ts';
import { isBlame, type Line, linesOf } from './svg-labels.ts';

export interface PlannedState {
  readonly path: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final';
  readonly isRoot: boolean;
  readonly isRegion: boolean;
  readonly lines: readonly Line[];
  readonly rows: readonly TransitionRow[];
  readonly states: readonly PlannedState[];
  /** Path of the state that a compound state begins in. */
  readonly initial?: string;
}

export interface PlannedEdge {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly Line[];
  readonly rows: readonly TransitionRow[];
}

export interface Plan {
  /** The chart itself: its states are the outermost ones. */
  readonly root: PlannedState;
  readonly edges: readonly PlannedEdge[];
}

interface Draft {
  readonly from: string;
  readonly to: string;
  readonly rows: TransitionRow[];
  /** The state that transitions from further in are told at, with the states that they are for. */
  readonly within?: string;
}

interface Sorted {
  readonly edges: Map<string, Draft>;
  readonly inPlace: Map<string, TransitionRow[]>;
}

export function planOf(machine: AnyStateMachine): Plan {
  const all = describeChart(machine);
  const { edges, inPlace } = sorted(machine, all);
  const planState = (node: AnyStateNode): PlannedState => {
    const path = pathOf(node);
    const rows = inPlace.get(path) ?? [];
    const initial = node.type === 'compound' ? node.initial.target[0] : undefined;
    return {
      path,
      name: node.parent === undefined ? 'in every state' : node.key,
      kind: kindOf(node),
      isRoot: node.parent === undefined,
      isRegion: isRegion(node),
      lines: linesOf(rows, all),
      rows,
      states: children(node).map(planState),
      ...(initial === undefined ? {} : { initial: pathOf(initial) }),
    };
  };
  return {
    root: planState(machine.root),
    edges: bundled([...edges.values()]).map(({ within, ...edge }) => ({
      ...edge,
      lines: linesOf(edge.rows, all, within),
    })),
  };
}

/** The states of a plan, each before those within it; without the chart itself. */
export function statesOf({ root }: Plan): readonly PlannedState[] {
  const within = (state: PlannedState): readonly PlannedState[] => [
    state,
    ...state.states.flatMap(within),
  ];
  return root.states.flatMap(within);
}

function kindOf({ type }: AnyStateNode): PlannedState['kind'] {
  return type === 'compound' || type === 'parallel' || type === 'final' ? type : 'atomic';
}

function sorted(machine: AnyStateMachine, all: readonly TransitionRow[]): Sorted {
  const byPath = new Map(stateNodes(machine).map((node) => [pathOf(node), node]));
  const nodeAt = (path: string) => byPath.get(path) as AnyStateNode;
  const edges: Sorted['edges'] = new Map();
  const inPlace: Sorted['inPlace'] = new Map();
  for (const row of all) {
    const declaredIn = nodeAt(row.declaredIn);
    const targets = row.targets.map(nodeAt);
    for (const target of targets.length === 0 ? [declaredIn] : targets) {
      const ends = endsOf(nodeAt(row.state), row, declaredIn, target);
      const [from, to] = [pathOf(ends[0]), pathOf(ends[1])];
      if (from === to) {
        inPlace.set(from, [...(inPlace.get(from) ?? []), row]);
        continue;
      }
      const edge = edges.get(`${from} ${to}`) ?? { from, to, rows: [] };
      edges.set(`${from} ${to}`, edge);
      edge.rows.push(row);
    }
  }
  return { edges, inPlace };
}

/** From how many states within a state edges may lead where one from that state leads too. */
const MAX_PARALLELS = 1;

/** Where a state and several within it lead to the same place, one edge says so for all of them. */
function bundled(drafts: readonly Draft[]): readonly Draft[] {
  const isWithin = (inner: Draft, outer: Draft) =>
    inner.to === outer.to && inner.from.startsWith(`${outer.from}.`);
  const outers = drafts.filter(
    (outer) => drafts.filter((inner) => isWithin(inner, outer)).length > MAX_PARALLELS,
  );
  return drafts
    .filter((inner) => !outers.some((outer) => isWithin(inner, outer)))
    .map((draft) => {
      if (!outers.includes(draft)) return draft;
      const inner = drafts.filter((other) => isWithin(other, draft));
      const rows = [...draft.rows, ...inner.flatMap((other) => other.rows)];
      return { ...draft, rows, within: draft.from };
    });
}

type Ends = readonly [from: AnyStateNode, to: AnyStateNode];

/**
 * Where an edge begins and ends. What leaves or enters regions does so at the border of the state that has them: in a
 * picture it says the same, and arrows through regions cannot be followed.
 */
function endsOf(
  leaf: AnyStateNode,
  row: TransitionRow,
  declaredIn: AnyStateNode,
  target: AnyStateNode,
): Ends {
  if (row.targets.length === 0 || target === declaredIn) return [declaredIn, declaredIn];
  const from = outOfRegions(declaredIn, target);
  const to = outOfRegions(target, from);
  if (contains(from, to)) return from === leaf ? [leaf, leaf] : [leaf, initialLeaf(to)];
  return [isBlame(row) ? outermost(from, to) : from, to];
}

function outOfRegions(node: AnyStateNode, other: AnyStateNode): AnyStateNode {
  const parallel = withAncestors(node).findLast(
    (ancestor) => ancestor.type === 'parallel' && !contains(ancestor, other),
  );
  return parallel ?? node;
}

/** Violations are told as one for all that lies within a state, so that they do not outweigh the rest. */
function outermost(from: AnyStateNode, to: AnyStateNode): AnyStateNode {
  return withAncestors(from).findLast((ancestor) => !contains(ancestor, to)) ?? from;
}
