/**
 * The ladder on a canvas: lanes side by side, time downwards. Few events are drawn one by one with words, more without,
 * and very many as how much happens where. It knows nothing of the page around it.
 */
import type { LadderColumns } from './columns.ts';
import { DensityPainter } from './draw-density.ts';
import { drawEvents, drawHovered } from './draw-events.ts';
import { drawAxis, drawLanes, drawSessions, drawSpans, visibleIn } from './draw-ground.ts';
import { drawHeads, headHeight } from './draw-heads.ts';
import { drawWords } from './draw-words.ts';
import { type Gestures, listenTo } from './gestures.ts';
import { eventAt } from './hit.ts';
import { type LaneChoice, type Lanes, lanesOf } from './lanes.ts';
import { eventsOf, type RowChoice, type Rows, rowsOf } from './rows.ts';
import type { Scene, View } from './scene.ts';
import { Surface } from './surface.ts';
import type { LadderTheme } from './theme.ts';

export interface LadderHooks {
  /** A record has been chosen. */
  readonly onSeek: (n: number) => void;
  /** The event under the pointer, and where it is; undefined for none. */
  readonly onHover: (hovered: Hovered | undefined) => void;
  /** From which row to which is seen; when the reader moves, and when the size of things has changed. */
  readonly onView: (window: Window) => void;
  /** Words of these events are about to be needed: from the first to before the last. */
  readonly onWordsWanted: (from: number, to: number) => void;
}

export interface Hovered {
  readonly event: number;
  readonly x: number;
  readonly y: number;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Beyond that, events are drawn as densities. */
const SINGLE_MAXIMUM = 4_000;
const WORDS_MAXIMUM = 400;
/** With words, and as close as it gets. */
const READABLE_ROW = 23;
const ROW_MAXIMUM = 96;
/** A ladder with no more rows begins at its cursor and readable; a longer one as a whole. */
const SHORT = 600;
const GUTTER = 92;
const RIGHT = 8;
/** How much of the height stays between the cursor and the edge. */
const CONTEXT = 0.18;

export class LadderCanvas {
  readonly #surface: Surface;
  readonly #hooks: LadderHooks;
  readonly #density = new DensityPainter();
  readonly #release: () => void;
  readonly #words = new Map<number, string>();
  #columns: LadderColumns | undefined;
  #theme: LadderTheme | undefined;
  #rows: Rows | undefined;
  #choice: RowChoice & LaneChoice = {};
  #view: View = { top: 0, rowHeight: READABLE_ROW };
  #scroll = 0;
  #cursor = 0;
  #hovered = -1;
  #hatch: { readonly theme: LadderTheme; readonly pattern: CanvasPattern | null } | undefined;
  /** Whether a view has been chosen for these columns. */
  #isPlaced = false;

  constructor(canvas: HTMLCanvasElement, hooks: LadderHooks) {
    this.#hooks = hooks;
    this.#surface = new Surface(canvas, () => this.#draw());
    this.#release = listenTo(canvas, this.#gestures());
  }

  /** @param isNew whether they are of another run, or of the same as far as it has been read by now */
  setColumns(columns: LadderColumns, isNew: boolean): void {
    this.#columns = columns;
    if (isNew) {
      this.#words.clear();
      this.#scroll = 0;
      this.#hovered = -1;
    }
    this.#isPlaced &&= !isNew;
    this.#laidOut();
  }

  setTheme(theme: LadderTheme): void {
    this.#theme = theme;
    this.#surface.ask();
  }

