/** Clients that come and go: connects, resumes and takeovers a second. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, connected } from './client.ts';
import { connectBytes, DISCONNECT, PACKET, subscribeBytes } from './packets.ts';
import { Stopwatch, type Timed } from './stopwatch.ts';
import type { Target } from './traffic.ts';

export type Coming = 'connect' | 'resume' | 'takeover';

/** Clients that are on their way in at a time. */
const AT_ONCE = 40;
/** Client identifiers of one of them, in turns. */
const IDENTITIES = 25;

/** CONNACKs a second. */
export async function measureConnects(coming: Coming, target: Target): Promise<Timed> {
  const lanes = Array.from({ length: AT_ONCE }, (_, i) => new Lane(coming, i, target.port));
  if (coming === 'resume') for (const lane of lanes) await lane.leaveSessions();
  for (const lane of lanes) lane.next();
  await pause(target.warmUpMs);
  const watch = new Stopwatch(target.pid, () => lanes.reduce((sum, { done }) => sum + done, 0));
  await watch.wait(target.measureMs);
  const timed = watch.read();
  for (const lane of lanes) lane.stop();
  const failed = lanes.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) throw new Error(`${coming}: ${failed.failure}`);
  return timed;
}

/** One client after the other: the next comes when this one has been accepted. */
class Lane {
  done = 0;
  failure: string | undefined;
  readonly #coming: Coming;
  readonly #port: number;
  readonly #connects: readonly Buffer[];
  #client: Client | undefined;
  #turn = 0;
  #isRunning = true;

  constructor(coming: Coming, lane: number, port: number) {
    this.#coming = coming;
    this.#port = port;
    // A takeover is from one connection to the next of the same client.
    const identities = coming === 'takeover' ? 1 : IDENTITIES;
    this.#connects = Array.from({ length: identities }, (_, i) =>
      connectBytes(`${coming}-${lane}-${i}`, coming !== 'resume'),
    );
  }

  /** Sessions that were left with a subscription. */
  async leaveSessions(): Promise<void> {
    for (const [i, bytes] of this.#connects.entries()) {
      const client = await connected(this.#port, bytes);
      client.send(subscribeBytes(`bench/resume/${i}`, 1));
      await client.received(PACKET.SUBACK, 1);
      client.end(DISCONNECT);
    }
  }

  next(): void {
    if (!this.#isRunning) return;
    const bytes = this.#connects[this.#turn++ % this.#connects.length] as Buffer;
    const existing = this.#client;
    const client = new Client(this.#port, bytes);
    this.#client = client;
    let isAccepted = false;
    client.onProgress = () => {
      if (isAccepted) return;
      isAccepted = true;
      this.done++;
      this.#leave(client, existing);
    };
    client.onClosed = () => {
      if (!isAccepted && this.#isRunning) this.failure ??= 'closed before CONNACK';
    };
  }

  /** The next one comes when the one before is quite gone, so that its client identifier is free. */
  #leave(client: Client, existing: Client | undefined): void {
    if (this.#coming !== 'takeover') {
      client.onClosed = () => this.next();
      client.end(DISCONNECT);
    } else if (existing === undefined || existing.isClosed) {
      this.next();
    } else {
      existing.onClosed = () => this.next();
    }
  }

  stop(): void {
    this.#isRunning = false;
    this.#client?.destroy();
  }
}
