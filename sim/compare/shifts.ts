/** Where the same thing happens at another time: one entry for each place at which the lag changes. */
import { clock, duration } from '../render/sentences/words.ts';
import type { Row, Side } from './rows.ts';

export interface Shift {
  readonly a: number;
  readonly b: number;
  readonly timeAMs: number;
  readonly timeBMs: number;
  /** How much later B is, from here on; negative when it is earlier. */
  readonly lagMs: number;
}

/** Less is what a network does to a packet. */
const JITTER_MS = 100;

export function shiftsIn(rows: readonly Row[], a: Side, b: Side): readonly Shift[] {
  const shifts: Shift[] = [];
  let lagMs = 0;
  for (const { a: nA, b: nB, isOvertaken } of rows) {
    if (nA === undefined || nB === undefined || isOvertaken) continue;
    const timeAMs = a.run.records[nA]?.t ?? 0;
    const timeBMs = b.run.records[nB]?.t ?? 0;
    const lag = timeBMs - timeAMs;
    if (Math.abs(lag - lagMs) <= JITTER_MS) continue;
    lagMs = lag;
    shifts.push({ a: nA, b: nB, timeAMs, timeBMs, lagMs });
  }
  return shifts;
}

/** The most that a record of one trace is away from the same record of the other. */
export function lagMaximumMs(rows: readonly Row[], a: Side, b: Side): number {
  let most = 0;
  for (const { a: nA, b: nB } of rows) {
    if (nA === undefined || nB === undefined) continue;
    const lag = (b.run.records[nB]?.t ?? 0) - (a.run.records[nA]?.t ?? 0);
    most = Math.max(most, Math.abs(lag));
  }
  return most;
}

export function shiftText({ a, b, timeAMs, timeBMs, lagMs }: Shift): string {
  const how = lagMs > 0 ? `${duration(lagMs)} later` : `${duration(-lagMs)} earlier`;
  const is = lagMs === 0 ? 'as early as A again' : `${how} than A`;
  return `from record ${a} (${clock(timeAMs)}) of A, which is ${b} (${clock(timeBMs)}) of B, B is ${is}`;
}
