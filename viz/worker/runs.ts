/** The runs that are open, by number. Branches, twins and comparisons have several at once. */
import type { Opened, Source } from '../protocol.ts';
import { ReadTrace } from './read-trace.ts';

/** The one unused for longest is closed when another is opened. */
const RUNS_MAXIMUM = 12;

export interface Run {
  readonly number: number;
  readonly source: Source;
  readonly trace: ReadTrace;
}

/** In the order of their use, the last used at the end. */
const runs = new Map<number, Run>();
let last = 0;

export type Named = Pick<Opened, 'source' | 'name' | 'title' | 'about'>;

/** @param from a trace, or its lines without their ends */
export function addRun(from: ReadTrace | readonly string[], is: Named): Opened {
  const trace = from instanceof ReadTrace ? from : new ReadTrace(from);
  last += 1;
  runs.set(last, { number: last, source: is.source, trace });
  const [oldest] = runs.keys();
  if (runs.size > RUNS_MAXIMUM) runs.delete(oldest as number);
  const { count, start } = trace;
  const clientIds = trace.clients.map(({ label }) => label);
  return { ...is, run: last, count, start, clientIds, clientId: trace.busiest?.label ?? '' };
}

export function closeRun(number: number): void {
  runs.delete(number);
}

/** @throws RangeError when it has been closed to make room */
export function runNumbered(number: number): Run {
  const run = runs.get(number);
  if (run === undefined) {
    throw new RangeError(
      `run ${number} is closed: the last ${RUNS_MAXIMUM} are kept; open it again`,
    );
  }
  runs.delete(number);
  runs.set(number, run);
  return run;
}
