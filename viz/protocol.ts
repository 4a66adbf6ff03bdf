/** What page and worker say to each other: plain data. The calls themselves are in worker/api.ts. */
import type { ChartName } from '../machines/index.ts';

/** Where a run comes from. A run of the simulator can be made again from this alone. */
export type Source =
  | ({ readonly kind: 'scenario' } & Made)
  /** The bytes stay in the browser; the text is kept by the worker, not here. */
  | { readonly kind: 'file'; readonly name: string }
  /** The running broker that the page came from. */
  | { readonly kind: 'live'; readonly name: string };

/** What a run of the simulator is made from. */
export interface Made {
  /** Its name. */
  readonly scenario: string;
  readonly seed: string;
  /** Of a scenario of one's own: as sim/scenario/text has it. */
  readonly text?: string;
  /** What was done to it by hand: as sim/interact/notation has it. */
  readonly doings?: string;
}

/** A scenario, for choosing one. */
export interface ScenarioCard {
  readonly name: string;
  readonly title: string;
  readonly about: string;
}

/** An open run. The worker keeps several, by their number. */
export interface Opened {
  readonly run: number;
  readonly source: Source;
  /** Of the scenario, or the name of the file. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Records, numbered from 1. */
  readonly count: number;
  /** Where to begin when nobody has said. */
  readonly start: number;
  /** Client Identifiers in the order in which they came. */
  readonly clientIds: readonly string[];
  /** Whose story it is: the client that has connected most often. */
  readonly clientId: string;
}

/** A trace from a file, as far as it could be read. */
export interface OpenedFile {
  readonly opened: Opened;
  /** What is wrong with the rest, and in which line; empty when nothing is. */
  readonly problem: string;
}

/** What a live feed says beside the trace, once a second. */
export interface LiveStatus {
  readonly connections: number;
  readonly sessions: number;
  readonly retained: number;
  readonly inputsPerSecond: number;
  /** Whether everything is told; else the outline. */
  readonly isWhole: boolean;
}

export interface LiveAnswer {
  readonly status: LiveStatus | undefined;
  /** The run that grows, as it is by now. */
  readonly run: Opened | undefined;
  /** It is to grow no more. */
  readonly isFull: boolean;
}

/** What a filter leaves of a run. */
export interface Matches {
  readonly run: number;
  /** By position of the event: 1 for those that match. */
  readonly isMatch: Uint8Array;
  /** Their records, in order. */
  readonly records: Int32Array;
}

/** How far a file has been read. */
export interface ReadSoFar {
  readonly records: number;
  /** After unpacking. */
  readonly bytes: number;
}

/** Everything there is to see after one record. */
export interface Moment {
  readonly run: number;
  readonly n: number;
  readonly time: string;
  readonly told: readonly Told[];
  readonly links: readonly ChartLink[];
  /** Why there are no links, where there could be. */
  readonly linksNote: string;
  readonly ledger: readonly LedgerSection[];
  /** Why the ledger is empty, where that is not what the broker held. */
  readonly ledgerNote: string;
  readonly active: Readonly<Record<ChartName, Active>>;
  /** That run, next first, and no more than anybody would read. */
  readonly timers: readonly PendingTimer[];
  readonly timersInAll: number;
}

/** A timer that runs. */
export interface PendingTimer {
  readonly id: string;
  /** `Keep Alive`. */
  readonly name: string;
  /** Client Identifier; empty before CONNECT. */
  readonly client: string;
  /** `connection 3`, `session 1`, `will of session 1`. */
  readonly part: string;
  /** When it was set last, and by which record. */
  readonly setMs: number;
  readonly setBy: number;
  readonly dueMs: number;
  readonly leftMs: number;
}

/** An event of the record: `41` for what came, `41.3` for an effect. */
export interface Told {
  readonly id: string;
  readonly text: string;
  /** What a reader can infer, or rarely asks for. */
  readonly isDetail: boolean;
  readonly clauses: readonly ClauseText[];
}

export interface ClauseText {
  readonly id: string;
  readonly summary: string;
}

/** A step of a chart in this record. */
export interface ChartLink {
  readonly part: string;
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly guards: readonly string[];
  readonly clauses: readonly ClauseText[];
}

/** A transition that leads out of a state of a chart, in words. */
export interface Outgoing {
  readonly event: string;
  readonly guard: string;
  /** Empty where the state is not left. */
  readonly to: string;
  readonly actions: string;
  readonly clauses: readonly ClauseText[];
}

/** What the loss of a client's connection would do to the lines of the ledger, each by its section and name. */
export interface Fate {
  readonly clientId: string;
  /** False when there is nothing to be lost. */
  readonly isConnected: boolean;
  readonly keeps: readonly FateLine[];
  readonly loses: readonly FateLine[];
  readonly starts: readonly FateLine[];
}

export interface FateLine {
  readonly section: string;
  readonly name: string;
}

export interface LedgerSection {
  readonly name: string;
  readonly entries: readonly LedgerEntry[];
}

export interface LedgerEntry {
  readonly name: string;
  /** What one looks at first: the state, or how long is left. */
  readonly state: string;
  /** Of a state with several regions. */
  readonly stateInFull: string;
  readonly rest: string;
  readonly mark: 'new' | 'changed' | 'gone' | '';
}

export interface Active {
  /** Names of configurations. */
  readonly states: readonly string[];
  /** Whose they are: `connection 3 of "sensor"`. */
  readonly of: readonly string[];
  /** Whether this record moved one of them. */
  readonly isMoved: boolean;
}
