/**
 * The layout of a chart, computed by ELK (the Eclipse Layout Kernel). ELK itself is not called here: a layout is a
 * generator of graphs that wants each back with coordinates, so that this file needs neither the library nor waiting.
 * Used by `npm run drawings` and by the test that layouts are up to date; never by what draws.
 *
 * Each region is a graph of its own, and regions are put into columns by us. No edge passes between regions or out of
 * them (see svg-plan.ts), so the state that has them is a box of fixed size to the graph around it.
 */
import { hashOf } from '../../../machines/trace/charts-hash.ts';
import type { Box, ChartLayout, Route } from './layout.ts';
import { packRegions } from './layout-regions.ts';
import { headSize, labelSize, type Size, stateSize } from './layout-sizes.ts';
import type { Plan, PlannedEdge, PlannedState } from './svg-plan.ts';

export interface ElkNode {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly children?: readonly ElkNode[];
  readonly edges?: readonly ElkEdge[];
  readonly layoutOptions?: Readonly<Record<string, string>>;
}

interface ElkEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly labels?: readonly ElkLabel[];
  readonly sections?: readonly ElkSection[];
  readonly layoutOptions?: Readonly<Record<string, string>>;
}

interface ElkLabel {
  readonly text: string;
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly layoutOptions?: Readonly<Record<string, string>>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface ElkSection {
  readonly startPoint: Point;
  readonly endPoint: Point;
  readonly bendPoints?: readonly Point[];
}

type Asking<Result> = Generator<ElkNode, Result, ElkNode>;

type Parts = Pick<ChartLayout, 'states' | 'heads' | 'initials' | 'edges'>;

const DOT = 12;
const MARGIN = 24;
const INITIAL = ' initial';
const HEAD = ' head';

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.randomSeed': '1',
  'elk.spacing.nodeNode': '30',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '6',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH',
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'SPACE_EFFICIENT_LAYER',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.thoroughness': '40',
};

/** Hash of all that the layout of a plan depends on. */
export function hashOfPlan(plan: Plan): string {
  const outlineOf = (state: PlannedState): unknown => [
    state.path,
    state.kind,
    stateSize(state),
    state.initial,
    state.states.map(outlineOf),
  ];
  const edges = plan.edges.map(({ from, to, lines }) => [from, to, labelSize(lines)]);
  return hashOf([OPTIONS, outlineOf(plan.root), edges]);
}

export function* layOut(plan: Plan): Asking<ChartLayout> {
  const { size, parts } = yield* layOutWithin(plan.root, plan);
  const moved = shifted(parts, MARGIN, MARGIN);
  if (moved.edges.length !== plan.edges.length) throw new Error('an edge passes between regions');
  return {
    plan: hashOfPlan(plan),
    size: [size[0] + 2 * MARGIN, size[1] + 2 * MARGIN],
    ...moved,
  };
}

interface Region {
  readonly size: Size;
  readonly parts: Parts;
}

/** A state's inside as a graph of its own, without what its own box needs around it. */
function* layOutWithin(state: PlannedState, plan: Plan): Asking<Region> {
  const insides = new Map<string, Region>();
  for (const parallel of parallelsIn(state)) {
    insides.set(parallel.path, yield* layOutRegions(parallel, plan));
  }
  const members = new Set(membersOf(state).map(({ path }) => path));
  const edges = plan.edges.filter(({ from }) => members.has(from));
  const strays = edges.filter(({ to }) => !members.has(to));
  if (strays.length > 0) throw new Error(`an edge leaves the region of ${strays[0]?.from}`);
  const graph: ElkNode = {
    id: state.path,
    children: elkInside(state, insides),
    layoutOptions: OPTIONS,
    edges: [
      ...[state, ...membersOf(state)].flatMap(initialEdge),
      ...edges.map(({ from, to, lines }) => ({
        id: `${from} ${to}`,
        sources: [from],
        targets: [to],
        labels: lines.length === 0 ? [] : [labelOf(lines)],
      })),
    ],
  };
  return read(yield graph, insides);
}

function* layOutRegions(parallel: PlannedState, plan: Plan): Asking<Region> {
  const insides: Region[] = [];
  for (const region of parallel.states) insides.push(yield* layOutWithin(region, plan));
  const heads = parallel.states.map(stateSize);
  const { size, boxes, origins } = packRegions(
    stateSize(parallel),
    heads,
    insides.map((inside) => inside.size),
  );
  const parts = insides.map((inside, i) => {
    const [x, y] = origins[i] as Size;
    return shifted(inside.parts, x, y);
  });
  return {
    size,
    parts: {
      states: [
        ...parallel.states.map(({ path }, i) => [path, boxes[i] as Box] as const),
        ...parts.flatMap(({ states }) => states),
      ],
      heads: parts.flatMap(({ heads }) => heads),
      initials: parts.flatMap(({ initials }) => initials),
      edges: parts.flatMap(({ edges }) => edges),
    },
  };
}

/** All states of the same graph: not beyond a state with regions. */
function membersOf({ states }: PlannedState): readonly PlannedState[] {
  return states.flatMap((state) => [state, ...(state.kind === 'parallel' ? [] : membersOf(state))]);
}

