/**
 * The ladder on a canvas: lanes side by side, time downwards. It knows nothing of the page around it: it is given
 * columns, a theme and a cursor, and says what its reader does.
 */
import type { LadderColumns } from './columns.ts';
import { rowsOfRecord } from './cursor.ts';
import { headHeight } from './draw-heads.ts';
import { WORDS_MAXIMUM } from './draw-words.ts';
import { type Gestures, listenTo } from './gestures.ts';
import { eventAt } from './hit.ts';
import { type LaneChoice, type Lanes, lanesOf } from './lanes.ts';
import { Painter } from './painter.ts';
import { firstAt, type RowChoice, type Rows, rowsOf } from './rows.ts';
import type { Scene, Visible } from './scene.ts';
import { Surface } from './surface.ts';
import type { LadderTheme } from './theme.ts';
import {
  clamped,
  firstView,
  fitted,
  isWhole,
  READABLE_MAXIMUM,
  READABLE_ROW,
  revealing,
  type View,
  type Window,
  zoomed,
} from './view.ts';

export interface LadderHooks {
  /** A record has been chosen. */
  readonly onSeek: (n: number) => void;
  /** The event under the pointer, and where it is; undefined for none. */
  readonly onHover: (hovered: Hovered | undefined) => void;
  /** What is seen of what there is: whenever either has changed. */
  readonly onView: (rows: Rows, window: Window) => void;
  /** Words of these events are needed: from the first to before the last. */
  readonly onWordsWanted: (from: number, to: number) => void;
}

export interface Hovered {
  readonly event: number;
  readonly x: number;
  readonly y: number;
}

export type LadderChoice = RowChoice & LaneChoice;

const GUTTER = 92;
const RIGHT = 8;
/** Of what a key moves by, in rows that are read at a time. */
const CLOSE_ROW = READABLE_ROW * 1.4;

export class LadderCanvas {
  readonly #surface: Surface;
  readonly #hooks: LadderHooks;
  readonly #painter = new Painter();
  readonly #release: () => void;
  readonly #words = new Map<number, string>();
  #columns: LadderColumns | undefined;
  #theme: LadderTheme | undefined;
  #rows: Rows | undefined;
  #choice: LadderChoice = {};
  #lanes: { readonly room: string; readonly lanes: Lanes } | undefined;
  /** Undefined until somebody has looked at these columns. */
  #view: View | undefined;
  #wanted: Window | undefined;
  #seenHeight = 0;
  #scroll = 0;
  #cursor = 0;
  #hovered = -1;

  constructor(canvas: HTMLCanvasElement, hooks: LadderHooks) {
    this.#hooks = hooks;
    this.#surface = new Surface(canvas, () => this.#draw());
    this.#release = listenTo(canvas, this.#gestures());
  }

  /**
   * @param isNew whether they are of another run, so that the reader begins anew
   * @param window where to begin then; without it, as suits them
   */
  setColumns(columns: LadderColumns, isNew: boolean, window?: Window): void {
    this.#columns = columns;
    this.#hovered = -1;
    if (isNew) {
      this.#wanted = window;
      this.#words.clear();
      this.#scroll = 0;
      this.#view = undefined;
    }
    this.#layOut();
  }

  setTheme(theme: LadderTheme): void {
    this.#theme = theme;
    this.#surface.ask();
  }

