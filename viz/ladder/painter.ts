/** Draws a scene: few events one by one with words, more without, and very many as how much happens where. */
import { drawCursor, drawLater } from './cursor.ts';
import { drawAxis } from './draw-axis.ts';
import { DensityPainter } from './draw-density.ts';
import { drawEvents, drawHovered } from './draw-events.ts';
import { drawSessions, drawSpans, visibleIn } from './draw-ground.ts';
import { drawHeads } from './draw-heads.ts';
import { drawLanes } from './draw-lanes.ts';
import { drawWords, WORDS_MAXIMUM } from './draw-words.ts';
import type { Scene, Visible } from './scene.ts';
import type { LadderTheme } from './theme.ts';

type Context = CanvasRenderingContext2D;

/** Beyond that, events are drawn as densities. */
const SINGLE_MAXIMUM = 4_000;
const HATCH = 8;

export class Painter {
  readonly #density = new DensityPainter();
  #hatch: { readonly theme: LadderTheme; readonly pattern: CanvasPattern | null } | undefined;

  /** @returns what is in sight */
  draw(context: Context, scene: Scene): Visible {
    const { theme, width, height } = scene;
    const visible = visibleIn(scene);
    const count = visible.to - visible.from;
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, width, height);
    drawSessions(context, scene, this.#hatchOf(context, theme));
    drawCursor(context, scene);
    drawAxis(context, scene, visible);
    drawLanes(context, scene);
    drawSpans(context, scene);
    if (count > SINGLE_MAXIMUM) this.#density.draw(context, scene, visible);
    else drawEvents(context, scene, visible);
    if (count <= WORDS_MAXIMUM) drawWords(context, scene, visible);
    drawHovered(context, scene);
    drawLater(context, scene);
    drawHeads(context, scene);
    return visible;
  }

  #hatchOf(context: Context, theme: LadderTheme): CanvasPattern | null {
    if (this.#hatch?.theme !== theme) this.#hatch = { theme, pattern: hatching(context, theme) };
    return this.#hatch.pattern;
  }
}

function hatching(context: Context, theme: LadderTheme): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = HATCH;
  tile.height = HATCH;
  const own = tile.getContext('2d') as Context;
  own.strokeStyle = theme.edge;
  own.globalAlpha = 0.5;
  own.lineWidth = 1.2;
  own.beginPath();
  for (const at of [-HATCH, 0, HATCH]) {
    own.moveTo(at - 2, HATCH + 2);
    own.lineTo(at + HATCH + 2, -2);
  }
  own.stroke();
  return context.createPattern(tile, 'repeat');
}
