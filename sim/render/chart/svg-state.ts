/** The box of a state, and what is written in it. */
import type { Box } from './layout.ts';
import { FINAL_INSET, PAD_X, PAD_Y, RULE } from './layout-sizes.ts';
import { GLYPH_WIDTH, hasGlyph, type Line, type TermKind } from './svg-labels.ts';
import type { Plan, PlannedState } from './svg-plan.ts';
import { NAME, SMALL } from './svg-text.ts';
import { countOf, stateInWords, tooltipOf } from './svg-words.ts';

export interface Surroundings {
  readonly plan: Plan;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly heads: ReadonlyMap<string, Box>;
  /** Paths of the active states, without those around them. */
  readonly leaves: readonly string[];
}

export function drawnState(
  state: PlannedState,
  { plan, boxes, heads, leaves }: Surroundings,
): string {
  const { path, rows, isRegion } = state;
  const isGroup = state.states.length > 0;
  const isFrame = isGroup || isRegion;
  const isActive = !isFrame && leaves.includes(path);
  // Of a state that is large only border and name are set off: what stands in it has to be read.
  const isWithin = isFrame && leaves.some((leaf) => `${leaf}.`.startsWith(`${path}.`));
  const parent = path.slice(0, path.lastIndexOf('.'));
  const flags = { group: isGroup, region: isRegion, active: isActive, within: isWithin };
  const classes = Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []));
  const outgoing = countOf(plan.edges.filter(({ from }) => from === path).flatMap((e) => e.rows));
  const words = stateInWords(state, { isActive: isActive || isWithin, outgoing });
  const box = boxes.get(path) as Box;
  return [
    `<g class="${['state', ...classes].join(' ')}" role="graphics-symbol"`,
    ` aria-label="${escaped(words)}"${isActive ? ' aria-current="true"' : ''} data-state="${path}">`,
    ...(rows.length > 0 ? [`<title>${escaped(tooltipOf(rows))}</title>`] : []),
    ...frames(state, box),
    ...(isRegion ? [dividers(box, boxes.get(parent) as Box)] : []),
    ...written(state, heads.get(path) ?? headIn(state, box), isFrame),
    '</g>',
  ].join('');
}

function frames({ kind, states }: PlannedState, [x, y, width, height]: Box): readonly string[] {
  const round = states.length > 0 ? 12 : 9;
  const frame = (name: string, inset: number) =>
    `<rect class="${name}" x="${x + inset}" y="${y + inset}" width="${width - 2 * inset}" ` +
    `height="${height - 2 * inset}" rx="${round - inset / 2}"/>`;
  return kind === 'final' ? [frame('box', 0), frame('inner', FINAL_INSET)] : [frame('box', 0)];
}

/** Between a region and what is above it, and left of it. */
function dividers([x, y, width, height]: Box, [parentX]: Box): string {
  const left = x > parentX ? `M${x} ${y}V${y + height}` : '';
  return `<path class="divider" d="M${x} ${y}H${x + width}${left}"/>`;
}

function headIn({ kind }: PlannedState, [x, y, width, height]: Box): Box {
  const inset = kind === 'final' ? FINAL_INSET : 0;
  const [padX, padY] = [PAD_X + inset, PAD_Y + inset];
  return [x + padX, y + padY, width - 2 * padX, height - 2 * padY];
}

/** The name, and below a line what the state does without being left. At the left where others stand below. */
export function written(
  { name, lines }: PlannedState,
  [x, y, width]: Box,
  isLeft: boolean,
): readonly string[] {
  const below = y + NAME.lineHeight;
  const place = isLeft ? `x="${x}"` : `x="${x + width / 2}" text-anchor="middle"`;
  return [
    `<text class="name" ${place} y="${y + 15}">${escaped(name)}</text>`,
    ...(lines.length > 0 && !isLeft
      ? [`<path class="rule" d="M${x} ${below + RULE / 2}h${width}"/>`]
      : []),
    ...lines.map((line, i) => drawnText(line, x, below + RULE + i * SMALL.lineHeight)),
  ];
}

/** One line, of which the left top corner is given. */
export function drawnText(line: Line, left: number, top: number): string {
  const { kind, text, guard } = line;
  const isMarked = hasGlyph(kind) && text !== '';
  const glyph = isMarked ? `<path class="glyph" d="${glyphAt(kind, left, top)}"/>` : '';
  const words = [
    ...(text === '' ? [] : [escaped(text)]),
    ...(guard === undefined ? [] : [`<tspan class="guard">[${escaped(guard)}]</tspan>`]),
  ];
  const x = left + (isMarked ? GLYPH_WIDTH : 0);
  return `${glyph}<text class="${kind}" x="${x}" y="${top + 12}">${words.join(' ')}</text>`;
}

/** A clock for a timer; for a restart an arrow that comes round to where it began. */
function glyphAt(kind: TermKind, left: number, top: number): string {
  const [x, y] = [left + 5.5, top + 8];
  if (kind === 'timer') return `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M${x} ${y - 3}v3h2.5`;
  return `M${x + 4.3} ${y - 2.5}a5 5 0 1 0 .7 2.5M${x + 4.6} ${y - 5.5}v3.2h-3.2`;
}

export function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}
