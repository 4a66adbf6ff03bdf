/** Units a second over a stretch of time, and how busy the broker and the load generator were meanwhile. */
import { readFileSync } from 'node:fs';

export interface Timed {
  /** Units a second. */
  readonly value: number;
  /** Processor time per wall time, 1 for a whole processor. Undefined where the system does not tell. */
  readonly brokerLoad: number | undefined;
  readonly generatorLoad: number;
}

/** Of Linux, on every machine that matters: clock ticks of /proc are hundredths of a second. */
const TICK_MS = 10;

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

  read(): Timed {
    const elapsedMs = performance.now() - this.#startedAt;
    const units = this.#units() - this.#unitsBefore;
    const { user, system } = process.cpuUsage(this.#generatorBefore);
    const brokerAfter = processorMs(this.#pid);
    const isKnown = brokerAfter !== undefined && this.#brokerBefore !== undefined;
    return {
      value: (units * 1000) / elapsedMs,
      brokerLoad: isKnown ? (brokerAfter - (this.#brokerBefore as number)) / elapsedMs : undefined,
      generatorLoad: (user + system) / 1000 / elapsedMs,
    };
  }
}

function processorMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}
