/** Messages at a given rate, whatever the broker does: how long the slowest hundredth takes from client to client. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, connected } from './client.ts';
import { connectBytes, PACKET, publishBurst, subscribeBytes } from './packets.ts';
import { Stopwatch, type Timed } from './stopwatch.ts';
import type { Target } from './traffic.ts';

const TOPIC = 'bench/floor/1/temperature';
const TICK_MS = 1;
/** Packet Identifiers in turns: more than are ever on their way. */
const IDENTIFIERS = 20_000;
const DRAIN_MS = 5_000;

/** The 99th percentile of latency in ms, QoS 1 one to one at so many messages a second. */
export async function measureLatency(ratePerSecond: number, target: Target): Promise<Timed> {
  const subscriber = await connected(target.port, connectBytes('subscriber', true));
  subscriber.send(subscribeBytes(TOPIC, 1));
  await subscriber.received(PACKET.SUBACK, 1);
  const publisher = await connected(target.port, connectBytes('publisher', true));
  const pace = new Pace(publisher, subscriber, ratePerSecond);
  await pause(target.warmUpMs);
  pace.latencies.length = 0;
  const watch = new Stopwatch(target.pid, () => pace.latencies.length);
  await watch.wait(target.measureMs);
  const { brokerLoad, generatorLoad } = watch.read();
  await pace.stop();
  publisher.destroy();
  subscriber.destroy();
  return { value: percentile(pace.latencies, 0.99), brokerLoad, generatorLoad };
}

class Pace {
  /** In ms, of every message, in the order of arrival. */
  readonly latencies: number[] = [];
  readonly #publisher: Client;
  readonly #subscriber: Client;
  readonly #packets = publishBurst(TOPIC, 1, 1, IDENTIFIERS);
  readonly #packetBytes = this.#packets.length / IDENTIFIERS;
  /** When each message was sent, in turns; messages arrive in their order. */
  readonly #sentAt = new Float64Array(IDENTIFIERS);
  readonly #startedAt = performance.now();
  readonly #ratePerMs: number;
  readonly #timer: NodeJS.Timeout;
  #sent = 0;
  #arrived = 0;

  constructor(publisher: Client, subscriber: Client, ratePerSecond: number) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    this.#ratePerMs = ratePerSecond / 1000;
    subscriber.onProgress = () => this.#arrive();
    this.#timer = setInterval(() => this.#send(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const startedAt = performance.now();
    while (this.#arrived < this.#sent && performance.now() - startedAt < DRAIN_MS) await pause(5);
    if (this.#arrived !== this.#sent) throw new Error(`${this.#sent - this.#arrived} lost`);
  }

  #send(): void {
    const now = performance.now();
    const due = Math.floor((now - this.#startedAt) * this.#ratePerMs);
    // A broker that lags far behind is waited for; what is late by then has been counted as late.
    const last = Math.min(due, this.#arrived + IDENTIFIERS);
    while (this.#sent < last) {
      const first = this.#sent % IDENTIFIERS;
      const count = Math.min(last - this.#sent, IDENTIFIERS - first);
      this.#sentAt.fill(now, first, first + count);
      const bytes = this.#packetBytes;
      this.#publisher.send(this.#packets.subarray(first * bytes, (first + count) * bytes));
      this.#sent += count;
    }
  }

  #arrive(): void {
    const now = performance.now();
    const arrived = this.#subscriber.counts[PACKET.PUBLISH] as number;
    for (; this.#arrived < arrived; this.#arrived++) {
      this.latencies.push(now - (this.#sentAt[this.#arrived % IDENTIFIERS] as number));
    }
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
