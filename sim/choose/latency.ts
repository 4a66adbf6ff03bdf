import type { Option } from './chooser.ts';

/** How long something takes, in whole milliseconds, both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A latency that is ready to be chosen. */
export interface LatencyChoice {
  readonly valuesMs: readonly number[];
  readonly options: readonly Option[];
}

/** The most options that a range is cut into: its ends, and what lies evenly between them. */
export const LATENCY_OPTIONS_MAX = 16;

/** The choice among latencies of a range. To be made once, and used for every packet. */
export function latencyChoice({ min, max }: Range): LatencyChoice {
  if (!(Number.isInteger(min) && Number.isInteger(max) && 0 <= min && min <= max)) {
    throw new RangeError(`latency from ${min} to ${max} ms`);
  }
  const count = Math.min(max - min + 1, LATENCY_OPTIONS_MAX);
  const step = count === 1 ? 0 : (max - min) / (count - 1);
  const valuesMs = Array.from({ length: count }, (_, i) => min + Math.round(step * i));
  return { valuesMs, options: valuesMs.map((ms) => ({ label: `${ms} ms` })) };
}