function parallelsIn(state: PlannedState): readonly PlannedState[] {
  return membersOf(state).filter(({ kind }) => kind === 'parallel');
}

/** Edges find their way around what is written at the top of a state, because it is a node to ELK. */
function elkInside(state: PlannedState, insides: ReadonlyMap<string, Region>): readonly ElkNode[] {
  const { path, initial, states } = state;
  const first = { 'elk.layered.layering.layerConstraint': 'FIRST' };
  const [width, height] = headSize(state);
  const head = { id: path + HEAD, width, height, layoutOptions: first };
  const dot = { id: path + INITIAL, width: DOT, height: DOT, layoutOptions: first };
  return [
    ...(hasHead(state) ? [head] : []),
    ...(initial === undefined ? [] : [dot]),
    ...states.map((inner) => elkNode(inner, insides)),
  ];
}

/** A region's is above its graph, see layout-regions.ts; and a chart goes without, unless it has something to say. */
function hasHead({ kind, isRegion, isRoot, lines }: PlannedState): boolean {
  return kind === 'compound' && !isRegion && (!isRoot || lines.length > 0);
}

function elkNode(state: PlannedState, insides: ReadonlyMap<string, Region>): ElkNode {
  const [width, height] = insides.get(state.path)?.size ?? stateSize(state);
  const id = state.path;
  if (state.kind !== 'compound') {
    const last = { 'elk.layered.layering.layerConstraint': 'LAST' };
    return { id, width, height, ...(state.kind === 'final' ? { layoutOptions: last } : {}) };
  }
  const layoutOptions = { 'elk.padding': '[top=14,left=18,bottom=18,right=18]' };
  return { id, children: elkInside(state, insides), layoutOptions };
}

/** ELK leaves out a label without text. */
function labelOf(lines: PlannedEdge['lines']): ElkLabel {
  const layoutOptions = { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' };
  return { text: 'label', ...labelSize(lines), layoutOptions };
}

function initialEdge({ path, initial, kind }: PlannedState): readonly ElkEdge[] {
  if (initial === undefined || kind === 'parallel') return [];
  const layoutOptions = { 'elk.layered.priority.straightness': '10' };
  return [{ id: path + INITIAL, sources: [path + INITIAL], targets: [initial], layoutOptions }];
}

function read(graph: ElkNode, insides: ReadonlyMap<string, Region>): Region {
  const states: [string, Box][] = [];
  const heads: [string, Box][] = [];
  const dots = new Map<string, Box>();
  const within: Parts[] = [];
  const visit = (node: ElkNode): void => {
    const box = boxOf(node);
    if (node.id.endsWith(INITIAL)) dots.set(node.id, box);
    else if (node.id.endsWith(HEAD)) heads.push([node.id.replace(HEAD, ''), box]);
    else states.push([node.id, box]);
    const inside = insides.get(node.id);
    if (inside !== undefined) within.push(shifted(inside.parts, box[0], box[1]));
    for (const child of node.children ?? []) visit(child);
  };
  for (const child of graph.children ?? []) visit(child);
  const initials: Parts['initials'][number][] = [];
  const edges: Parts['edges'][number][] = [];
  for (const edge of graph.edges ?? []) {
    const route = routeOf(edge);
    const dot = dots.get(edge.id);
    if (dot !== undefined) initials.push([edge.id.replace(INITIAL, ''), dot, route]);
    else edges.push([...(edge.id.split(' ') as [string, string]), route, labelBox(edge)]);
  }
  return {
    size: [Math.ceil(graph.width ?? 0), Math.ceil(graph.height ?? 0)],
    parts: {
      states: [...states, ...within.flatMap((parts) => parts.states)],
      heads: [...heads, ...within.flatMap((parts) => parts.heads)],
      initials: [...initials, ...within.flatMap((parts) => parts.initials)],
      edges: [...edges, ...within.flatMap((parts) => parts.edges)],
    },
  };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<ElkNode>): Box {
  return [Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
}

function labelBox({ labels = [] }: ElkEdge): Box {
  return boxOf(labels[0] ?? {});
}

function routeOf({ id, sections = [] }: ElkEdge): Route {
  const section = sections[0];
  if (section === undefined || sections.length > 1) throw new Error(`${id}: no single route`);
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
  return points.flatMap(({ x, y }) => [Math.round(x), Math.round(y)]);
}

function shifted(parts: Parts, dx: number, dy: number): Parts {
  const box = ([x, y, width, height]: Box): Box => [x + dx, y + dy, width, height];
  const route = (points: Route): Route => points.map((at, i) => at + (i % 2 === 0 ? dx : dy));
  return {
    states: parts.states.map(([path, at]) => [path, box(at)]),
    heads: parts.heads.map(([path, at]) => [path, box(at)]),
    initials: parts.initials.map(([path, dot, way]) => [path, box(dot), route(way)]),
    edges: parts.edges.map(([from, to, way, label]) => [from, to, route(way), box(label)]),
  };
}
