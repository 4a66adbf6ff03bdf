// Random operations on a family of forked networks, against what any network of MQTT has to keep.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chooser } from '../../sim/choose/chooser.ts';
import { Seeded } from '../../sim/choose/seeded.ts';
import type { Side } from '../../sim/network/link.ts';
import { Network } from '../../sim/network/network.ts';

const LINKS = 3;
const settings = { latencyMs: { min: 0, max: 30 }, congestedAtPackets: 4 };

const kinds = [
  ...([
    'send',
    'send',
    'send',
    'send',
    'send',
    'deliver',
    'deliver',
    'deliver',
    'deliver',
  ] as const),
  ...(['advance', 'advance', 'partition', 'heal', 'stall', 'unstall', 'fork'] as const),
  ...(['close', 'abort', 'abortLost', 'cut', 'cutLost', 'halfOpen'] as const),
];
const operation = fc.record({
  kind: fc.constantFrom(...kinds),
  member: fc.nat(),
  link: fc.nat(LINKS - 1),
  side: fc.constantFrom<Side>('broker', 'client'),
  value: fc.nat(40),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** One direction of one link, as an outsider sees it. */
interface Seen {
  readonly sent: number[];
  delivered: number;
  isClosed: boolean;
  isHalfOpen: boolean;
}

class Member {
  readonly network: Network<number>;
  readonly seen: Map<string, Seen>;
  nowMs: number;

  constructor(network: Network<number>, seen: Map<string, Seen>, nowMs: number) {
    this.network = network;
    this.seen = seen;
    this.nowMs = nowMs;
  }

  fork(): Member {
    const seen = new Map<string, Seen>();
    for (const [key, value] of this.seen) seen.set(key, { ...value, sent: [...value.sent] });
    return new Member(this.network.fork(), seen, this.nowMs);
  }

  to(link: number, side: Side): Seen {
    return this.seen.get(`${link} ${side}`) as Seen;
  }

  play({ kind, link, side, value }: Operation, serial: number, chooser: Chooser): void {
    const { network } = this;
    const moment = { nowMs: this.nowMs, chooser };
    if (kind === 'send') {
      network.send(link, side, serial, moment);
      this.to(link, side === 'broker' ? 'client' : 'broker').sent.push(serial);
    } else if (kind === 'deliver') {
      const due = network.due(this.nowMs);
      const key = due[value % Math.max(1, due.length)];
      if (key !== undefined) this.deliver(key, chooser);
    } else if (kind === 'advance') {
      this.nowMs += value;
    } else if (kind === 'halfOpen') {
      this.halfOpen(link);
    } else if (kind === 'close') network.close(link, side, moment);
    else if (kind === 'abort') network.abort(link, side, moment);
    else if (kind === 'abortLost') network.abort(link, side, moment, 'lost');
    else if (kind === 'cut') network.cut(link, this.nowMs);
    else if (kind === 'cutLost') network.cut(link, this.nowMs, 'lost');
    else if (kind === 'stall') network.stall(link, side);
    else if (kind === 'unstall') network.unstall(link, side, this.nowMs);
    else if (kind === 'partition') network.partition(link);
    else if (kind === 'heal') network.heal(link, this.nowMs);
  }

  deliver(key: number, chooser: Chooser): void {
    const [first] = this.network.deliver(key, { nowMs: this.nowMs, chooser });
    if (first === undefined) throw new Error('a delivery tells something');
    const seen = this.to(first.link, first.to);
    // Nobody is told anything after the end.
    expect(seen.isClosed).toBe(false);
    if (first.type === 'closed') {
      seen.isClosed = true;
      return;
    }
    if (first.type !== 'deliver') throw new Error(`told first: ${first.type}`);
    seen.delivered++;
    // First in, first out, with no gap: what is lost is lost at the end.
    expect(first.packet).toBe(seen.sent[seen.delivered - 1]);
    expect(seen.isHalfOpen).toBe(false);
  }

  /** Nothing arrives from then on, but what had arrived already when the link was cut. */
  halfOpen(link: number): void {
    if (!this.network.has(link)) return;
    const { toBroker, toClient } = this.network.snapshot(link, this.nowMs);
    this.to(link, 'broker').isHalfOpen ||= !toBroker.isLocal;
    this.to(link, 'client').isHalfOpen ||= !toClient.isLocal;
    this.network.halfOpen(link);
  }

  check(): void {
    const { sent, delivered, lost } = this.network.counts;
    let inFlight = 0;
    for (const link of this.network.links()) {
      const { toBroker, toClient } = this.network.snapshot(link, this.nowMs);
      for (const { flights } of [toBroker, toClient]) {
        inFlight += flights.filter(({ packet }) => packet !== undefined).length;
        const waits = flights.map(({ inMs }) => inMs);
        expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      }
    }
    expect(sent).toBe(delivered + inFlight + lost);
    const seen = [...this.seen.values()];
    expect(delivered).toBe(seen.reduce((sum, each) => sum + each.delivered, 0));
  }

  /** Heals all, ends what nobody has ended, and lets all arrive. Every link then has told both sides. */
  settle(chooser: Chooser): void {
    const { network } = this;
    for (const link of network.links()) {
      network.heal(link, this.nowMs);
      for (const side of ['broker', 'client'] as const) {
        network.unstall(link, side, this.nowMs);
        // Nothing else brings a half-open link to an end. Any other that was ended has to come to it by itself.
        const moment = { nowMs: this.nowMs, chooser };
        if (network.snapshot(link, this.nowMs).isHalfOpen) network.abort(link, side, moment);
        else network.close(link, 'client', moment);
      }
    }
    for (let next = network.first(); next !== undefined; next = network.first()) {
      this.nowMs = Math.max(this.nowMs, network.nextDeadlineMs() ?? 0);
      this.deliver(next, chooser);
    }
    expect(network.links()).toEqual([]);
    for (const { isClosed } of this.seen.values()) expect(isClosed).toBe(true);
    this.check();
  }
}

function firstMember(): Member {
  const network = new Network<number>();
  const seen = new Map<string, Seen>();
  for (let link = 0; link < LINKS; link++) {
    network.open(link, settings);
    for (const side of ['broker', 'client']) {
      const fresh = { sent: [], delivered: 0, isClosed: false, isHalfOpen: false };
      seen.set(`${link} ${side}`, fresh);
    }
  }
  return new Member(network, seen, 0);
}

test('each direction is first in, first out; each side is told of the end once; no packet vanishes', () => {
  const lists = fc.array(operation, { maxLength: 120, size: 'max' });
  fc.assert(
    fc.property(lists, fc.string(), (list, seed) => {
      const chooser = new Seeded(seed);
      const family = [firstMember()];
      for (const [serial, each] of list.entries()) {
        const member = family[each.member % family.length] as Member;
        if (each.kind === 'fork') family.push(member.fork());
        else member.play(each, serial, chooser);
        member.check();
      }
      for (const member of family) member.settle(chooser);
    }),
    { numRuns: 400 },
  );
});
