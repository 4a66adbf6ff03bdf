/** What page and worker say to each other about two runs side by side, and about stories. */
import type { Comparison } from '../../sim/compare/compare.ts';
import type { PlainDifference } from '../../sim/compare/comparison-json.ts';
import type { Counterpart } from '../../sim/compare/counterparts.ts';
import type { Look } from '../../sim/stories/story.ts';
import type { ClauseText, Opened } from '../protocol.ts';

/** Marks of rows. */
export const MARK = { same: 0, different: 1, onlyA: 2, onlyB: 3, overtaken: 4 } as const;
/** Beside a mark: it follows from another difference. */
export const FOLLOWS = 16;

/** Two open runs, aligned. Its columns are by row. */
export interface Beside {
  /** Of the comparison, for asking what stands in its rows. */
  readonly id: number;
  readonly a: Opened;
  readonly b: Opened;
  /** Number of the record; 0 where the run has none. */
  readonly rowsA: Uint32Array;
  readonly rowsB: Uint32Array;
  readonly marks: Uint8Array;
  /** Number of the last record up to the row. */
  readonly placesA: Uint32Array;
  readonly placesB: Uint32Array;
  /** Those that do not follow from others, so many of them at most. */
  readonly differences: readonly PlainDifference[];
  readonly differencesInAll: number;
  readonly counts: Comparison['counts'];
  readonly lagMaximumMs: number;
  /** In words, one for each place at which the lag changes. */
  readonly shifts: readonly string[];
  /** Fields of the headers that are not equal. */
  readonly headers: Comparison['headers'];
  /** Of a twin. */
  readonly versions: TwinWords | undefined;
}

export interface TwinWords {
  readonly counterparts: readonly (Omit<Counterpart, 'clauses'> & {
    clauses: readonly ClauseText[];
  })[];
  readonly differences: readonly {
    readonly id: string;
    readonly text: string;
    readonly clauses: readonly ClauseText[];
    readonly rows: readonly number[];
  }[];
}

/** What stands in a row. */
export interface BesideRow {
  readonly a: BesideCell | undefined;
  readonly b: BesideCell | undefined;
}

export interface BesideCell {
  readonly n: number;
  readonly time: string;
  /** What came, in a few words, and what came of it. */
  readonly words: readonly string[];
  readonly text: string;
  /** Of the telling effects, in sentences. */
  readonly effects: readonly string[];
}

export interface StoryCard {
  readonly id: string;
  readonly title: string;
  readonly promise: string;
  /** `5.0`, `3.1.1`, `3.1.1 and 5.0`. */
  readonly versions: string;
}

export interface OpenedStory {
  readonly card: StoryCard;
  readonly opened: Opened;
  /** Who is looked at. */
  readonly clientId: string;
  /** Where there are two runs. */
  readonly beside: Beside | undefined;
  readonly captions: readonly CaptionWords[];
}

export interface CaptionWords {
  readonly text: string;
  readonly clauses: readonly ClauseText[];
  readonly of: 'a' | 'b';
  /** Record of its event; 0 where the run has no such event. */
  readonly n: number;
  readonly look: Look;
  /** Whether what it states is so in this run. */
  readonly isSo: boolean;
}
