/** What a link leads to: which run, what was done to it, where in it, and how it is looked at. */
import type { Made } from '../protocol.ts';

/** Where a run comes from that a link can bring back. */
export type LinkSource =
  | ({ readonly kind: 'scenario' } & Made)
  | { readonly kind: 'story'; readonly story: string }
  /** Who opens the link is asked for the file; the mark tells whether it is the same. */
  | { readonly kind: 'file'; readonly name: string; readonly mark: string };

export interface LinkPlace {
  readonly source: LinkSource;
  /** After which record; undefined: where the run itself says. */
  readonly at?: number | undefined;
  /** Id of the view in the middle. */
  readonly view?: string | undefined;
  /** Client Identifier of who is looked at. */
  readonly clientId?: string | undefined;
  readonly chart?: string | undefined;
  /** What of the time axis is seen. */
  readonly window?: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly filter?: string | undefined;
  /** What it is compared with: both versions of MQTT, or another run. */
  readonly beside?: 'versions' | Made | undefined;
  /** Of two runs, the one that is looked at. */
  readonly of?: 'a' | 'b' | undefined;
}

/** So much passes through mails, chats and issue trackers unharmed. */
export const LINK_LENGTH_MAXIMUM = 2_000;

/** Longer words than these are as if they were not there. */
export const LENGTH_MAXIMUMS = {
  name: 64,
  seed: 64,
  view: 32,
  clientId: 256,
  chart: 32,
  filter: 400,
} as const;

/** The field that stands in place of a run that no address has room for, with its name. */
export const KEPT = 'kept';

export const RECORD_MAXIMUM = 999_999_999;

/** As the page begins. */
export const FIRST_SOURCE: LinkSource = { kind: 'scenario', scenario: 'takeover', seed: '1' };
