/** What a replay has to tell, to people or to programs: things as they are found, and in the end how it was. */
import type { Difference } from '../replay/difference.ts';
import type { ReplayEvent } from '../replay/replay.ts';
import type { UserError } from './user-error.ts';

export interface Findings {
  hasHeader: boolean;
  /** The record that was waited for. */
  hasFound: boolean;
  changes: number;
  difference: Difference | undefined;
}

export interface ReplayEnd {
  readonly kind: 'compare' | 'until' | 'whatIf';
  readonly client: string | undefined;
  readonly findings: Findings;
  readonly error: UserError | undefined;
  /** Inputs replayed, the last record seen, and its time. */
  readonly steps: number;
  readonly n: number;
  readonly t: number;
  readonly seconds: number;
}

export interface Report {
  take(event: ReplayEvent): void;
  end(end: ReplayEnd): void;
}
