/**
 * What a broker holds, to be looked at from outside. A program that embeds one has no business with its timers, so
 * `createBroker` keeps its parts to itself; here the first call of a method tells which object they are. The method
 * itself is put back at once, and what runs from then on is the product as it is.
 */
import { readdirSync } from 'node:fs';
import type { LifecycleEventType } from '../../machines/index.ts';
import type { LifelineCounts } from '../../src/counts.ts';
import { createBroker, type LifelineBroker } from '../../src/create-broker.ts';
import type { LifelineOptions } from '../../src/lifeline-options.ts';
import { Timers } from '../../src/timers.ts';

const EVENTS = [
  'connection.opened',
  'connection.closed',
  'client.connected',
  'client.disconnected',
  'client.refused',
  'session.created',
  'session.resumed',
  'session.takenOver',
  'session.offline',
  'session.ended',
  'will.delayed',
  'will.published',
  'will.deleted',
  'subscription.added',
  'subscription.removed',
  'subscription.refused',
  'publish.refused',
  'retained.refused',
] as const satisfies readonly LifecycleEventType[];

/** The state of a broker's process in numbers. */
export interface Status extends LifelineCounts {
  readonly streams: number;
  readonly timers: number;
  /** Open file descriptors; undefined where the system does not tell. */
  readonly descriptors: number | undefined;
  readonly rssBytes: number;
  /** In use, buffers outside of V8's heap included. */
  readonly heapBytes: number;
  /** What V8 has taken for its heap, in use or not. */
  readonly heapTakenBytes: number;
  /** Lifecycle events since the start, by type. */
  readonly events: Readonly<Record<string, number>>;
}

export class Insight {
  readonly broker: LifelineBroker;
  readonly #events: Record<string, number> = {};
  #timers: Timers | undefined;

  constructor(options: LifelineOptions) {
    const { set } = Timers.prototype;
    const found = (timers: Timers) => {
      this.#timers ??= timers;
    };
    Timers.prototype.set = function (this: Timers, id, deadlineMs) {
      Timers.prototype.set = set;
      found(this);
      set.call(this, id, deadlineMs);
    };
    this.broker = createBroker(options);
    for (const type of EVENTS) this.broker.on(type, () => this.#count(type));
    this.broker.on('message.dropped', ({ cause }) => this.#count(`message.dropped ${cause}`));
  }

  get status(): Status {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    return {
      ...this.broker.counts,
      streams: this.broker.connectionCount,
      timers: this.#timers?.size ?? 0,
      descriptors: descriptors(),
      rssBytes: rss,
      heapBytes: heapUsed + external,
      heapTakenBytes: heapTotal,
      events: { ...this.#events },
    };
  }

  #count(event: string): void {
    this.#events[event] = (this.#events[event] ?? 0) + 1;
  }
}

function descriptors(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
