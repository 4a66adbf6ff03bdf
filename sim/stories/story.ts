/**
 * A story: a run with captions. A caption is bound to the event that it speaks of by a filter, and not by a number, so
 * that it finds its event under other seeds and after the law has changed; and it says how it can be told whether what
 * it states is so. What cannot be told from the run does not belong into a caption.
 */
import type { ChartName, Clause } from '../../machines/index.ts';
import type { Section } from '../inspect/entries.ts';

export interface Story {
  /** `takeover`, for links. */
  readonly id: string;
  readonly title: string;
  /** What one will have understood afterwards, in one line. */
  readonly promise: string;
  readonly scenario: string;
  readonly seed: string;
  /** Client Identifier of who is looked at. */
  readonly clientId: string;
  /** A second run beside the first: both versions of MQTT (3.1.1 first), or another seed. */
  readonly beside?: 'versions' | { readonly seed: string };
  /** In the order of their events. */
  readonly captions: readonly Caption[];
}

export interface Caption {
  /** Filter for its event: the first that matches after that of the caption before. */
  readonly at: string;
  /** Of two runs, the one whose event it is: the first unless told otherwise. */
  readonly of?: 'a' | 'b';
  /** At most 200 characters. */
  readonly text: string;
  readonly clauses: readonly Clause[];
  readonly look: Look;
  readonly facts: readonly Fact[];
}

export const CAPTION_LENGTH_MAXIMUM = 200;

/** Where on the page it can be seen. */
export type Look =
  | { readonly pane: 'ladder' }
  | { readonly pane: 'chart'; readonly chart: ChartName; readonly state: string }
  | { readonly pane: 'ledger'; readonly section: Section }
  /** Name of a timer: `keepAlive`. */
  | { readonly pane: 'timers'; readonly timer: string };

/** Something that is so in the run at the caption's event. Filters are about events; entries about what is held after. */
export type Fact =
  /** Another event of the same record. */
  | { readonly fact: 'together'; readonly with: string }
  /** Since the caption before, or since the beginning for the first. */
  | { readonly fact: 'meanwhile' | 'neverMeanwhile'; readonly event: string }
  /** From the beginning up to this event. */
  | { readonly fact: 'neverBefore'; readonly event: string }
  | { readonly fact: 'later' | 'neverLater'; readonly event: string }
  /** In the whole run. */
  | { readonly fact: 'times'; readonly event: string; readonly count: number }
  /** Whether the ledger has a line with these words, in this order. */
  | { readonly fact: 'held' | 'notHeld'; readonly section: Section; readonly words: string }
  /** Time since the caption before, in seconds, both included. */
  | { readonly fact: 'afterSeconds'; readonly from: number; readonly to: number };

/** The words that stories are written in. */
export const ladder: Look = { pane: 'ladder' };
export const chart = (name: ChartName, state: string): Look => ({
  pane: 'chart',
  chart: name,
  state,
});
export const ledger = (section: Section): Look => ({ pane: 'ledger', section });
export const timers = (timer: string): Look => ({ pane: 'timers', timer });

export const together = (event: string): Fact => ({ fact: 'together', with: event });
export const meanwhile = (event: string): Fact => ({ fact: 'meanwhile', event });
export const neverMeanwhile = (event: string): Fact => ({ fact: 'neverMeanwhile', event });
export const neverBefore = (event: string): Fact => ({ fact: 'neverBefore', event });
export const later = (event: string): Fact => ({ fact: 'later', event });
export const neverLater = (event: string): Fact => ({ fact: 'neverLater', event });
export const times = (count: number, event: string): Fact => ({ fact: 'times', event, count });
export const held = (section: Section, words: string): Fact => ({ fact: 'held', section, words });
export const notHeld = (section: Section, words: string): Fact => ({
  fact: 'notHeld',
  section,
  words,
});
export const afterSeconds = (from: number, to: number): Fact => ({
  fact: 'afterSeconds',
  from,
  to,
});
