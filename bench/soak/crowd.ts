/** All members of a soak: who they are, and that they come and go. What happens in between is chaos.ts. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Will } from '../../machines/packets.ts';
import type { Ledger } from './ledger.ts';
import type { Circumstances, Member, MemberPlan } from './member.ts';
import type { SoakOptions } from './options.ts';
import { Publisher } from './publisher.ts';
import { Subscriber } from './subscriber.ts';

/** CONNECTs without CONNACK at once: the backlog of a listener is 511 in Node. */
const ARRIVING_AT_ONCE = 100;
const LOOK_MS = 20;
const PING_TICK_MS = 50;
/** Every member pings once in this time: a third of the keep alive. */
const ROUND_MS = 20_000;

export class Crowd {
  readonly members: readonly Member[];
  readonly publishers: readonly Publisher[];
  /** Publishers and their subscribers, who come first among the members. */
  readonly activeCount: number;
  readonly #subscribers: readonly Subscriber[];

  constructor(
    options: Pick<SoakOptions, 'connections' | 'publishers'>,
    name: string,
    around: Circumstances,
    ledger: Ledger,
  ) {
    const { connections, publishers: count } = options;
    const plan = (index: number) => planOf(name, index, index < count * 2);
    this.publishers = Array.from(
      { length: count },
      (_, number) => new Publisher(plan(number), around, ledger, number),
    );
    const active = Array.from({ length: count }, (_, number) => {
      const heard = [number, (number + 1) % count];
      ledger.expect(number, heard);
      // Half of them by a wildcard, which takes another way through the broker.
      const filters = heard.map((it) => `${number % 2 ? '+' : 'soak'}/data/${it}`);
      return new Subscriber(plan(count + number), around, ledger, { number, filters });
    });
    const idle = Array.from({ length: connections - count * 2 }, (_, at) => {
      const filters = [`soak/idle/${at}`];
      return new Subscriber(plan(count * 2 + at), around, ledger, { number: -1, filters });
    });
    this.#subscribers = [...active, ...idle];
    this.members = [...this.publishers, ...this.#subscribers];
    this.activeCount = count * 2;
  }

  get connectedCount(): number {
    return this.members.filter(({ isConnected }) => isConnected).length;
  }

  /** Connected, subscribed, nothing unacknowledged, every connection that was taken over closed. */
  get unsettledCount(): number {
    return this.#visitors.filter(({ isSettled }) => !isSettled).length;
  }

  /** Not all of them where the arrival was interrupted. */
  get #visitors(): readonly Member[] {
    return this.members.filter(({ hasCome }) => hasCome);
  }

  async arrive(signal: AbortSignal): Promise<void> {
    await this.#each(signal, async (member) => {
      member.connect();
      await member.connected();
    });
    await until(signal, () => this.#subscribers.every(({ isReady }) => isReady));
  }

  /** Everybody who is away comes back, and all that is under way arrives. */
  async settle(signal: AbortSignal, ledger: Ledger): Promise<void> {
    await until(signal, () => {
      for (const member of this.#visitors) if (member.isAway) member.connect();
      return ledger.missing === 0 && this.unsettledCount === 0;
    });
  }

  /** Ends all sessions and connections, and takes the retained messages away. */
  async leave(signal: AbortSignal): Promise<void> {
    for (const publisher of this.publishers) publisher.publishState('');
    await this.#each(signal, async (member) => {
      if (member.hasCome) await member.leave();
    });
  }

  /** Everybody keeps alive, from now on until the returned function is called. */
  keepAlive(): () => void {
    const { members } = this;
    let lastMs = performance.now();
    let at = 0;
    let due = 0;
    const timer = setInterval(() => {
      const nowMs = performance.now();
      due = Math.min(members.length, due + ((nowMs - lastMs) * members.length) / ROUND_MS);
      lastMs = nowMs;
      for (; due >= 1; due--) members[at++ % members.length]?.ping(nowMs);
    }, PING_TICK_MS);
    return () => clearInterval(timer);
  }

  abandon(): void {
    for (const member of this.members) member.abandon();
  }

  /** Some at a time, so that nobody is kept waiting for longer than a client would bear. */
  async #each(signal: AbortSignal, act: (member: Member) => Promise<void>): Promise<void> {
    const waiting = this.members.values();
    const work = async () => {
      for (const member of waiting) {
        if (signal.aborted) return;
        await act(member);
      }
    };
    const isDone = Promise.all(Array.from({ length: ARRIVING_AT_ONCE }, work));
    await Promise.race([isDone, abortOf(signal)]);
  }
}

/** Looks again and again; gives up with the signal. */
export async function until(signal: AbortSignal, isSo: () => boolean): Promise<void> {
  while (!signal.aborted && !isSo()) await pause(LOOK_MS);
}

export async function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** By the number alone, so that a crowd is the same for every seed, and every kind of member is in it. */
function planOf(name: string, index: number, isActive: boolean): MemberPlan {
  const version = (index >> 1) % 2 === 0 ? 4 : 5;
  return {
    index,
    clientId: `${name}-${index}`,
    version,
    isPersistent: isActive || index % 3 !== 0,
    will: isActive || index % 5 !== 0 ? undefined : willOf(index, version),
    receiveMaximum: index % 8 === 2 ? 5 : undefined,
  };
}

function willOf(index: number, version: 4 | 5): Will {
  const topicName = `soak/will/${index}`;
  const payload = Buffer.from('gone');
  const message = { topicName, payload, qos: 1, retain: false, properties: undefined } as const;
  // Some run out while their client is away, and some do not.
  return { message, delayIntervalSeconds: version === 5 ? index % 3 : 0 };
}
