/**
 * A chart as a picture, made from its XState definition and a layout that was computed before. What is active can be
 * given, or be set later: the class `active` at the `[data-state="…"]` of a state without others in it, and `within` at
 * those around it and at regions.
 */
import { type ChartName, machines } from '../../../machines/charts/index.ts';
import { layouts } from './layout/index.ts';
import type { Box, ChartLayout, Route } from './layout.ts';
import { drawnRoute } from './svg-edge.ts';
import { lineWidth } from './svg-labels.ts';
import { type Plan, type PlannedEdge, type PlannedState, planOf, statesOf } from './svg-plan.ts';
import { drawnState, drawnText, escaped, written } from './svg-state.ts';
import { styleOf, type Theme } from './svg-style.ts';
import { SMALL } from './svg-text.ts';
import { edgeInWords, tooltipOf } from './svg-words.ts';

export interface SvgOptions {
  /** Names of configurations, `connected.traffic.open & connected.outflow.writable`, or paths of states. */
  readonly active?: readonly string[];
  /** `auto` follows what the reader prefers. */
  readonly theme?: Theme;
  readonly title?: string;
}

/** @throws Error when there is no such state to be active. */
export function chartSvg(name: ChartName, options: SvgOptions = {}): string {
  const layout = layouts[name];
  if (layout === undefined) throw new Error(`${name} has no layout yet: npm run drawings`);
  return drawn(planOf(machines[name]), layout, options);
}

/** @param layout made for this plan */
export function drawn(
  plan: Plan,
  layout: ChartLayout,
  { active = [], theme = 'auto', title }: SvgOptions,
): string {
  const name = plan.root.path;
  const leaves = active.flatMap((configuration) => configuration.split(' & '));
  const states = statesOf(plan);
  const unknown = leaves.find((leaf) => !states.some(({ path }) => path === leaf));
  if (unknown !== undefined) throw new Error(`the chart ${name} has no state '${unknown}'`);
  const boxes = new Map(layout.states);
  const heads = new Map(layout.heads);
  const rootHead = heads.get(name);
  const routes = new Map(layout.edges.map(([from, to, ...rest]) => [`${from} ${to}`, rest]));
  const [width, height] = layout.size;
  const id = `chart-${name}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lifeline-chart theme-${theme}"`,
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    'role="graphics-document" aria-roledescription="statechart"',
    `aria-labelledby="${id}-title" aria-describedby="${id}-desc">`,
    `<title id="${id}-title">${escaped(title ?? `The ${name} chart`)}</title>`,
    `<desc id="${id}-desc">${escaped(descriptionOf(plan, leaves))}</desc>`,
    `<style>\n${styleOf(theme)}\n</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...(rootHead === undefined ? [] : [drawnRoot(plan.root, rootHead)]),
    ...states.map((state) => drawnState(state, { plan, boxes, heads, leaves })),
    ...layout.initials.map(drawnInitial),
    ...plan.edges.map((edge) => {
      const [route, label] = routes.get(`${edge.from} ${edge.to}`) as [Route, Box];
      return drawnEdge(edge, route, label);
    }),
    '</svg>\n',
  ].join('\n');
}

function descriptionOf(plan: Plan, leaves: readonly string[]): string {
  const outermost = plan.root.states.map((state) => state.name).join(', ');
  const active = leaves.length === 0 ? '' : ` Active: ${leaves.join(', ')}.`;
  return `States: ${outermost}.${active}`;
}

/** What the chart does in each of its states. */
function drawnRoot(root: PlannedState, head: Box): string {
  const title = `<title>${escaped(tooltipOf(root.rows))}</title>`;
  return `<g class="everywhere">${title}${written(root, head, true).join('')}</g>`;
}

function drawnInitial([path, [x, y, size], route]: ChartLayout['initials'][number]): string {
  const radius = size / 2;
  const dot = `<circle class="dot" cx="${x + radius}" cy="${y + radius}" r="${radius - 1}"/>`;
  return `<g class="initial" aria-hidden="true" data-of="${path}">${dot}${drawnLine(route)}</g>`;
}

function drawnEdge(edge: PlannedEdge, route: Route, label: Box): string {
  const { from, to, lines, rows } = edge;
  const isMuted = lines.every(({ kind }) => kind === 'violation');
  const [x, y, width] = label;
  return [
    `<g class="edge${isMuted ? ' muted' : ''}" role="graphics-symbol"`,
    ` aria-label="${escaped(edgeInWords(edge))}" data-from="${from}" data-to="${to}">`,
    `<title>${escaped(tooltipOf(rows))}</title>`,
    drawnLine(route, lines.length === 0 ? undefined : label),
    ...lines.map((line, i) => {
      const left = x + Math.round((width - lineWidth(line)) / 2);
      return drawnText(line, left, y + 2 + i * SMALL.lineHeight);
    }),
    '</g>',
  ].join('');
}

function drawnLine(route: Route, label?: Box): string {
  const { line, head } = drawnRoute(route, label);
  return `<path class="route" d="${line}"/><path class="head" d="${head}"/>`;
}
