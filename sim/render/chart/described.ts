/** A chart as data, for programs: its states, what they do by which clauses, and where a drawing has them. */
import { describeChart, type TransitionRow } from '../../../machines/engine/describe.ts';
import { type ChartName, machines } from '../../../machines/index.ts';
import { layouts } from './layout/index.ts';
import type { Box, Route } from './layout.ts';
import type { Active } from './svg-active.ts';
import { type PlannedState, planOf, statesOf } from './svg-plan.ts';

export interface ChartDescription {
  readonly chart: ChartName;
  /** Each before those within it. */
  readonly states: readonly DescribedState[];
  /** One for each atomic state that a transition applies to, in the order in which they are asked. */
  readonly transitions: readonly TransitionRow[];
  /** Of the drawing, in pixels from its top left corner; null for a chart that has none yet. */
  readonly layout: DescribedLayout | null;
  /** At the place in the trace that was given; null without one. */
  readonly active: (Active & { readonly n: number }) | null;
}

interface DescribedState {
  readonly path: string;
  readonly kind: PlannedState['kind'];
  /** Path of the state that it is in; null for the outermost. */
  readonly within: string | null;
  /** Whether it is active together with the others in the state around it. */
  readonly isRegion: boolean;
  /** Path of the state that it begins in; null where there is none. */
  readonly initial: string | null;
}

interface DescribedLayout {
  readonly size: readonly [width: number, height: number];
  readonly states: readonly { readonly path: string; readonly box: Box }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    /** X and y by turns. */
    readonly route: Route;
    readonly label: Box;
  }[];
}

export function describedChart(
  chart: ChartName,
  active: ChartDescription['active'] = null,
): ChartDescription {
  const plan = planOf(machines[chart]);
  return {
    chart,
    states: statesOf(plan).map(({ path, kind, isRegion, initial }) => ({
      path,
      kind,
      within: path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null,
      isRegion,
      initial: initial ?? null,
    })),
    transitions: describeChart(machines[chart]),
    layout: layoutOf(chart),
    active,
  };
}

function layoutOf(chart: ChartName): DescribedLayout | null {
  const layout = layouts[chart];
  if (layout === undefined) return null;
  return {
    size: layout.size,
    states: layout.states.map(([path, box]) => ({ path, box })),
    edges: layout.edges.map(([from, to, route, label]) => ({ from, to, route, label })),
  };
}
