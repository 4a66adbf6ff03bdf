/** What page and worker say to each other about runs that somebody intervenes in. */
import type { Deed } from '../../sim/interact/deed.ts';
import type { Candidate, Prospect } from '../../sim/interact/refused.ts';
import type { ClientThere, PacketOnItsWay } from '../../sim/interact/steps.ts';
import type { TraceEdit } from '../../sim/interact/trace-edit.ts';
import type { Problem } from '../../sim/scenario/text/problem.ts';
import type { ChartLink, ClauseText, Opened } from '../protocol.ts';

type Unplaced<Edit> = Edit extends unknown ? Omit<Edit, 'at'> : never;

/** Something to be done: to a simulated run, or to a recording. */
export type Action = { readonly deed: Deed } | { readonly edit: Unplaced<TraceEdit> };

export interface Step {
  readonly kind: 'packet' | 'timer' | 'store' | 'script' | 'fault' | 'operator' | 'record';
  /** Whom it concerns; empty for nobody in particular. */
  readonly client: string;
  readonly sentence: string;
  /** A word or two, for where the client is named already. */
  readonly short: string;
  /** Until it would happen by itself; undefined for what does not. */
  readonly inMs: number | undefined;
  /** The run itself does it next. */
  readonly isNext: boolean;
  /** Id of a timer of the broker. */
  readonly timer: string | undefined;
  readonly action: Action;
}

export interface Steps {
  readonly run: number;
  /** That it was asked for, and the last record of the same step, after which things are done. */
  readonly asked: number;
  readonly n: number;
  readonly isRecording: boolean;
  /** What has to be known about it; empty when nothing has. */
  readonly note: string;
  readonly steps: readonly Step[];
  readonly flights: readonly PacketOnItsWay[];
  readonly clients: readonly ClientThere[];
}

/** A step of a chart that would not be taken, or would be. */
export interface ProspectView extends Omit<Prospect, 'candidates'> {
  readonly candidates: readonly CandidateView[];
}

export interface CandidateView extends Omit<Candidate, 'clauses'> {
  readonly clauses: readonly ClauseText[];
}

export interface Prospects {
  readonly run: number;
  readonly n: number;
  readonly clientId: string;
  readonly prospects: readonly ProspectView[];
  /** Why there are none. */
  readonly note: string;
}

/** A run with one thing more done to it. */
export interface Forked {
  readonly opened: Opened;
  /** The record that tells of it. */
  readonly n: number;
  /** What was done, in words. */
  readonly words: string;
}

export interface Reopened {
  readonly opened: Opened;
  /** What of the doings could not be done any more; empty for all of them. */
  readonly problem: string;
}

/** One link of a chain of causes. */
export interface CauseView {
  /** `41`, `41.3`. */
  readonly id: string;
  readonly n: number;
  readonly time: string;
  readonly what: string;
  readonly links: readonly ChartLink[];
  readonly remarks: readonly string[];
}

export interface ScenarioText {
  readonly text: string;
}

export interface Checked {
  readonly problems: readonly Problem[];
  /** Of a text without problems; else empty. */
  readonly name: string;
}
