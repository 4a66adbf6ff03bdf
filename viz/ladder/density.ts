/** How much happens where, for pictures in which single events are less than a pixel: counts by lane and row of pixels. */
import { FLAG, type LadderColumns, STYLE } from './columns.ts';
import type { Rows } from './rows.ts';

export interface Density {
  /** Lanes side by side: of client 0, of client 1, …, and last that of the broker. */
  readonly lanes: number;
  readonly height: number;
  /** Events, by row of pixels and lane. */
  readonly counts: Uint16Array;
  /** The style that matters most among them. */
  readonly styles: Uint8Array;
}

/**
 * @param top the row at the upper edge
 * @param height in pixels
 * @param rowHeight in pixels
 */
export function densityOf(
  columns: LadderColumns,
  { at, shown }: Rows,
  { from, to }: { readonly from: number; readonly to: number },
  {
    top,
    rowHeight,
    height,
  }: { readonly top: number; readonly rowHeight: number; readonly height: number },
): Density {
  const lanes = columns.clients.length + 1;
  const counts = new Uint16Array(lanes * height);
  const styles = new Uint8Array(lanes * height);
  const { client, style, flags } = columns;
  const broker = lanes - 1;
  for (let i = from; i < to; i++) {
    const event = shown[i] as number;
    const y = Math.floor(((at[event] as number) - top) * rowHeight);
    if (y < 0 || y >= height) continue;
    const own = client[event] as number;
    const lane = own < 0 ? broker : own;
    const cell = y * lanes + lane;
    counts[cell] = (counts[cell] as number) + 1;
    const matters = (flags[event] as number) & FLAG.lost ? STYLE.fault : (style[event] as number);
    if (matters > (styles[cell] as number)) styles[cell] = matters;
    if (own >= 0) {
      const centre = y * lanes + broker;
      counts[centre] = (counts[centre] as number) + 1;
    }
  }
  return { lanes, height, counts, styles };
}
