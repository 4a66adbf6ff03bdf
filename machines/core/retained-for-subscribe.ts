/**
 * The retained messages for one SUBSCRIBE, filter by filter, and where it ends: a packet of 14 kB has room for 2,000
 * filters that all match everything. Neither what is sent nor what is looked at may be filters times messages.
 */
import { hasWildcard } from '../topics/topic.ts';
import type { Core } from './core.ts';
import type { Retained } from './routing.ts';

/** A filter with `+` can look at every topic and find nothing. So many looks go with each message of the limit. */
const LOOKS_PER_MESSAGE = 20;
/** Looks that a SUBSCRIBE has however low the limit is. */
const LOOKS_MIN = 1_000_000;

export class RetainedForSubscribe {
  readonly #core: Core;
  /** Messages that match the filters until now; one more than the limit once it has been passed. */
  #broughtUp = 0;
  #looks = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Those of the next filter, in the order of their topics; undefined where the limit leaves no room for them. */
  of(topicFilter: string): readonly Retained[] | undefined {
    const { options, router, nowMs } = this.#core;
    const maximum = options.retainedPerSubscribeMaximum;
    const isSpent = this.#looks > Math.max(LOOKS_MIN, maximum * LOOKS_PER_MESSAGE);
    // What it would find costs too much to know. A topic in full costs no more than its own levels.
    if (isSpent && hasWildcard(topicFilter)) return undefined;
    // Who asks for one thing alone gets it, however much it is. Once the limit is passed, a single match tells.
    const most =
      this.#broughtUp === 0 ? Number.POSITIVE_INFINITY : Math.max(0, maximum - this.#broughtUp);
    const { messages, looks } = router.retained(topicFilter, nowMs, most);
    this.#broughtUp += messages.length;
    this.#looks += looks;
    return messages.length > most ? undefined : messages;
  }
}
