/** The events themselves: arrows between lanes, marks on them, and words where there is room. */
import { FLAG, isPacket, KIND, STYLE, STYLES } from './columns.ts';
import { cross, glyph, type Shape, tip } from './glyphs.ts';
import { clientX } from './lanes.ts';
import { type Scene, type Visible, yAt } from './scene.ts';
import type { LadderTheme } from './theme.ts';

type Context = CanvasRenderingContext2D;

/** How far a packet is drawn that does not arrive. */
const LOST_AT = 0.55;
/** From the first row on which one is drawn to where it is lost, in rows. */
const LOST_AFTER = 0.43;
/** Below that, arrows have no heads and marks are dots. */
const PLAIN_ROW = 3;
/** So many arrows can be told apart; more are drawn the fainter the more there are. */
const FAINT_FROM = 250;
const FAINTEST = 0.18;

export interface Arrow {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Whether it ends where nothing is. */
  readonly isLost: boolean;
  readonly isOpen: boolean;
}

export function colourOf(style: number, theme: LadderTheme): string {
  if (style === STYLE.takeover) return theme.takeover;
  if (style === STYLE.will) return theme.will;
  return style === STYLE.plain ? theme.ink : theme.bad;
}

/** Where the arrow of an event goes; undefined for what has none, or is the end of another's. */
export function arrowOf(scene: Scene, event: number): Arrow | undefined {
  const { columns, lanes, view } = scene;
  const flags = columns.flags[event] as number;
  if (columns.kind[event] === KIND.handOver) return handOver(scene, event);
  if (!isPacket(columns.kind[event] as number) || flags & FLAG.arrival) return undefined;
  const atClient = clientX(columns, lanes, event);
  if (Number.isNaN(atClient)) return undefined;
  const isToBroker = (flags & FLAG.toBroker) !== 0;
  const fromX = isToBroker ? atClient : lanes.broker;
  const toX = isToBroker ? lanes.broker : atClient;
  const fromY = yAt(scene, event);
  const isLost = (flags & FLAG.lost) !== 0;
  const isOpen = (flags & FLAG.open) !== 0;
  if (isLost || isOpen) {
    const x = fromX + (toX - fromX) * LOST_AT;
    return { fromX, fromY, toX: x, toY: fromY + LOST_AFTER * view.rowHeight, isLost, isOpen };
  }
  const other = columns.other[event] as number;
  return { fromX, fromY, toX, toY: other < 0 ? fromY : yAt(scene, other), isLost, isOpen };
}

/** A takeover is drawn as what it is: the session goes from one connection to another. */
function handOver(scene: Scene, event: number): Arrow | undefined {
  const { columns, lanes } = scene;
  const fromX = lanes.ofConnection[columns.connection[event] as number] ?? Number.NaN;
  const toX = lanes.ofConnection[columns.other[event] as number] ?? Number.NaN;
  if (Number.isNaN(fromX) || Number.isNaN(toX) || fromX === toX) return undefined;
  const y = yAt(scene, event);
  return { fromX, fromY: y, toX, toY: y, isLost: false, isOpen: false };
}

/** Where the mark of an event stands that is no arrow. */
export function markX({ columns, lanes }: Scene, event: number): number {
  const isAtClient = ((columns.flags[event] as number) & FLAG.atClient) !== 0;
  const x = isAtClient ? clientX(columns, lanes, event) : lanes.broker;
  return Number.isNaN(x) ? lanes.broker : x;
}

function shapeOf(kind: number): Shape {
  switch (kind) {
    case KIND.timer:
      return 'clock';
    case KIND.will:
      return 'diamond';
    case KIND.fault:
      return 'cross';
    case KIND.gap:
      return 'gap';
    default:
      return 'dot';
  }
}

export function drawEvents(context: Context, scene: Scene, visible: Visible): void {
  const { rows, view, theme } = scene;
  const events = rows.shown.subarray(visible.from, visible.to);
  const isPlain = view.rowHeight < PLAIN_ROW;
  batchesOf(scene, events).forEach((batch, style) => {
    const isFaint = style === STYLE.plain && isPlain;
    const alpha = Math.max(FAINTEST, Math.min(1, FAINT_FROM / events.length));
    context.globalAlpha = isFaint ? alpha : 1;
    drawArrows(context, batch.arrows, colourOf(style, theme), style, isPlain, theme);
    context.globalAlpha = 1;
    drawMarks(context, scene, batch.marks, colourOf(style, theme), isPlain);
  });
}

