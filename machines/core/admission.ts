/** Who is let in, as far as the operator's limits go: how many at a time, and how many in a second. */
import type { Overload } from '../charts/connection-types.ts';
import type { BrokerImage } from '../image.ts';
import type { BrokerOptions } from '../options.ts';

export class Admission {
  /** CONNECT packets that may still be accepted; a second fills it up. */
  private tokens = Number.POSITIVE_INFINITY;
  private filledAtMs = 0;

  fork(): Admission {
    const twin = new Admission();
    twin.tokens = this.tokens;
    twin.filledAtMs = this.filledAtMs;
    return twin;
  }

  image(nowMs: number): BrokerImage['admission'] {
    const tokens = Number.isFinite(this.tokens) ? this.tokens : null;
    return { tokens, filledAgoMs: nowMs - this.filledAtMs };
  }

  restore({ tokens, filledAgoMs }: BrokerImage['admission'], nowMs: number): void {
    this.tokens = tokens ?? Number.POSITIVE_INFINITY;
    this.filledAtMs = nowMs - filledAgoMs;
  }

  /**
   * Takes one CONNECT into account.
   * @param connections at this moment, the one that asks included
   * @returns what there is enough of, for which it is refused
   */
  admit(options: BrokerOptions, nowMs: number, connections: number): Overload | undefined {
    const { connectionsMaximum, connectsPerSecondMaximum } = options;
    if (connections > connectionsMaximum) return 'connections';
    const passedSeconds = (nowMs - this.filledAtMs) / 1000;
    const filled = this.tokens + passedSeconds * connectsPerSecondMaximum;
    this.tokens = Math.min(filled, connectsPerSecondMaximum);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) return 'connectsPerSecond';
    this.tokens -= 1;
    return undefined;
  }
}