  /** Whose events are shown, and how. */
  setChoice(choice: RowChoice & LaneChoice): void {
    const { rows, columns } = { rows: this.#rows, columns: this.#columns };
    const middle = this.#surface.height / 2 / this.#view.rowHeight + this.#view.top;
    const held = rows && columns ? (rows.shown[indexNear(rows, middle)] ?? -1) : -1;
    const before = held < 0 ? 0 : ((rows as Rows).at[held] as number) - this.#view.top;
    this.#choice = choice;
    this.#laidOut();
    const at = held < 0 ? undefined : this.#rows?.at[held];
    if (at !== undefined) this.#look({ ...this.#view, top: at - before });
  }

  /** @param words by event, from that one on */
  addWords(from: number, words: readonly string[]): void {
    words.forEach((each, at) => {
      this.#words.set(from + at, each);
    });
    this.#surface.ask();
  }

  setCursor(n: number): void {
    this.#cursor = n;
    if (this.#isPlaced) this.#reveal();
    this.#surface.ask();
  }

  /** From that row to that one. */
  setView({ from, to }: Window): void {
    const { height } = this.#body;
    if (height > 0) this.#look({ top: from, rowHeight: height / Math.max(to - from, 1e-6) });
  }

  get window(): Window {
    const { top, rowHeight } = this.#view;
    return { from: top, to: top + this.#body.height / rowHeight };
  }

  get rows(): Rows | undefined {
    return this.#rows;
  }

  /** By a share of what is seen. */
  panBy(share: number): void {
    this.#look({ ...this.#view, top: this.#view.top + (share * this.#body.height) / this.#view.rowHeight });
  }

  zoomBy(factor: number): void {
    const at = this.#cursorY() ?? this.#body.top + this.#body.height / 2;
    this.#zoom(factor, at);
  }

  fitAll(): void {
    const { rows } = this;
    if (rows !== undefined) this.setView({ from: 0, to: rows.length });
  }

  /** Close enough to read, with the cursor in the middle. */
  fitCursor(): void {
    const row = this.#cursorRows()?.[0] ?? 0;
    const rowHeight = READABLE_ROW * 1.4;
    this.#look({ top: row - this.#body.height / 2 / rowHeight, rowHeight });
  }

  dispose(): void {
    this.#release();
    this.#surface.dispose();
  }

  get #body(): { readonly top: number; readonly height: number } {
    const top = headHeight(this.#lanes()?.areNamesUpright ?? false);
    return { top, height: Math.max(0, this.#surface.height - top) };
  }

  #laidOut(): void {
    if (this.#columns === undefined) return;
    this.#rows = rowsOf(this.#columns, this.#choice);
    this.#laneCache = undefined;
    this.#surface.ask();
    this.#hooks.onView(this.window);
  }

  #laneCache: { readonly width: number; readonly scroll: number; readonly lanes: Lanes } | undefined;

  #lanes(): Lanes | undefined {
    if (this.#columns === undefined || this.#rows === undefined) return undefined;
    const { width } = this.#surface;
    if (this.#laneCache?.width !== width || this.#laneCache.scroll !== this.#scroll) {
      const room = { left: GUTTER, right: width - RIGHT, scroll: this.#scroll };
      const lanes = lanesOf(this.#columns, this.#rows, room, this.#choice);
      this.#laneCache = { width, scroll: this.#scroll, lanes };
    }
    return this.#laneCache.lanes;
  }

  #look(view: View): void {
    const { rows } = this;
    const { height } = this.#body;
    if (rows === undefined || height === 0) return;
    const least = Math.min(height / rows.length, READABLE_ROW);
    const rowHeight = Math.min(Math.max(view.rowHeight, least), ROW_MAXIMUM);
    const last = Math.max(0, rows.length - height / rowHeight);
    this.#view = { rowHeight, top: Math.min(Math.max(view.top, 0), last) };
    this.#isPlaced = true;
    this.#surface.ask();
    this.#hooks.onView(this.window);
  }

  #zoom(factor: number, y: number): void {
    const { top, rowHeight } = this.#view;
    const at = top + (y - this.#body.top) / rowHeight;
    const least = this.#rows === undefined ? 0 : Math.min(this.#body.height / this.#rows.length, READABLE_ROW);
    const next = Math.min(Math.max(rowHeight * factor, least), ROW_MAXIMUM);
    this.#look({ rowHeight: next, top: at - (y - this.#body.top) / next });
  }

  /** From the first to the last row of the record at the cursor. */
  #cursorRows(): readonly [number, number] | undefined {
    const { rows } = this;
    if (rows === undefined || this.#columns === undefined || this.#cursor === 0) return undefined;
    const [from, to] = eventsOf(this.#columns, this.#cursor);
    const at = Math.min(from, this.#columns.count - 1);
    if (at < 0) return undefined;
    let first = rows.at[at] as number;
    let last = rows.at[Math.max(at, to - 1)] as number;
    // Where some of its events have rows of their own, these are its rows.
    const low = indexNear(rows, first);
    const own = [...rows.shown.subarray(Math.max(0, low - 1), low + (to - from) + 2)].filter(
      (event) => event >= from && event < to,
    );
    if (own.length > 0) {
      first = rows.at[own[0] as number] as number;
      last = rows.at[own.at(-1) as number] as number;
    }
    return [first, last];
  }

  #cursorY(): number | undefined {
    const rows = this.#cursorRows();
    if (rows === undefined) return undefined;
    const y = this.#body.top + (rows[0] - this.#view.top) * this.#view.rowHeight;
    return y < this.#body.top || y > this.#surface.height ? undefined : y;
  }

  /** The cursor is never out of sight, and what is around it neither. */
  #reveal(): void {
    const own = this.#cursorRows() ?? [0, 0];
    const { top, rowHeight } = this.#view;
    const seen = this.#body.height / rowHeight;
    const margin = seen * CONTEXT;
    if (own[0] < top + margin) this.#look({ ...this.#view, top: own[0] - margin });
    else if (own[1] > top + seen - margin) {
      this.#look({ ...this.#view, top: Math.min(own[0] - margin, own[1] - seen + margin) });
    }
  }

  /** Where nobody has looked yet. */
  #placed(): void {
    const { rows } = this;
    if (this.#isPlaced || rows === undefined || this.#body.height === 0) return;
    if (rows.length > SHORT) return this.fitAll();
    const rowHeight = Math.max(READABLE_ROW, Math.min(28, this.#body.height / rows.length));
    this.#look({ top: 0, rowHeight });
    this.#reveal();
  }

  #gestures(): Gestures {
    return {
      pan: (x, y) => {
        const lanes = this.#lanes();
        const { width } = this.#surface;
        const most = Math.max(0, (lanes?.width ?? 0) - (width - GUTTER - RIGHT));
        this.#scroll = Math.min(Math.max(this.#scroll + x, 0), most);
        this.#look({ ...this.#view, top: this.#view.top + y / this.#view.rowHeight });
      },
      zoom: (factor, _x, y) => this.#zoom(factor, y),
      click: (x, y) => {
        const event = this.#eventAt(x, y);
        const n = this.#columns?.n[event];
        if (n !== undefined) this.#hooks.onSeek(n);
      },
      doubleClick: (_x, y) => {
        if (y > this.#body.top) this.fitAll();
      },
      hover: (at) => this.#hover(at),
    };
  }

  #hover(at: { readonly x: number; readonly y: number } | undefined): void {
    const event = at === undefined ? -1 : this.#eventAt(at.x, at.y);
    if (event !== this.#hovered) this.#surface.ask();
    this.#hovered = event;
    this.#surface.canvas.style.cursor = event < 0 ? 'default' : 'pointer';
    this.#hooks.onHover(event < 0 || at === undefined ? undefined : { event, ...at });
  }

  #eventAt(x: number, y: number): number {
    const scene = this.#scene();
    return scene === undefined ? -1 : eventAt(scene, x, y);
  }

  #scene(): Scene | undefined {
    const lanes = this.#lanes();
    if (this.#columns === undefined || this.#rows === undefined) return undefined;
    if (lanes === undefined || this.#theme === undefined) return undefined;
    const { width, height } = this.#surface;
    return {
      columns: this.#columns,
      rows: this.#rows,
      lanes,
      theme: this.#theme,
      view: this.#view,
      width,
      height,
      head: headHeight(lanes.areNamesUpright),
      gutter: GUTTER,
      words: (event) => this.#words.get(event),
      cursor: this.#cursor,
      hovered: this.#hovered,
    };
  }

  #draw(): void {
    this.#placed();
    const scene = this.#scene();
    if (scene === undefined) return;
    const { context } = this.#surface;
    const { theme, width, height } = scene;
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, width, height);
    const visible = visibleIn(scene);
    const count = visible.to - visible.from;
    context.save();
    drawSessions(context, scene, this.#hatchOf(theme));
    this.#drawCursor(scene);
    drawAxis(context, scene, visible);
    drawLanes(context, scene);
    drawSpans(context, scene);
    if (count > SINGLE_MAXIMUM) this.#density.draw(context, scene, visible);
    else drawEvents(context, scene, visible);
    if (count <= WORDS_MAXIMUM) {
      this.#wantWords(scene, visible.from, visible.to);
      drawWords(context, scene, visible);
    }
    drawHovered(context, scene);
    this.#drawLater(scene);
    drawHeads(context, scene);
    context.restore();
  }

  #wantWords({ rows }: Scene, from: number, to: number): void {
    const first = rows.shown[from];
    const last = rows.shown[to - 1];
    if (first === undefined || last === undefined) return;
    for (let at = from; at < to; at++) {
      if (this.#words.has(rows.shown[at] as number)) continue;
      this.#hooks.onWordsWanted(first, last + 1);
      return;
    }
  }

  #drawCursor(scene: Scene): void {
    const rows = this.#cursorRows();
    if (rows === undefined) return;
    const { context } = this.#surface;
    const { theme, view, width, gutter } = scene;
    const pad = Math.min(12, Math.max(2, view.rowHeight * 0.48));
    const from = scene.head + (rows[0] - view.top) * view.rowHeight - pad;
    const to = scene.head + (rows[1] - view.top) * view.rowHeight + pad;
    context.fillStyle = theme.tint;
    context.fillRect(0, from, width, to - from);
    context.fillStyle = theme.accent;
    context.fillRect(0, from, 3, to - from);
    context.globalAlpha = 0.7;
    context.fillRect(gutter - 8, Math.floor(from), width, 1);
    context.fillRect(gutter - 8, Math.floor(to), width, 1);
    context.globalAlpha = 1;
  }

  /** What comes after the cursor has not happened yet. */
  #drawLater(scene: Scene): void {
    const { context } = this.#surface;
    const { theme, view, width, height, head } = scene;
    const rows = this.#cursorRows();
    const pad = Math.min(12, Math.max(2, view.rowHeight * 0.48));
    const from = rows === undefined ? head : head + (rows[1] - view.top) * view.rowHeight + pad + 1;
    if (from >= height) return;
    context.globalAlpha = 0.58;
    context.fillStyle = theme.paper;
    context.fillRect(0, Math.max(from, head), width, height - Math.max(from, head));
    context.globalAlpha = 1;
  }

  #hatchOf(theme: LadderTheme): CanvasPattern | null {
    if (this.#hatch?.theme !== theme) {
      this.#hatch = { theme, pattern: hatching(this.#surface.context, theme) };
    }
    return this.#hatch.pattern;
  }
}

function indexNear({ at, shown }: Rows, row: number): number {
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[shown[middle] as number] as number) < row) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, shown.length - 1);
}

function hatching(context: CanvasRenderingContext2D, theme: LadderTheme): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const own = tile.getContext('2d') as CanvasRenderingContext2D;
  own.strokeStyle = theme.edge;
  own.globalAlpha = 0.5;
  own.lineWidth = 1.2;
  own.beginPath();
  for (const at of [-8, 0, 8]) {
    own.moveTo(at - 2, 10);
    own.lineTo(at + 10, -2);
  }
  own.stroke();
  return context.createPattern(tile, 'repeat');
}
