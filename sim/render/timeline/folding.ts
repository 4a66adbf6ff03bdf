/** Where nothing happens for long, a drawing folds time. What is long depends on the pace of what it draws. */

/** So many times the usual gap is idle time. */
const IDLE_FACTOR = 8;
/** Below this nobody waits. */
const IDLE_MINIMUM_MS = 100;

/** Gaps of more than that are folded: many times the median of those that are not 0, and no less than a moment. */
export function idleMs(times: ArrayLike<number>): number {
  const gaps = new Float64Array(times.length);
  let count = 0;
  for (let at = 1; at < times.length; at++) {
    const gap = (times[at] as number) - (times[at - 1] as number);
    if (gap > 0) gaps[count++] = gap;
  }
  const sorted = gaps.subarray(0, count).sort();
  const median = sorted[Math.floor((count - 1) / 2)] ?? 0;
  return Math.max(IDLE_MINIMUM_MS, IDLE_FACTOR * median);
}

/** A gap of ordinary length among those that are not idle: what one row stands for. */
export function paceMs(times: ArrayLike<number>, idle: number): number {
  let sum = 0;
  let count = 0;
  for (let at = 1; at < times.length; at++) {
    const gap = (times[at] as number) - (times[at - 1] as number);
    if (gap === 0 || gap > idle) continue;
    sum += gap;
    count++;
  }
  return count === 0 ? 1 : sum / count;
}
