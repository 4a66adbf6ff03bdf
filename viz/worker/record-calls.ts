/** Calls about what there is to see at a record: they need the charts. */
import type { Moment } from '../protocol.ts';
import { runNumbered } from './runs.ts';
import { openOf } from './trace.ts';

export const recordCalls = {
  moment(at: { run: number; n: number; clientId: string; isAlone: boolean }): Moment {
    const trace = openOf(runNumbered(at.run).trace);
    const moment = trace.moment(Math.min(at.n, trace.count), at.clientId, at.isAlone);
    return { ...moment, run: at.run };
  },

  /**
   * Plays a run for so long, so that any of its records can be looked at at once.
   * @returns up to which record that is so
   */
  prepare({ run, forMs }: { run: number; forMs: number }): number {
    return openOf(runNumbered(run).trace).prepare(forMs);
  },
};
