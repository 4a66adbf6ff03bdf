/** What page and worker say to each other. All of it is plain data. */
import type { ChartName } from '../machines/index.ts';

export type Request =
  | { readonly type: 'simulate'; readonly scenario: string; readonly seed: string }
  | { readonly type: 'read'; readonly name: string; readonly text: string }
  | {
      readonly type: 'moment';
      readonly n: number;
      readonly clientId: string;
      /** Whether the ledger is that client's alone. */
      readonly isAlone: boolean;
    }
  | { readonly type: 'chart'; readonly chart: ChartName };

export type Answer =
  | { readonly type: 'ready'; readonly scenarios: readonly Story[]; readonly charts: ChartName[] }
  | Opened
  | Moment
  | { readonly type: 'chart'; readonly chart: ChartName; readonly svg: string }
  | { readonly type: 'failed'; readonly what: string; readonly message: string };

/** A scenario, for choosing one. */
export interface Story {
  readonly name: string;
  readonly title: string;
  readonly about: string;
}

export interface Opened {
  readonly type: 'opened';
  /** Empty for a file. */
  readonly scenario: string;
  readonly seed: string;
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
  readonly ladder: Ladder;
}

export interface Ladder {
  readonly svg: string;
  readonly width: number;
  /** From top to bottom. */
  readonly rows: readonly LadderRow[];
}

export interface LadderRow {
  readonly n: number;
  readonly y: number;
}

/** Everything there is to see after one record. */
export interface Moment {
  readonly type: 'moment';
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
