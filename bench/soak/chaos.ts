/** What happens to a crowd while it is soaked, by seeded choice: messages, cuts, takeovers. */
import type { QoS } from '../../machines/packets.ts';
import { Random } from '../../sim/random.ts';
import type { Crowd } from './crowd.ts';
import type { Member } from './member.ts';
import type { SoakOptions } from './options.ts';

type Rates = Pick<SoakOptions, 'rate' | 'cuts' | 'takeovers' | 'seed'>;

interface Absence {
  readonly member: Member;
  readonly backMs: number;
}

const TICK_MS = 50;
/** A process that was kept waiting does not make up for all of it at once. */
const LONGEST_TICK_MS = 500;
const LONGEST_AWAY_MS = 2_000;
/** By chance: two in five of QoS 1 and as many of QoS 2. */
const QOS_DRAWN: readonly QoS[] = [0, 1, 1, 2, 2];
const PADDING_MAXIMUM = 200;
/** One in so many is larger than what a socket gives in one piece. */
const LARGE_ONE_IN = 500;
const LARGE_PADDING = 100_000;
/** Published just before something happens to those who are concerned, so that it happens in the middle of things. */
const BURST_MAXIMUM = 12;
/** From there to the accident: at once, or when some of it has got somewhere. */
const LONGEST_FUSE_MS = 8;

export class Chaos {
  readonly #crowd: Crowd;
  readonly #rates: Rates;
  readonly #traffic: Random;
  readonly #accidents: Random;
  /** What is due and has not been done: fractions of messages, cuts and takeovers. */
  readonly #due = { messages: 0, cuts: 0, takeovers: 0 };
  #away: Absence[] = [];
  #isStopped = false;
  #lastMs = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(crowd: Crowd, rates: Rates, name: string) {
    this.#crowd = crowd;
    this.#rates = rates;
    this.#traffic = new Random(`${rates.seed} ${name} traffic`);
    this.#accidents = new Random(`${rates.seed} ${name} accidents`);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  #tick(): void {
    const nowMs = performance.now();
    const passed = Math.min(nowMs - this.#lastMs, LONGEST_TICK_MS);
    this.#lastMs = nowMs;
    const { rate, cuts, takeovers } = this.#rates;
    const seconds = passed / 1_000;
    this.#times('messages', rate * seconds, () => this.#publish());
    this.#times('cuts', cuts * seconds, () => this.#cut(nowMs));
    this.#times('takeovers', takeovers * seconds, () => this.#takeOver());
    this.#bringBack(nowMs);
  }

  /** As often as has become due, and keeps the fraction. */
  #times(what: 'messages' | 'cuts' | 'takeovers', more: number, act: () => void): void {
    this.#due[what] += more;
    for (; this.#due[what] >= 1; this.#due[what]--) act();
  }

  /** One that is away, or waits for acknowledgements, is passed over: the rate is what is tried. */
  #publish(): void {
    const { publishers } = this.#crowd;
    this.#publishBy(this.#traffic.below(publishers.length), this.#traffic);
  }

  #publishBy(number: number, random: Random): void {
    const publisher = this.#crowd.publishers[number];
    const qos = QOS_DRAWN[random.below(QOS_DRAWN.length)] as QoS;
    const isLarge = random.below(LARGE_ONE_IN) === 0;
    const padding = isLarge ? LARGE_PADDING : random.below(PADDING_MAXIMUM);
    if (publisher?.canPublish) publisher.publish(qos, padding);
  }

  #cut(nowMs: number): void {
    const isReset = this.#accidents.below(2) === 0;
    const backMs = nowMs + this.#accidents.below(LONGEST_AWAY_MS);
    this.#befall((member) => {
      if (member.isAway) return;
      member.cut(isReset);
      this.#away.push({ member, backMs });
    });
  }

  #takeOver(): void {
    this.#befall((member) => {
      if (member.isConnected) member.connect();
    });
  }

  /** Something happens to one of them, where it can while its messages are on their way. */
  #befall(accident: (member: Member) => void): void {
    const random = this.#accidents;
    const index = this.#victim();
    const member = this.#crowd.members[index] as Member;
    const fuseMs = random.below(LONGEST_FUSE_MS);
    if (index < this.#crowd.activeCount) {
      // A publisher, or the subscriber that hears the publisher of its number.
      const number = index % this.#crowd.publishers.length;
      for (let left = random.below(BURST_MAXIMUM); left > 0; left--)
        this.#publishBy(number, random);
    }
    if (fuseMs === 0) accident(member);
    else setTimeout(() => !this.#isStopped && accident(member), fuseMs);
  }

  /** Half of them among the few who have something to lose. */
  #victim(): number {
    const { members, activeCount } = this.#crowd;
    const count = this.#accidents.below(2) === 0 ? activeCount : members.length;
    return this.#accidents.below(count);
  }

  #bringBack(nowMs: number): void {
    const still: Absence[] = [];
    for (const absence of this.#away) {
      if (absence.backMs > nowMs) still.push(absence);
      else if (absence.member.isAway) absence.member.connect();
    }
    this.#away = still;
  }
}
