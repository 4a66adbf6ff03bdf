// One SUBSCRIBE can name thousands of filters that match all that is retained. What it costs is counted, never timed.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type FoundRetained, Router } from '../../machines/core/routing.ts';
import {
  Broker,
  type BrokerOptions,
  DEFAULT_OPTIONS,
  type Effect,
  type Input,
  type Message,
  type SubscriptionRequest,
} from '../../machines/index.ts';

const MESSAGES = 10_000;
/** A walk through all of them: the root, `room`, and two levels each. */
const LOOKS = 2 + 2 * MESSAGES;
/** Down to the first of them. */
const LOOKS_TO_FIRST = 4;

const GRANTED = 0;
const QUOTA_EXCEEDED = 0x97;

/** A client of a broker that has messages retained on room/0/light, room/1/light, … */
class Room {
  readonly #broker: Broker;
  readonly #looks = vi.spyOn(Router.prototype, 'retained');

  constructor(options: Partial<BrokerOptions> = {}, properties: Message['properties'] = {}) {
    onTestFinished(() => this.#looks.mockRestore());
    this.#broker = new Broker({ ...DEFAULT_OPTIONS, ...options });
    for (let i = 0; i < MESSAGES; i++) {
      const payload = Uint8Array.of(1);
      const topicName = `room/${i}/light`;
      const message = { topicName, payload, qos: 0, retain: true, properties } as const;
      this.step({ type: 'command', command: { type: 'publish', message }, nowMs: 0 });
    }
    const origin = { transport: 'tcp', remote: 'r' } as const;
    this.step({ type: 'opened', connection: 1, origin, nonce: 'n', nowMs: 0 });
    const packet = {
      type: 'CONNECT',
      protocolVersion: 5,
      cleanStart: true,
      clientId: 'c1',
      keepAliveSeconds: 0,
      userName: undefined,
      password: undefined,
      will: undefined,
      properties: {},
    } as const;
    this.step({ type: 'received', connection: 1, packet, nowMs: 0 });
  }

  step(input: Input): readonly Effect[] {
    return this.#broker.step(input);
  }

  subscribe(
    topicFilters: readonly string[],
    {
      retainHandling = 0,
      nowMs = 0,
    }: Partial<Pick<SubscriptionRequest, 'retainHandling'> & Input> = {},
  ): Outcome {
    const options = { qos: 0, noLocal: false, retainAsPublished: false, retainHandling } as const;
    const subscriptions = topicFilters.map((topicFilter) => ({ topicFilter, ...options }));
    const subscriptionIdentifier = undefined;
    const packet = {
      type: 'SUBSCRIBE',
      packetId: 1,
      subscriptions,
      subscriptionIdentifier,
    } as const;
    return this.outcomeOf({ type: 'received', connection: 1, packet, nowMs });
  }

  outcomeOf(input: Input): Outcome {
    this.#looks.mockClear();
    const effects = this.step(input);
    const found = this.#looks.mock.results.map(({ value }) => value as FoundRetained);
    const packets = effects.flatMap((each) => (each.type === 'transmit' ? [each.packet] : []));
    return {
      reasonCodes: packets.flatMap((each) => (each.type === 'SUBACK' ? each.reasonCodes : [])),
      publishes: packets.filter(({ type }) => type === 'PUBLISH').length,
      effects: effects.length,
      looks: found.reduce((sum, { looks }) => sum + looks, 0),
    };
  }
}

interface Outcome {
  readonly reasonCodes: readonly number[];
  readonly publishes: number;
  readonly effects: number;
  readonly looks: number;
}

function times(count: number, topicFilter: string): string[] {
  return Array.from({ length: count }, () => topicFilter);
}

function codes(granted: number, refused: number): number[] {
  return [...Array(granted).fill(GRANTED), ...Array(refused).fill(QUOTA_EXCEEDED)];
}

describe('2,000 filters that match 10,000 retained messages', () => {
  test('bring as many as one SUBSCRIBE may, and cost no more than those', () => {
    const served = DEFAULT_OPTIONS.retainedPerSubscribeMaximum / MESSAGES;
    expect(new Room().subscribe(times(2_000, '#'))).toEqual({
      reasonCodes: codes(served, 2_000 - served),
      publishes: DEFAULT_OPTIONS.retainedPerSubscribeMaximum,
      // Each filter is announced, be it added or refused, and there is one SUBACK.
      effects: 2_000 + 1 + DEFAULT_OPTIONS.retainedPerSubscribeMaximum,
      looks: served * LOOKS + (2_000 - served) * LOOKS_TO_FIRST,
    });
  });

  test('are looked through no further than the limit', () => {
    expect(new Room({ retainedPerSubscribeMaximum: 15_000 }).subscribe(times(2_000, '#'))).toEqual({
      reasonCodes: codes(1, 1_999),
      publishes: MESSAGES,
      effects: 2_000 + 1 + MESSAGES,
      // Of the second, as many as the limit leaves, and one more: that tells that it is passed.
      looks: LOOKS + (2 + 2 * 5_001) + 1_998 * LOOKS_TO_FIRST,
    });
  });

  test('are refused alike when an authorizer was asked first', () => {
    const room = new Room({ authorization: true, retainedPerSubscribeMaximum: 1 });
    expect(room.subscribe(times(2_000, '#'))).toMatchObject({ reasonCodes: [], looks: 0 });
    const allowed = [false, ...Array(1_999).fill(true)];
    const { reasonCodes, publishes } = room.outcomeOf({
      type: 'authorized',
      connection: 1,
      allowed,
      nowMs: 0,
    });
    expect(reasonCodes).toEqual([0x87, ...codes(1, 1_998)]);
    expect(publishes).toBe(MESSAGES);
  });
});

describe('filters that look at 10,000 topics and match none', () => {
  test('are refused once that was enough, but for those without a wildcard', () => {
    const filters = [...times(2_000, 'room/+/door'), 'room/1/door', 'room/1/light'];
    const { reasonCodes, publishes, looks } = new Room().subscribe(filters);
    expect(reasonCodes).toEqual([...codes(200, 1_800), GRANTED, GRANTED]);
    expect(publishes).toBe(1);
    // A walk that has begun is finished.
    const walk = 2 + MESSAGES;
    expect(looks).toBe(200 * walk + 2 * LOOKS_TO_FIRST - 1);
  });

  test('are looked through longer where the limit is higher', () => {
    const room = new Room({ retainedPerSubscribeMaximum: 200_000 });
    const { reasonCodes } = room.subscribe(times(2_000, 'room/+/door'));
    expect(reasonCodes).toEqual(codes(400, 1_600));
  });
});

describe('beyond the limit', () => {
  const room = () => new Room({ retainedPerSubscribeMaximum: 1 });

  test('filters that are owed nothing are granted', () => {
    const { reasonCodes } = room().subscribe(['#', 'room/+/light', 'hall/#', 'room/1/door']);
    expect(reasonCodes).toEqual([GRANTED, QUOTA_EXCEEDED, GRANTED, GRANTED]);
  });

  test('Retain Handling says what a filter is owed', () => {
    const subscriber = room();
    expect(subscriber.subscribe(['room/#', '+/#', '#'], { retainHandling: 2 })).toMatchObject({
      reasonCodes: codes(3, 0),
      publishes: 0,
    });
    const filters = ['room/+/light', '#', 'room/1/light', '+/#'];
    expect(subscriber.subscribe(filters, { retainHandling: 1 })).toMatchObject({
      reasonCodes: [GRANTED, GRANTED, QUOTA_EXCEEDED, GRANTED],
      publishes: MESSAGES,
    });
  });

  test('what has expired is owed to nobody', () => {
    const late = new Room({ retainedPerSubscribeMaximum: 1 }, { messageExpiryInterval: 1 });
    expect(late.subscribe(['#', '+/#', 'room/1/light'], { nowMs: 1_000 })).toMatchObject({
      reasonCodes: codes(3, 0),
      publishes: 0,
    });
  });
});
