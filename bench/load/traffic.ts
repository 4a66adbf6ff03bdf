/** Publishers that keep a window full, subscribers that count: messages a second through a broker that is never idle. */
import { setTimeout as pause } from 'node:timers/promises';
import type { QoS } from '../../machines/packets.ts';
import { type Client, connected } from './client.ts';
import { connectBytes, PACKET, publishBurst, subscribeBytes } from './packets.ts';
import { Stopwatch, type Timed } from './stopwatch.ts';

export interface TrafficPlan {
  readonly qos: QoS;
  readonly publishers: number;
  readonly subscribers: number;
  /** Messages of one publisher that may be on their way. */
  readonly window: number;
  /** Messages that are written at once; the window is a multiple of it. */
  readonly burst: number;
}

export interface Target {
  readonly port: number;
  readonly pid: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const TOPIC = 'bench/floor/1/temperature';
const DRAIN_MS = 10_000;

/** Deliveries a second. @throws when the broker has lost a message. */
export async function measureTraffic(plan: TrafficPlan, target: Target): Promise<Timed> {
  const traffic = new Traffic(plan);
  await traffic.open(target.port);
  traffic.start();
  await pause(target.warmUpMs);
  const watch = new Stopwatch(target.pid, () => traffic.delivered);
  await watch.wait(target.measureMs);
  const timed = watch.read();
  await traffic.stop();
  return timed;
}

class Traffic {
  readonly #plan: TrafficPlan;
  readonly #publishers: Publisher[] = [];
  #subscribers: Client[] = [];
  #isRunning = false;

  constructor(plan: TrafficPlan) {
    this.#plan = plan;
  }

  get delivered(): number {
    return this.#subscribers.reduce((sum, { counts }) => sum + (counts[PACKET.PUBLISH] ?? 0), 0);
  }

  get #sent(): number {
    return this.#publishers.reduce((sum, { sent }) => sum + sent, 0);
  }

  async open(port: number): Promise<void> {
    const { qos, publishers, subscribers } = this.#plan;
    for (let i = 0; i < subscribers; i++) {
      const client = await connected(port, connectBytes(`subscriber-${i}`, true));
      client.send(subscribeBytes(TOPIC, qos));
      await client.received(PACKET.SUBACK, 1);
      client.onProgress = () => this.#pump();
      this.#subscribers.push(client);
    }
    for (let i = 0; i < publishers; i++) {
      const client = await connected(port, connectBytes(`publisher-${i}`, true));
      client.onProgress = () => this.#pump();
      this.#publishers.push(new Publisher(client, this.#plan));
    }
  }

  start(): void {
    this.#isRunning = true;
    this.#pump();
  }

  /** Lets all that was sent arrive, and closes. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    const wanted = this.#sent * this.#plan.subscribers;
    const startedAt = performance.now();
    while (this.delivered < wanted && performance.now() - startedAt < DRAIN_MS) await pause(5);
    const { delivered } = this;
    for (const client of this.#subscribers) client.destroy();
    for (const { client } of this.#publishers) client.destroy();
    if (delivered !== wanted) throw new Error(`${delivered} of ${wanted} messages delivered`);
  }

  /** By what has been delivered too, not only by what is acknowledged, or a broker's queues would grow till it drops. */
  #pump(): void {
    if (!this.#isRunning) return;
    const { window, burst, publishers, subscribers } = this.#plan;
    let room = window * publishers - (this.#sent - this.delivered / subscribers);
    for (const publisher of this.#publishers) {
      while (room >= burst && publisher.hasRoom) {
        publisher.sendBurst();
        room -= burst;
      }
    }
  }
}

class Publisher {
  readonly client: Client;
  sent = 0;
  readonly #plan: TrafficPlan;
  readonly #acknowledgement: number;
  readonly #bursts: readonly Buffer[];

  constructor(client: Client, plan: TrafficPlan) {
    const { qos, window, burst } = plan;
    this.client = client;
    this.#plan = plan;
    this.#acknowledgement = qos === 1 ? PACKET.PUBACK : PACKET.PUBCOMP;
    // Identifiers come free in the order of use, so the bursts of a window go round.
    this.#bursts = Array.from({ length: qos === 0 ? 1 : window / burst }, (_, i) =>
      publishBurst(TOPIC, qos, 1 + i * burst, burst),
    );
  }

  get hasRoom(): boolean {
    const { qos, window, burst } = this.#plan;
    if (qos === 0) return true;
    return this.sent - (this.client.counts[this.#acknowledgement] as number) + burst <= window;
  }

  sendBurst(): void {
    const { burst } = this.#plan;
    this.client.send(this.#bursts[(this.sent / burst) % this.#bursts.length] as Buffer);
    this.sent += burst;
  }
}
