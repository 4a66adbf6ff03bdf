/**
 * What was published and what arrived, by stream: one publisher's messages of one QoS to one subscriber. Numbers of a
 * stream count up from 1, so a stream is known by its last number.
 *
 *   QoS 2: each exactly once, in order.   QoS 1: each at least once, first occurrences in order.   QoS 0: in order.
 */
import type { QoS } from '../../machines/packets.ts';
import type { Faults } from './faults.ts';

export interface LedgerTotals {
  readonly published: readonly [number, number, number];
  readonly delivered: readonly [number, number, number];
  /** QoS 1 that came once more, as it may. */
  redelivered: number;
}

type Counters = [number, number, number];

export class Ledger {
  readonly #faults: Faults;
  readonly #published: Counters[];
  /** By subscriber, then by publisher. */
  readonly #arrived = new Map<number, Map<number, Counters>>();
  readonly totals: LedgerTotals & { published: Counters; delivered: Counters };

  constructor(faults: Faults, publishers: number) {
    this.#faults = faults;
    this.#published = Array.from({ length: publishers }, () => [0, 0, 0]);
    this.totals = { published: [0, 0, 0], delivered: [0, 0, 0], redelivered: 0 };
  }

  /** Subscribers are made known, so that one that got nothing at all is missed. */
  expect(subscriber: number, publishers: readonly number[]): void {
    this.#arrived.set(subscriber, new Map(publishers.map((publisher) => [publisher, [0, 0, 0]])));
  }

  /** The next number of a stream, from now on published. */
  next(publisher: number, qos: QoS): number {
    this.totals.published[qos] += 1;
    const counters = this.#published[publisher] as Counters;
    counters[qos] += 1;
    return counters[qos];
  }

  arrived(subscriber: number, publisher: number, qos: QoS, number: number): void {
    const counters = this.#arrived.get(subscriber)?.get(publisher);
    const stream = `QoS ${qos} of publisher ${publisher} at subscriber ${subscriber}`;
    if (counters === undefined) {
      this.#faults.add('stray', stream);
      return;
    }
    const last = counters[qos];
    if (number > last) {
      if (qos > 0 && number !== last + 1) this.#faults.add('gap', `${stream}: ${last}, ${number}`);
      counters[qos] = number;
      this.totals.delivered[qos] += 1;
    } else if (qos === 1) {
      this.totals.redelivered += 1;
    } else {
      this.#faults.add('doubled', `${stream}: ${number} after ${last}`);
    }
  }

  /** QoS 1 and 2 that have not arrived, or not yet. */
  get missing(): number {
    let missing = 0;
    this.#eachStream((_, __, published, last) => {
      missing += Math.max(0, published - last);
    });
    return missing;
  }

  /** Writes what is missing down as lost. */
  close(): void {
    this.#eachStream((stream, qos, published, last) => {
      if (last < published) {
        this.#faults.add('lost', `QoS ${qos} ${stream}: ${last} of ${published} arrived`);
      }
    });
  }

  #eachStream(visit: (stream: string, qos: 1 | 2, published: number, last: number) => void): void {
    for (const [subscriber, streams] of this.#arrived) {
      for (const [publisher, counters] of streams) {
        const published = this.#published[publisher] as Counters;
        const stream = `of publisher ${publisher} at subscriber ${subscriber}`;
        for (const qos of [1, 2] as const) visit(stream, qos, published[qos], counters[qos]);
      }
    }
  }
}