  /** Whose events are shown, and how. What stands in the middle stays there, and the whole remains the whole. */
  setChoice(choice: LadderChoice): void {
    const middle = this.#height / 2;
    const wasWhole = this.#rows && this.#view && isWhole(this.#view, this.#rows, this.#height);
    const held = this.#rows && this.#view && eventNear(this.#rows, this.#view, middle);
    this.#choice = choice;
    this.#layOut();
    if (wasWhole) {
      this.fitAll();
      return;
    }
    const row = held === undefined ? undefined : this.#rows?.at[held];
    if (row === undefined || this.#view === undefined) return;
    this.#look({ ...this.#view, top: row - middle / this.#view.rowHeight });
  }

  /** @param words by event, from that one on */
  addWords(from: number, words: readonly string[]): void {
    words.forEach((each, at) => {
      this.#words.set(from + at, each);
    });
    this.#surface.ask();
  }

  /** The cursor is never out of sight, and what is around it neither. */
  setCursor(n: number): void {
    this.#cursor = n;
    const rows = this.#rows;
    if (rows !== undefined && this.#view !== undefined && this.#height > 0) {
      this.#look(revealing(this.#view, this.#cursorRows(), rows, this.#height));
    }
    this.#surface.ask();
  }

  setView(window: Window): void {
    if (this.#rows !== undefined) this.#look(fitted(window, this.#rows, this.#height));
  }

  /** By a share of what is seen. */
  panBy(share: number): void {
    const view = this.#view;
    if (view !== undefined) {
      this.#look({ ...view, top: view.top + (share * this.#height) / view.rowHeight });
    }
  }

  /** Around the cursor where it is in sight, else around the middle. */
  zoomBy(factor: number): void {
    const { top, rowHeight } = this.#view ?? { top: 0, rowHeight: 1 };
    const y = (this.#cursorRows()[0] - top) * rowHeight;
    this.#zoom(factor, y >= 0 && y <= this.#height ? y : this.#height / 2);
  }

  fitAll(): void {
    // A few rows stay as close as one reads them: of a run that grows they are soon many.
    if (this.#rows !== undefined) {
      this.setView({ from: 0, to: Math.max(this.#rows.length, this.#height / READABLE_MAXIMUM) });
    }
  }

  /** Close enough to read, with the cursor in the middle. */
  fitCursor(): void {
    const top = this.#cursorRows()[0] - this.#height / 2 / CLOSE_ROW;
    this.#look({ top, rowHeight: CLOSE_ROW });
  }

  dispose(): void {
    this.#release();
    this.#surface.dispose();
  }

  get #head(): number {
    return headHeight(this.#laidOut()?.areNamesUpright ?? false);
  }

  /** Of the picture, without the names above it. */
  get #height(): number {
    return Math.max(0, this.#surface.height - this.#head);
  }

  #layOut(): void {
    if (this.#columns === undefined) return;
    this.#rows = rowsOf(this.#columns, this.#choice);
    this.#lanes = undefined;
    if (this.#view !== undefined) this.#look(this.#view);
    this.#surface.ask();
  }

  #laidOut(): Lanes | undefined {
    const { width } = this.#surface;
    if (this.#columns === undefined || this.#rows === undefined) return undefined;
    const room = `${width} ${this.#scroll}`;
    if (this.#lanes?.room !== room) {
      const space = { left: GUTTER, right: width - RIGHT, scroll: this.#scroll };
      this.#lanes = { room, lanes: lanesOf(this.#columns, this.#rows, space, this.#choice) };
    }
    return this.#lanes.lanes;
  }

  #look(view: View): void {
    const height = this.#height;
    if (this.#rows === undefined || height === 0) return;
    this.#view = clamped(view, this.#rows, height);
    const { top, rowHeight } = this.#view;
    this.#surface.ask();
    this.#hooks.onView(this.#rows, { from: top, to: top + height / rowHeight });
  }

  #zoom(factor: number, y: number): void {
    if (this.#rows === undefined || this.#view === undefined) return;
    this.#look(zoomed(this.#view, factor, y, this.#rows, this.#height));
  }

  #cursorRows(): readonly [number, number] {
    if (this.#rows === undefined || this.#columns === undefined) return [0, 0];
    return rowsOfRecord(this.#columns, this.#rows, this.#cursor) ?? [0, 0];
  }

  #gestures(): Gestures {
    return {
      pan: (x, y) => {
        const room = this.#surface.width - GUTTER - RIGHT;
        const most = Math.max(0, (this.#laidOut()?.width ?? 0) - room);
        this.#scroll = Math.min(Math.max(this.#scroll + x, 0), most);
        const view = this.#view;
        if (view !== undefined) this.#look({ ...view, top: view.top + y / view.rowHeight });
      },
      zoom: (factor, _x, y) => this.#zoom(factor, y - this.#head),
      click: (x, y) => {
        const n = this.#columns?.n[this.#eventAt(x, y)];
        if (n !== undefined) this.#hooks.onSeek(n);
      },
      doubleClick: () => this.fitAll(),
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
    const lanes = this.#laidOut();
    if (this.#columns === undefined || this.#rows === undefined) return undefined;
    if (lanes === undefined || this.#theme === undefined || this.#view === undefined) return;
    const { width, height } = this.#surface;
    return {
      columns: this.#columns,
      rows: this.#rows,
      lanes,
      theme: this.#theme,
      view: this.#view,
      width,
      height,
      head: this.#head,
      gutter: GUTTER,
      words: (event) => this.#words.get(event),
      cursor: this.#cursor,
      hovered: this.#hovered,
    };
  }

  #draw(): void {
    const height = this.#height;
    if (this.#rows !== undefined && height > 0 && height !== this.#seenHeight) {
      const before = this.#seenHeight;
      this.#seenHeight = height;
      if (this.#view !== undefined) {
        if (isWhole(this.#view, this.#rows, before)) this.fitAll();
        else this.#look(this.#view);
      }
    }
    if (this.#view === undefined && this.#rows !== undefined && height > 0) {
      const wanted = this.#wanted && fitted(this.#wanted, this.#rows, height);
      this.#look(wanted ?? firstView(this.#rows, this.#cursorRows(), height));
    }
    const scene = this.#scene();
    if (scene === undefined) return;
    this.#wantWords(scene.rows, this.#painter.draw(this.#surface.context, scene));
  }

  #wantWords({ shown }: Rows, { from, to }: Visible): void {
    if (to - from > WORDS_MAXIMUM) return;
    const isMissing = shown.subarray(from, to).some((event) => !this.#words.has(event));
    const [first, last] = [shown[from], shown[to - 1]];
    if (!isMissing || first === undefined || last === undefined) return;
    this.#hooks.onWordsWanted(first, last + 1);
  }
}

function eventNear(rows: Rows, { top, rowHeight }: View, y: number): number | undefined {
  return rows.shown[Math.min(firstAt(rows, top + y / rowHeight), rows.shown.length - 1)];
}
