/** One cycle of a soak: everybody comes, traffic and accidents, everything arrives, everybody leaves. */
import type { SoakedBroker } from './broker.ts';
import { Chaos } from './chaos.ts';
import { abortOf, Crowd, until } from './crowd.ts';
import type { Faults } from './faults.ts';
import { Ledger } from './ledger.ts';
import type { Tally } from './member.ts';
import type { SoakOptions } from './options.ts';

const ARRIVAL_MS = 180_000;
const SETTLING_MS = 90_000;
const LEAVING_MS = 180_000;

export interface CycleStops {
  /** No more traffic: go on to the end. */
  readonly enough: AbortSignal;
  /** The broker is gone, or so is our patience: leave everything as it is. */
  readonly giveUp: AbortSignal;
}

export class Cycle {
  readonly tally: Tally = {
    connects: 0,
    cuts: 0,
    takeovers: 0,
    discards: 0,
    takenOverNotices: 0,
    pings: 0,
  };
  readonly ledger: Ledger;
  readonly crowd: Crowd;
  /** Of the traffic alone. */
  trafficMs = 0;
  readonly #options: SoakOptions;
  readonly #name: string;
  readonly #faults: Faults;
  readonly #stops: CycleStops;

  constructor(
    options: SoakOptions,
    name: string,
    broker: SoakedBroker,
    faults: Faults,
    stops: CycleStops,
  ) {
    this.#options = options;
    this.#name = name;
    this.#faults = faults;
    this.#stops = stops;
    this.ledger = new Ledger(faults, options.publishers);
    const around = { port: broker.port, faults, tally: this.tally };
    this.crowd = new Crowd(options, name, around, this.ledger);
  }

  async run(say: (line: string) => void): Promise<void> {
    const stopPings = this.crowd.keepAlive();
    try {
      await this.#run(say);
    } finally {
      stopPings();
      // Nothing is left of it but what the broker has forgotten to close.
      this.crowd.abandon();
    }
  }

  async #run(say: (line: string) => void): Promise<void> {
    const { crowd, ledger } = this;
    await this.#within('arriving', ARRIVAL_MS, async (signal) => {
      await crowd.arrive(AbortSignal.any([signal, this.#stops.enough]));
    });
    say(`${this.#name}: ${crowd.connectedCount} connected`);
    await this.#traffic();
    await this.#within('settling', SETTLING_MS, (signal) => crowd.settle(signal, ledger));
    if (crowd.unsettledCount > 0) this.#faults.add('unsettled', `${crowd.unsettledCount} members`);
    ledger.close();
    say(`${this.#name}: settled, leaving`);
    await this.#within('leaving', LEAVING_MS, (signal) => crowd.leave(signal));
  }

  async #traffic(): Promise<void> {
    const { minutes, messages } = this.#options;
    const startedAt = performance.now();
    const time = AbortSignal.timeout(minutes * 60_000);
    const end = AbortSignal.any([time, this.#stops.enough, this.#stops.giveUp]);
    const chaos = new Chaos(this.crowd, this.#options, this.#name);
    if (messages > 0) await until(end, () => this.#publishedCount >= messages);
    else await abortOf(end);
    chaos.stop();
    this.trafficMs = performance.now() - startedAt;
  }

  get #publishedCount(): number {
    return this.ledger.totals.published.reduce((sum, count) => sum + count, 0);
  }

  /** Bounded in time, which is a fault. */
  async #within(
    what: string,
    timeMs: number,
    act: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const time = AbortSignal.timeout(timeMs);
    await act(AbortSignal.any([time, this.#stops.giveUp]));
    if (time.aborted) this.#faults.add('too slow', `${what} took more than ${timeMs / 1_000} s`);
  }
}