/** By style, so that what matters is drawn over what does not. */
function batchesOf(scene: Scene, events: Int32Array): readonly Batch[] {
  const { columns } = scene;
  const batches = STYLES.map((): Batch => ({ arrows: [], marks: [] }));
  for (const event of events) {
    const batch = batches[columns.style[event] as number] as Batch;
    if (!isPacket(columns.kind[event] as number)) {
      const arrow = arrowOf(scene, event);
      if (arrow === undefined) batch.marks.push(event);
      else batch.arrows.push(arrow);
      continue;
    }
    const isEnd = ((columns.flags[event] as number) & FLAG.arrival) !== 0;
    const beginning = isEnd ? (columns.other[event] as number) : event;
    // An arrow that began above the picture is drawn for the sake of its end.
    if (isEnd && (beginning < 0 || beginning >= (events[0] as number))) continue;
    const arrow = arrowOf(scene, beginning);
    if (arrow !== undefined) batch.arrows.push(arrow);
  }
  return batches;
}

interface Batch {
  readonly arrows: Arrow[];
  readonly marks: number[];
}

function drawArrows(
  context: Context,
  arrows: readonly Arrow[],
  colour: string,
  style: number,
  isPlain: boolean,
  theme: LadderTheme,
): void {
  if (arrows.length === 0) return;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = style === STYLE.takeover ? 2 : isPlain ? 1 : 1.3;
  context.beginPath();
  for (const { fromX, fromY, toX, toY } of arrows) {
    const way = Math.sign(toX - fromX);
    context.moveTo(fromX + way * 3, fromY);
    context.lineTo(toX - way * 3, toY);
  }
  context.stroke();
  const lost = arrows.filter(({ isLost }) => isLost);
  if (!isPlain) {
    context.beginPath();
    for (const { fromX, fromY, toX, toY, isLost, isOpen } of arrows) {
      if (isLost || isOpen) continue;
      const way = Math.sign(toX - fromX);
      tip(context, fromX, fromY, toX - way * 3, toY);
    }
    context.fill();
  }
  if (lost.length === 0) return;
  context.globalAlpha = 1;
  const size = isPlain ? 2.5 : 5;
  if (!isPlain) {
    context.strokeStyle = theme.paper;
    context.lineWidth = 6;
    context.beginPath();
    for (const { toX, toY } of lost) cross(context, toX, toY, size);
    context.stroke();
  }
  context.strokeStyle = theme.bad;
  context.lineWidth = isPlain ? 1.2 : 2;
  context.beginPath();
  for (const { toX, toY } of lost) cross(context, toX, toY, size);
  context.stroke();
}

function drawMarks(
  context: Context,
  scene: Scene,
  marks: readonly number[],
  colour: string,
  isPlain: boolean,
): void {
  const { columns, theme } = scene;
  for (const event of marks) {
    const x = markX(scene, event);
    const y = yAt(scene, event);
    context.fillStyle = colour;
    context.strokeStyle = colour;
    if (isPlain) context.fillRect(x - 2, y - 1, 4, 2);
    else glyph(context, shapeOf(columns.kind[event] as number), x, y, theme.paper);
  }
}

/** The event under the pointer, once more and stronger. */
export function drawHovered(context: Context, scene: Scene): void {
  const { hovered, columns, theme } = scene;
  if (hovered < 0) return;
  const other = columns.other[hovered] as number;
  const isEnd = ((columns.flags[hovered] as number) & FLAG.arrival) !== 0;
  const event = isEnd && other >= 0 ? other : hovered;
  const arrow = arrowOf(scene, event);
  const style = columns.style[event] as number;
  context.strokeStyle = colourOf(style, theme);
  context.fillStyle = colourOf(style, theme);
  if (arrow === undefined) {
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(markX(scene, hovered), yAt(scene, hovered), 9, 0, 2 * Math.PI);
    context.stroke();
    return;
  }
  const way = Math.sign(arrow.toX - arrow.fromX);
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(arrow.fromX + way * 3, arrow.fromY);
  context.lineTo(arrow.toX - way * 8, arrow.toY);
  context.stroke();
}
