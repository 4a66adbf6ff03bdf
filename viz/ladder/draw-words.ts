/** Words beside events: where there is room, the more important first, and never one over another. */
import { FLAG, isPacket, KIND, STYLE } from './columns.ts';
import { type Arrow, arrowOf, colourOf, markX } from './draw-events.ts';
import { font, type Scene, type Visible, yAt } from './scene.ts';

type Context = CanvasRenderingContext2D;

const SIZE = 12;
/** From a lane to what is written beside it. */
const BESIDE = 12;
const LINE = 13;
/** Lines may come so near to each other before one covers the other. */
const LINE_LEAST = 12;
/** What lies behind the words is covered, so that no arrow runs through them. */
const BOX = { side: 2, up: 10, height: 13, alpha: 0.86 };
/** With more in sight there is no room for any. */
export const WORDS_MAXIMUM = 400;
const WIDTH_MAXIMUM = 270;

interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align: CanvasTextAlign;
  readonly style: number;
  readonly width: number;
}

export function drawWords(context: Context, scene: Scene, { from, to }: Visible): void {
  const { rows, columns, theme } = scene;
  const events = [...rows.shown.subarray(from, to)].filter(hasWords(scene));
  const style = (event: number) => columns.style[event] as number;
  context.textBaseline = 'alphabetic';
  const taken = new Map<number, Placed[]>();
  // What a reader can infer gives way to what only the picture tells.
  const detail = (event: number) => (columns.flags[event] as number) & FLAG.detail;
  const order = (a: number, b: number) => style(b) - style(a) || detail(a) - detail(b) || a - b;
  for (const event of events.sort(order)) {
    const text = scene.words(event);
    if (text === undefined) continue;
    context.font = font(scene, SIZE, style(event) === STYLE.takeover ? 600 : 400);
    const placed = place(context, scene, event, text);
    if (placed === undefined || !isFree(taken, placed)) continue;
    const [left, right] = extent(placed);
    context.fillStyle = theme.paper;
    context.globalAlpha = BOX.alpha;
    context.fillRect(left - BOX.side, placed.y - BOX.up, right - left + 2 * BOX.side, BOX.height);
    context.globalAlpha = 1;
    context.textAlign = placed.align;
    context.fillStyle = colourOf(placed.style, theme);
    context.fillText(placed.text, placed.x, placed.y);
  }
}

/** The end of an arrow has been told at its beginning. */
function hasWords({ columns }: Scene): (event: number) => boolean {
  return (event) =>
    !isPacket(columns.kind[event] as number) ||
    ((columns.flags[event] as number) & FLAG.arrival) === 0;
}

function place(context: Context, scene: Scene, event: number, words: string): Placed | undefined {
  const { columns } = scene;
  const style = columns.style[event] as number;
  const arrow = arrowOf(scene, event);
  const y = Math.round(yAt(scene, event));
  if (arrow !== undefined) return alongArrow(context, scene, arrow, words, style, event);
  const x = markX(scene, event);
  const isRight = isTowardsRight(scene, event, x);
  const align = isRight ? 'left' : 'right';
  const text = clip(context, words, roomAt(scene, x, isRight));
  return {
    text,
    x: isRight ? x + BESIDE : x - BESIDE,
    y: y + 4,
    align,
    style,
    width: context.measureText(text).width,
  };

  function roomAt({ width, gutter }: Scene, at: number, isToRight: boolean): number {
    const room = isToRight ? width - at - BESIDE - 4 : at - gutter - BESIDE - 4;
    return Math.min(room, WIDTH_MAXIMUM);
  }
}

/** Towards the room between client and broker: that is where there is most of it. */
function isTowardsRight({ columns, lanes }: Scene, event: number, x: number): boolean {
  if (x !== lanes.broker) return x < lanes.broker;
  const client = lanes.ofClient[columns.client[event] as number] ?? Number.NaN;
  if (Number.isNaN(client)) return (lanes.all.at(-1)?.x ?? 0) > lanes.broker;
  return client > lanes.broker;
}

/** In the middle of the first gap where the arrow is level; where it slants there is room only above its beginning. */
function alongArrow(
  context: Context,
  scene: Scene,
  arrow: Arrow,
  words: string,
  style: number,
  event: number,
): Placed {
  const { fromX, fromY, toX, toY } = arrow;
  const isRightwards = toX > fromX;
  const y = Math.round(fromY) - 6;
  const edge = isRightwards ? scene.width - fromX : fromX - scene.gutter;
  const room = Math.min(edge - 2 * BESIDE, WIDTH_MAXIMUM);
  const text = clip(context, words, room);
  const width = context.measureText(text).width;
  const isLevel = toY === fromY;
  if (isLevel && scene.columns.kind[event] === KIND.handOver) {
    return { text, x: (fromX + toX) / 2, y, align: 'center', style, width };
  }
  if (isLevel) {
    const middle = (Math.sign(toX - fromX) * Math.min(scene.lanes.gap, Math.abs(toX - fromX))) / 2;
    return { text, x: fromX + middle, y, align: 'center', style, width };
  }
  const x = isRightwards ? fromX + BESIDE : fromX - BESIDE;
  return { text, x, y, align: isRightwards ? 'left' : 'right', style, width };
}

function isFree(taken: Map<number, Placed[]>, placed: Placed): boolean {
  const [from, to] = extent(placed);
  const line = Math.floor(placed.y / LINE);
  for (const near of [line - 1, line, line + 1]) {
    for (const other of taken.get(near) ?? []) {
      if (Math.abs(other.y - placed.y) >= LINE_LEAST) continue;
      const [otherFrom, otherTo] = extent(other);
      if (from < otherTo + 4 && otherFrom < to + 4) return false;
    }
  }
  const own = taken.get(line);
  if (own === undefined) taken.set(line, [placed]);
  else own.push(placed);
  return true;
}

function extent({ x, width, align }: Placed): readonly [number, number] {
  if (align === 'left') return [x, x + width];
  return align === 'right' ? [x - width, x] : [x - width / 2, x + width / 2];
}

/** @param room in pixels */
function clip(context: Context, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, Math.max(low, 1)).trimEnd()}…`;
}
