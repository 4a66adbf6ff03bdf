/** Ctrl-C, from the beginning on: once for an orderly end, twice for one at once. */

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** A signal reaches us by the terminal and by npm: what comes at once is one. */
const ONE_SIGNAL_MS = 1_000;

export class Interruption {
  readonly #once = new AbortController();
  readonly #twice = new AbortController();
  readonly #say: (line: string) => void;
  readonly #interrupt = () => this.#interrupted();
  #atMs = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
    for (const signal of SIGNALS) process.on(signal, this.#interrupt);
  }

  get once(): AbortSignal {
    return this.#once.signal;
  }

  get twice(): AbortSignal {
    return this.#twice.signal;
  }

  forget(): void {
    for (const signal of SIGNALS) process.off(signal, this.#interrupt);
  }

  #interrupted(): void {
    const nowMs = performance.now();
    if (!this.once.aborted) {
      this.#say('interrupted: ending the traffic, and checking what there was (again: at once)');
      this.#atMs = nowMs;
      this.#once.abort();
    } else if (nowMs - this.#atMs > ONE_SIGNAL_MS) {
      this.#twice.abort();
    }
  }
}
