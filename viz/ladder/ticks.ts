/** Where times are written beside the axis: as near to even as the axis allows, at moments that are round. */

export interface Tick {
  readonly ms: number;
  readonly y: number;
}

export interface AxisView {
  readonly top: number;
  readonly bottom: number;
  /** Monotone. */
  readonly timeAt: (y: number) => number;
  readonly yOf: (ms: number) => number;
}

/** From one label to the next, about. */
const STEP = 72;
/** A tick is moved to a rounder moment within that. */
const REACH = STEP / 3;

export function roundTicks({ top, bottom, timeAt, yOf }: AxisView): readonly Tick[] {
  const ticks: Tick[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (let y = top + STEP / 2; y < bottom; y += STEP) {
    const ms = roundest(timeAt(y - REACH), timeAt(y + REACH));
    const own = { ms, y: yOf(ms) };
    if (ms > before && own.y - (ticks.at(-1)?.y ?? Number.NEGATIVE_INFINITY) > STEP / 3) {
      ticks.push(own);
    }
    before = Math.max(before, ms);
  }
  return ticks;
}

const MINUTE = 60_000;
/** Units in which times are round to who reads `1 min 30 s`. */
const UNITS = [60 * MINUTE, 10 * MINUTE, 5 * MINUTE, MINUTE, 30_000, 10_000, 5_000];

/** The moment between two that is the shortest to write. */
export function roundest(fromMs: number, toMs: number): number {
  for (const unit of [...UNITS, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1]) {
    const ms = Math.ceil(fromMs / unit) * unit;
    if (ms <= toMs) return ms;
  }
  return fromMs;
}
