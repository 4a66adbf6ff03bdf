/** The whole ladder as a strip: how much happens where, what matters, and what of it the ladder shows. */
import type { LadderColumns } from './columns.ts';
import { STYLE } from './columns.ts';
import { rowsOfRecord } from './cursor.ts';
import { colourOf } from './draw-events.ts';
import type { Rows } from './rows.ts';
import { type Strip, shareOf, stripOf } from './strip.ts';
import { Surface } from './surface.ts';
import type { LadderTheme } from './theme.ts';
import type { Window } from './view.ts';

export interface OverviewHooks {
  /** The reader wants to see from that row to that one. */
  readonly onWindow: (window: Window) => void;
  /** The reader has clicked at a row. */
  readonly onPlace: (row: number) => void;
}

/** How near to an edge of the window the pointer has to come. */
const EDGE = 6;
/** A window that shows little of much is still seen, and can be grasped. */
const WINDOW_MINIMUM = 10;
const DRAG_FROM = 3;
const MARKS = 7;
const PAD = 3;
const BAR_MAXIMUM = 8;

type Grip = 'from' | 'to' | 'both' | 'new';

interface Drag {
  readonly grip: Grip;
  readonly x: number;
  readonly window: Window;
  hasMoved: boolean;
}

export class Overview {
  readonly #surface: Surface;
  readonly #hooks: OverviewHooks;
  readonly #abort = new AbortController();
  #columns: LadderColumns | undefined;
  #rows: Rows | undefined;
  #strip: { readonly width: number; readonly strip: Strip } | undefined;
  #theme: LadderTheme | undefined;
  #window: Window = { from: 0, to: 0 };
  #cursor = 0;
  #drag: Drag | undefined;

  constructor(canvas: HTMLCanvasElement, hooks: OverviewHooks) {
    this.#hooks = hooks;
    this.#surface = new Surface(canvas, () => this.#draw());
    const { signal } = this.#abort;
    canvas.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      canvas.addEventListener(type, (event) => this.#up(event), { signal });
    }
  }

  setColumns(columns: LadderColumns, rows: Rows): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#strip = undefined;
    this.#surface.ask();
  }

  setTheme(theme: LadderTheme): void {
    this.#theme = theme;
    this.#surface.ask();
  }

  setWindow(window: Window): void {
    this.#window = window;
    this.#surface.ask();
  }

  setCursor(n: number): void {
    this.#cursor = n;
    this.#surface.ask();
  }

  dispose(): void {
    this.#abort.abort();
    this.#surface.dispose();
  }

  #x(row: number): number {
    return (row / (this.#rows?.length ?? 1)) * this.#surface.width;
  }

  #rowAt(x: number): number {
    return (x / Math.max(1, this.#surface.width)) * (this.#rows?.length ?? 0);
  }

  /** From where to where the window is drawn. */
  #edges(): readonly [number, number] {
    const from = this.#x(this.#window.from);
    const to = this.#x(this.#window.to);
    const spare = Math.max(0, WINDOW_MINIMUM - (to - from)) / 2;
    return [from - spare, to + spare];
  }

  #gripAt(x: number): Grip {
    const [from, to] = this.#edges();
    if (Math.abs(x - from) <= EDGE) return 'from';
    if (Math.abs(x - to) <= EDGE) return 'to';
    return x > from && x < to ? 'both' : 'new';
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const x = event.offsetX;
    this.#surface.canvas.setPointerCapture(event.pointerId);
    this.#drag = { grip: this.#gripAt(x), x, window: this.#window, hasMoved: false };
  }

  #move(event: PointerEvent): void {
    const x = event.offsetX;
    const drag = this.#drag;
    if (drag === undefined) {
      const cursors = { from: 'ew-resize', to: 'ew-resize', both: 'grab', new: 'crosshair' };
      this.#surface.canvas.style.cursor = cursors[this.#gripAt(x)];
      return;
    }
    if (!drag.hasMoved && Math.abs(x - drag.x) < DRAG_FROM) return;
    drag.hasMoved = true;
    const by = this.#rowAt(x) - this.#rowAt(drag.x);
    const { from, to } = drag.window;
    if (drag.grip === 'both') this.#want(from + by, to + by);
    else if (drag.grip === 'from') this.#want(from + by, to);
    else if (drag.grip === 'to') this.#want(from, to + by);
    else this.#want(this.#rowAt(drag.x), this.#rowAt(x));
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag === undefined || drag.hasMoved || event.type !== 'pointerup') return;
    this.#hooks.onPlace(this.#rowAt(drag.x));
  }

  #want(from: number, to: number): void {
    this.#hooks.onWindow({ from: Math.min(from, to), to: Math.max(from, to) });
  }

  #stripNow(): Strip | undefined {
    const { width } = this.#surface;
    if (this.#columns === undefined || this.#rows === undefined) return undefined;
    if (this.#strip?.width !== width) {
      // A short run has a bar for each row, a long one for each pixel.
      const bars = Math.max(1, Math.min(Math.floor(width), Math.ceil(this.#rows.length)));
      this.#strip = { width, strip: stripOf(this.#columns, this.#rows, bars) };
    }
    return this.#strip.strip;
  }

  #draw(): void {
    const strip = this.#stripNow();
    const theme = this.#theme;
    if (strip === undefined || theme === undefined) return;
    const { context, width, height } = this.#surface;
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, width, height);
    this.#drawWindow(theme);
    const ground = height - MARKS - 1;
    const step = width / strip.counts.length;
    const wide = Math.max(1, Math.min(step - 1, BAR_MAXIMUM));
    context.fillStyle = theme.quiet;
    context.beginPath();
    for (let at = 0; at < strip.counts.length; at++) {
      const bar = shareOf(strip, at) * (ground - PAD);
      if (bar > 0) context.rect(Math.round(at * step), ground - bar, wide, bar);
    }
    context.fill();
    context.fillStyle = theme.faint;
    context.fillRect(0, ground, width, 1);
    for (let at = 0; at < strip.styles.length; at++) {
      const style = strip.styles[at] as number;
      if (style === STYLE.plain) continue;
      context.fillStyle = colourOf(style, theme);
      // What matters most is drawn higher: colour alone would not tell it to everybody.
      const tall = style === STYLE.takeover ? MARKS : style === STYLE.will ? MARKS / 2 : MARKS - 2;
      context.fillRect(Math.round(at * step), ground + 1, Math.max(2, wide), tall);
    }
    this.#drawCursor(theme);
  }

  #drawWindow(theme: LadderTheme): void {
    const { context, width, height } = this.#surface;
    const [from, to] = this.#edges();
    if (from <= 0 && to >= width) return;
    context.fillStyle = theme.tint;
    context.fillRect(from, 0, to - from, height);
    context.strokeStyle = theme.accent;
    context.lineWidth = 1;
    context.strokeRect(Math.round(from) + 0.5, 0.5, Math.round(to - from) - 1, height - 1);
    context.fillStyle = theme.accent;
    for (const x of [from, to]) context.fillRect(Math.round(x) - 1.5, height / 2 - 7, 3, 14);
  }

  #drawCursor(theme: LadderTheme): void {
    if (this.#columns === undefined || this.#rows === undefined) return;
    const own = rowsOfRecord(this.#columns, this.#rows, this.#cursor);
    if (own === undefined) return;
    const { context, height } = this.#surface;
    const x = Math.round(this.#x(own[0]));
    context.fillStyle = theme.accent;
    context.fillRect(x - 1, 0, 2, height);
  }
}
