/** The time that inputs carry, and the platform's timer behind all of ours. Tests put their own in its place. */

export interface Clock {
  /** Milliseconds since 1970 that never go backwards, whatever becomes of the system's clock. */
  nowMs(): number;
  /** Calls back once; returns what `cancel` takes. `delayMs` is at most 2,147,483,647. */
  schedule(delayMs: number, callback: () => void): unknown;
  cancel(handle: unknown): void;
}

export const systemClock: Clock = {
  nowMs: () => Math.floor(performance.timeOrigin + performance.now()),
  // A timer alone is no reason to keep the process: it lives as long as it listens or has connections.
  schedule: (delayMs, callback) => setTimeout(callback, delayMs).unref(),
  cancel: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
