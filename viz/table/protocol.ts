/** What page and worker say to each other about tables. */
import type { ClauseText } from '../protocol.ts';

export interface EventRow {
  /** `12`, or `12.3` for an effect. */
  readonly id: string;
  readonly n: number;
  readonly time: string;
  readonly who: string;
  /** `c1.2`; empty for none. */
  readonly connection: string;
  readonly text: string;
  readonly clauses: readonly ClauseText[];
}

export interface TransitionRow {
  readonly from: string;
  readonly event: string;
  readonly guard: string;
  /** Empty where the state stays. */
  readonly to: string;
  readonly actions: string;
  readonly clauses: readonly ClauseText[];
}

export interface TimerRow {
  readonly name: string;
  readonly whose: string;
  readonly part: string;
  /** Record that set it first. */
  readonly from: number;
  readonly fromTime: string;
  /** Record with which it was over; 0 where it still runs. */
  readonly to: number;
  readonly toTime: string;
  readonly outcome: 'fired' | 'cleared' | 'runs';
  readonly timesSet: number;
}
