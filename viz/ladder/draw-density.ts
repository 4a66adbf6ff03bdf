/** Many events at once: one bar for each lane, the darker the more happens there. What matters stands out. */
import { STYLE } from './columns.ts';
import { type Density, densityOf } from './density.ts';
import { colourOf } from './draw-events.ts';
import type { Scene, Visible } from './scene.ts';
import { type LadderTheme, pixelOf } from './theme.ts';

type Context = CanvasRenderingContext2D;

/** Bars are that part of the way from lane to lane. */
const SHARE = 0.62;
const BAR_MAXIMUM = 22;
/** Steps from the paper to the ink. */
const RAMP = 32;
/** The eye sees the first step from the paper better than the last. */
const GAMMA = 0.8;
/** Cells that hold more than nearly all others are as dark as can be. */
const FULL_AT = 0.995;
/** Of the few that matter, no less is seen than so many pixels. */
const MARK_HEIGHT = 2;

interface Colours {
  readonly ramp: Uint32Array;
  readonly styles: Uint32Array;
}

/** What is made once and used for each picture. */
export class DensityPainter {
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true }) as Context;
  #image: ImageData | undefined;
  #colours: (Colours & { readonly theme: LadderTheme }) | undefined;

  draw(context: Context, scene: Scene, visible: Visible): void {
    const { columns, rows, lanes, view, head } = scene;
    const height = Math.ceil(scene.height - head);
    const density = densityOf(columns, rows, visible, { ...view, height });
    const image = this.#imageOf(density.lanes, height);
    paint(new Uint32Array(image.data.buffer), density, this.#coloursOf(scene));
    this.#context.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    const bar = Math.max(2, Math.min(BAR_MAXIMUM, Math.round(lanes.gap * SHARE)));
    for (const { x, client } of lanes.all) {
      const lane = client < 0 ? density.lanes - 1 : client;
      // Connections that stand side by side share the bar of their client, which is drawn on the first.
      if (client >= 0 && lanes.ofClient[client] !== x) continue;
      context.drawImage(this.#canvas, lane, 0, 1, height, x - bar / 2, head, bar, height);
    }
  }

  #imageOf(width: number, height: number): ImageData {
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = this.#context.createImageData(width, height);
    }
    return this.#image;
  }

  #coloursOf({ theme }: Scene): Colours {
    if (this.#colours?.theme === theme) return this.#colours;
    const from = pixelOf(this.#context, theme.faint);
    const to = pixelOf(this.#context, theme.ink);
    const ramp = Uint32Array.from({ length: RAMP }, (_, at) => mixed(from, to, at / (RAMP - 1)));
    const styles = Uint32Array.from({ length: 6 }, (_, style) =>
      pixelOf(this.#context, colourOf(style, theme)),
    );
    this.#colours = { theme, ramp, styles };
    return this.#colours;
  }
}

function paint(pixels: Uint32Array, density: Density, { ramp, styles }: Colours): void {
  const { lanes, height, counts } = density;
  const full = fullOf(counts, lanes);
  pixels.fill(0);
  for (let lane = 0; lane < lanes; lane++) {
    const most = lane === lanes - 1 ? full.broker : full.client;
    for (let y = 0, cell = lane; y < height; y++, cell += lanes) {
      const count = counts[cell] as number;
      if (count === 0) continue;
      const style = density.styles[cell] as number;
      if (style === STYLE.plain || style === STYLE.will) {
        const share = Math.min(1, count / most) ** GAMMA;
        pixels[cell] ||= ramp[Math.round(share * (RAMP - 1))] as number;
        continue;
      }
      for (let row = 0; row < MARK_HEIGHT && y + row < height; row++) {
        pixels[cell + row * lanes] = styles[style] as number;
      }
    }
  }
}

/** From how many events on a cell is full: of clients, and of the broker, which has part in all. */
function fullOf(counts: Uint16Array, lanes: number): { client: number; broker: number } {
  const clients = new Uint32Array(256);
  const broker = new Uint32Array(256);
  for (let cell = 0; cell < counts.length; cell++) {
    const count = Math.min(255, counts[cell] as number);
    if (count === 0) continue;
    const histogram = cell % lanes === lanes - 1 ? broker : clients;
    histogram[count] = (histogram[count] as number) + 1;
  }
  return { client: quantile(clients), broker: quantile(broker) };
}

function quantile(histogram: Uint32Array): number {
  const all = histogram.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (let count = 0; count < histogram.length; count++) {
    sum += histogram[count] as number;
    if (sum >= all * FULL_AT && sum > 0) return Math.max(count, 2);
  }
  return 2;
}

/** Between two pixels, channel by channel. */
function mixed(from: number, to: number, share: number): number {
  let pixel = 0;
  for (const shift of [0, 8, 16]) {
    const channel = ((from >>> shift) & 255) * (1 - share) + ((to >>> shift) & 255) * share;
    pixel |= Math.round(channel) << shift;
  }
  return (pixel | (255 << 24)) >>> 0;
}
