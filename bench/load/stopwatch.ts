/** Units a second over a stretch of time, and how busy the broker and the load generator were meanwhile. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Timed {
  /** Units a second. */
  readonly value: number;
  /** Units a second of the broker's processor time: what it can do when nothing else is on the machine. */
  readonly perProcessorSecond?: number | undefined;
  /** Processor time per wall time, 1 for a whole processor. Undefined where the system does not tell. */
  readonly brokerLoad?: number | undefined;
  readonly generatorLoad: number;
}

/** A machine that is busy with other things may give the broker little: then it is watched for longer, up to this. */
const LONGEST_FACTOR = 2;
const ENOUGH_LOAD = 0.6;
const LOOK_MS = 50;

export class Stopwatch {
  readonly #pid: number;
  readonly #units: () => number;
  readonly #unitsBefore: number;
  readonly #startedAt = performance.now();
  readonly #brokerBefore: number | undefined;
  readonly #generatorBefore = process.cpuUsage();

  constructor(pid: number, units: () => number) {
    this.#pid = pid;
    this.#units = units;
    this.#unitsBefore = units();
    this.#brokerBefore = processorMs(pid);
  }

  /** Waits for so long, and some more when the broker could not do much meanwhile. */
  async wait(measureMs: number): Promise<void> {
    await pause(measureMs);
    const lastMs = this.#startedAt + measureMs * LONGEST_FACTOR;
    while (performance.now() < lastMs && this.#brokerMs() < measureMs * ENOUGH_LOAD) {
      await pause(LOOK_MS);
    }
  }

  read(): Timed {
    const elapsedMs = performance.now() - this.#startedAt;
    const brokerMs = this.#brokerMs();
    const units = this.#units() - this.#unitsBefore;
    const { user, system } = process.cpuUsage(this.#generatorBefore);
    const isKnown = brokerMs !== Number.POSITIVE_INFINITY;
    return {
      value: (units * 1000) / elapsedMs,
      perProcessorSecond: isKnown ? (units * 1000) / brokerMs : undefined,
      brokerLoad: isKnown ? brokerMs / elapsedMs : undefined,
      generatorLoad: (user + system) / 1000 / elapsedMs,
    };
  }

  /** Processor time since the start; Infinity where the system does not tell. */
  #brokerMs(): number {
    const now = processorMs(this.#pid);
    if (now === undefined || this.#brokerBefore === undefined) return Number.POSITIVE_INFINITY;
    return now - this.#brokerBefore;
  }
}

/** Of all threads, in Linux's words: the first number of schedstat is nanoseconds on a processor. */
function processorMs(pid: number): number | undefined {
  const tasks = `/proc/${pid}/task`;
  try {
    return readdirSync(tasks).reduce((sum, task) => {
      const [ns] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ');
      return sum + Number(ns) / 1e6;
    }, 0);
  } catch {
    return undefined;
  }
}
