/**
 * Thousands of connections with mixed traffic, cuts and takeovers, for minutes. Then nothing of QoS 1 or 2 may have
 * been lost or doubled, and the broker has to be where it was: no connection, session or timer more, no memory either.
 *
 * The baseline is taken after a first, shorter cycle with as many connections, since a process that has never had them
 * has not yet taken what it keeps for ever: compiled code, the heap's reserve.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type SoakedBroker, startBroker } from './broker.ts';
import { Cycle, type CycleStops } from './cycle.ts';
import { Faults } from './faults.ts';
import type { Status } from './insight.ts';
import { Interruption } from './interruption.ts';
import { openFilesMaximum, tooFewFiles } from './open-files.ts';
import { commandOf, HELP, readOptions, type SoakOptions, UsageError } from './options.ts';
import { markOf, progressLine, summaryLines } from './report.ts';
import { checkEmpty, checkReturned, isEmpty } from './verdict.ts';

const PROGRESS_MS = 5_000;
/** The longest that a broker has to tear down what does not close, with room to spare. */
const EMPTYING_MS = 15_000;
const LOOK_MS = 100;
/** The first cycle is so much shorter, within bounds. */
const WARM_UP_SHARE = 0.15;
const WARM_UP_MINUTES_MAXIMUM = 0.35;

/** Resolves to the exit code. */
export async function soak(args: readonly string[]): Promise<number> {
  let options: SoakOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lifeline: ${error.message}\n\n${HELP}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const say = (line: string) =>
    void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  announce(options, say);
  const interruption = new Interruption(say);
  const broker = await startBroker();
  try {
    const limit = Math.min(openFilesMaximum(), broker.openFilesMaximum);
    const advice = tooFewFiles(options.connections, limit);
    if (advice === undefined) return await new Soak(options, broker, interruption, say).run();
    process.stderr.write(`lifeline: ${advice}\n`);
    return 2;
  } finally {
    await broker.stop();
    interruption.forget();
  }
}

function announce(options: SoakOptions, say: (line: string) => void): void {
  const { connections, publishers, rate, cuts, takeovers, minutes, messages, seed } = options;
  const end = messages > 0 ? `, or ${messages} messages` : '';
  say(`soak: ${connections} connections, half 3.1.1 and half 5.0, for ${minutes} minutes${end}`);
  say(
    `traffic: ${publishers} publishers, ${publishers} subscribers of two each, ${rate} msg/s; QoS 0 1/5, 1 2/5, 2 2/5`,
  );
  say(`faults: ${cuts} cuts/s (half of them resets, away for 0 to 2 s), ${takeovers} takeovers/s`);
  say(`seed: ${seed}`);
}

class Soak {
  readonly #options: SoakOptions;
  readonly #broker: SoakedBroker;
  readonly #say: (line: string) => void;
  readonly #faults: Faults;
  readonly #interruption: Interruption;
  readonly #giveUp = new AbortController();
  readonly #startedAt = performance.now();

  constructor(
    options: SoakOptions,
    broker: SoakedBroker,
    interruption: Interruption,
    say: (line: string) => void,
  ) {
    this.#options = options;
    this.#broker = broker;
    this.#interruption = interruption;
    this.#say = say;
    this.#faults = new Faults(say);
  }

  async run(): Promise<number> {
    this.#broker.onDeath((how) => {
      this.#faults.add('the broker died', how);
      this.#giveUp.abort();
    });
    this.#interruption.twice.addEventListener('abort', () => {
      this.#faults.add('interrupted', 'twice');
      this.#giveUp.abort();
    });
    const minutes = Math.min(this.#options.minutes * WARM_UP_SHARE, WARM_UP_MINUTES_MAXIMUM);
    const warmUp = await this.#cycle('warm-up', { ...this.#options, minutes, messages: 0 });
    const before = await this.#emptied();
    // What has gone wrong already would only go wrong again.
    if (this.#faults.count > 0 || this.#isInterrupted) {
      return this.#sumUp(warmUp, undefined, before);
    }
    const cycle = await this.#cycle('soak', this.#options);
    const after = await this.#emptied();
    if (before !== undefined && after !== undefined) {
      checkReturned(before, after, this.#options, this.#faults);
    }
    return this.#sumUp(cycle, before, after);
  }

  get #isInterrupted(): boolean {
    return this.#interruption.once.aborted;
  }

  async #cycle(name: string, options: SoakOptions): Promise<Cycle> {
    const stops: CycleStops = { enough: this.#interruption.once, giveUp: this.#giveUp.signal };
    const cycle = new Cycle(options, name, this.#broker, this.#faults, stops);
    const progress = this.#showProgress(cycle);
    try {
      await cycle.run(this.#say);
    } finally {
      await progress.stop();
    }
    return cycle;
  }

  #showProgress(cycle: Cycle): { stop: () => Promise<void> } {
    const stopped = new AbortController();
    const show = async () => {
      let last = markOf(cycle);
      while (!stopped.signal.aborted && !this.#giveUp.signal.aborted) {
        await pause(PROGRESS_MS, undefined, { signal: stopped.signal }).catch(() => {});
        if (stopped.signal.aborted || this.#giveUp.signal.aborted) return;
        const status = await this.#ask('status');
        if (status === undefined) return;
        const now = markOf(cycle);
        const line = progressLine(cycle, status, this.#faults, [last, now]);
        last = now;
        this.#say(`${clock(performance.now() - this.#startedAt)}  ${line}`);
      }
    };
    const shown = show();
    return {
      stop: () => {
        stopped.abort();
        return shown;
      },
    };
  }

  /** What the broker holds when everybody has left, once it has had the time to notice. */
  async #emptied(): Promise<Status | undefined> {
    const deadlineMs = performance.now() + EMPTYING_MS;
    let status = await this.#ask('status');
    while (status !== undefined && !isEmpty(status) && performance.now() < deadlineMs) {
      await pause(LOOK_MS);
      status = await this.#ask('status');
    }
    const settled = await this.#ask('settled');
    if (settled !== undefined) checkEmpty(settled, this.#faults);
    return settled;
  }

  async #ask(question: 'status' | 'settled'): Promise<Status | undefined> {
    if (this.#giveUp.signal.aborted) return undefined;
    try {
      return await this.#broker.ask(question);
    } catch (error) {
      // Its death has been told already.
      if (!this.#giveUp.signal.aborted) this.#faults.add('no answer', String(error));
      this.#giveUp.abort();
      return undefined;
    }
  }

  #sumUp(cycle: Cycle, before: Status | undefined, after: Status | undefined): number {
    const faults = this.#faults;
    const isInterrupted = this.#isInterrupted;
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const { tally, trafficMs } = cycle;
    const { totals } = cycle.ledger;
    const summary = { totals, tally, trafficMs, before, after, seconds, isInterrupted };
    for (const line of summaryLines(summary, this.#options)) this.#say(line);
    const repeat = commandOf(this.#options);
    if (this.#options.json) {
      const ok = faults.count === 0;
      const about = { ok, faults: faults.byKind, firstFaults: faults.worded, repeat };
      process.stdout.write(`${JSON.stringify({ ...about, options: this.#options, ...summary })}\n`);
    }
    this.#say(
      faults.count === 0 ? 'no faults' : `${faults.count} FAULTS ${JSON.stringify(faults.byKind)}`,
    );
    if (faults.count > 0) this.#say(`to repeat it: ${repeat}`);
    if (faults.count > 0) return 1;
    return isInterrupted ? 130 : 0;
  }
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
