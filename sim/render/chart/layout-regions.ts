/** Regions side by side: in which columns they stand, so that the state that has them is neither long nor wide. */
import type { Box } from './layout.ts';
import type { Size } from './layout-sizes.ts';

interface Packing {
  readonly size: Size;
  /** Each region, up to the lines between it and the others. */
  readonly boxes: readonly Box[];
  /** Where the inside of each begins. */
  readonly origins: readonly Size[];
}

const PADDING = 18;
/** Width to height of what people have on a desk. */
const WANTED = 1.25;

/** @param head of the state that has the regions, @param heads of the regions, @param insides what they contain */
export function packRegions(head: Size, heads: readonly Size[], insides: readonly Size[]): Packing {
  const needs = insides.map(([width, height], i): Size => {
    const [headWidth, headHeight] = heads[i] as Size;
    return [Math.max(headWidth, width + 2 * PADDING), headHeight + height + PADDING];
  });
  const packings = columnings(needs.length).map((columns) => packed(columns, needs, head));
  const best = packings.reduce((a, b) => (badness(a) <= badness(b) ? a : b));
  const origins = best.boxes.map(([x, y, width], i): Size => {
    const [insideWidth] = insides[i] as Size;
    return [x + Math.round((width - insideWidth) / 2), y + (heads[i] as Size)[1]];
  });
  return { ...best, origins };
}

/** All ways to cut a list of regions into columns: their order stays. */
function columnings(count: number): readonly (readonly (readonly number[])[])[] {
  return Array.from({ length: 2 ** (count - 1) }, (_, cuts) => {
    const columns: number[][] = [[0]];
    for (let i = 1; i < count; i += 1) {
      if ((cuts >> (i - 1)) & 1) columns.push([i]);
      else columns.at(-1)?.push(i);
    }
    return columns;
  });
}

function packed(
  columns: readonly (readonly number[])[],
  needs: readonly Size[],
  head: Size,
): Omit<Packing, 'origins'> {
  const need = (i: number) => needs[i] as Size;
  const widths = columns.map((column) => Math.max(...column.map((i) => need(i)[0])));
  const heights = columns.map((column) => column.reduce((sum, i) => sum + need(i)[1], 0));
  const height = Math.max(...heights);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const spare = Math.max(0, head[0] - total) / columns.length;
  const boxes: Box[] = [];
  let x = 0;
  for (const [c, column] of columns.entries()) {
    let y = head[1];
    const width = (widths[c] as number) + spare;
    // What the column has less than the highest is shared out among its regions.
    const extra = Math.floor((height - (heights[c] as number)) / column.length);
    for (const i of column) {
      const isLast = i === column.at(-1);
      const bottom = isLast ? head[1] + height : y + need(i)[1] + extra;
      boxes[i] = [Math.round(x), y, Math.round(width), bottom - y];
      y = bottom;
    }
    x += width;
  }
  return { size: [Math.round(x), head[1] + height], boxes };
}

/** Area, worse the further it is from the shape that is wanted. */
function badness({ size: [width, height] }: Omit<Packing, 'origins'>): number {
  const shape = width / height / WANTED;
  return width * height * Math.max(shape, 1 / shape);
}
