/** Calls that the ladder is drawn from. */
import type { LadderColumns } from '../ladder/columns.ts';
import { runNumbered } from './runs.ts';

export const ladderCalls = {
  /** As far as the run has been read. */
  columns({ run }: { run: number }): LadderColumns {
    return runNumbered(run).trace.columns();
  },

  /** A few words for each event, from the first to before the last, by position. */
  words({ run, from, to }: { run: number; from: number; to: number }): readonly string[] {
    return runNumbered(run).trace.words(from, to);
  },

  /** The sentence of an event, by position. */
  tell({ run, event }: { run: number; event: number }): string {
    return runNumbered(run).trace.tell(event);
  },
};
