/** The live feed: what a viewer gets, and what one who is slow costs. Time and network are the test's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Broker,
  DEFAULT_OPTIONS,
  type Effect,
  type Input,
  omittedText,
  type TimerLeft,
} from '../../machines/index.ts';
import { Feed, type Stepping } from '../../src/page/feed.ts';
import {
  FLUSH_EVERY_MS,
  GLIMPSED_PARTS_MAXIMUM,
  RECORDS_PER_SECOND_MAXIMUM,
  VIEWER_BUFFER_BYTES,
  VIEWER_PATIENCE_MS,
  WATCHED_PARTS_MAXIMUM,
} from '../../src/page/limits.ts';
import type { Outlet } from '../../src/page/viewer.ts';

type Happening<I = Input> = I extends Input ? Omit<I, 'nowMs'> : never;
type Line = Record<string, unknown> & { n?: number; gap?: { steps: number; because: string } };

interface Image extends Line {
  readonly in: {
    readonly image: {
      readonly connections: readonly { readonly clientId: string }[];
      readonly sessions: readonly object[];
    };
  };
}

/** A page that is as fast as the test says. */
class FakeOutlet implements Outlet {
  waitingBytes = 0;
  readonly lines: Line[] = [];
  closed: string | undefined;

  send(text: string): void {
    for (const line of text.split('\n')) this.lines.push(JSON.parse(line) as Line);
  }

  close(code: number, reason: string): void {
    this.closed = `${code} ${reason}`;
  }

  /** Since the last header, without what is beside the trace. */
  get trace(): readonly Line[] {
    const from = this.lines.findLastIndex((line) => 'lifeline' in line);
    return this.lines.slice(from).filter((line) => !('live' in line));
  }

  get headers(): number {
    return this.lines.filter((line) => 'lifeline' in line).length;
  }

  get status(): Line | undefined {
    return this.lines.findLast((line) => 'live' in line)?.['live'] as Line | undefined;
  }
}

class World {
  readonly broker = new Broker(DEFAULT_OPTIONS);
  readonly feed: Feed;
  readonly timers: TimerLeft[] = [];
  #stepping: Stepping = this.broker;
  #connections = 0;

  constructor() {
    this.feed = new Feed({
      core: this.broker,
      driver: {
        stepThrough: (around) => {
          this.#stepping = around === undefined ? this.broker : around(this.broker);
        },
        timersLeft: this.timers,
      },
      options: DEFAULT_OPTIONS,
      payloads: 'omitted',
      payload: omittedText,
      nowMs: () => Date.now(),
    });
  }

  /** Steps go straight to the core. */
  get isUnwatched(): boolean {
    return this.#stepping === this.broker;
  }

  step(happening: Happening): readonly Effect[] {
    return this.#stepping.step({ ...happening, nowMs: Date.now() } as Input);
  }

  connect(clientId: string): number {
    this.#connections += 1;
    const connection = this.#connections;
    const origin = { transport: 'tcp', remote: 'x' } as const;
    this.step({ type: 'opened', connection, origin, nonce: `${connection}` });
    const packet = {
      type: 'CONNECT',
      protocolVersion: 5,
      cleanStart: true,
      clientId,
      keepAliveSeconds: 0,
      properties: {},
      userName: undefined,
      password: undefined,
      will: undefined,
    } as const;
    this.step({ type: 'received', connection, packet });
    return connection;
  }

  ping(connection: number, times: number): void {
    for (let i = 0; i < times; i++) {
      this.step({ type: 'received', connection, packet: { type: 'PINGREQ' } });
    }
  }
}

let world: World;
const flush = () => vi.advanceTimersByTime(FLUSH_EVERY_MS);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  world = new World();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a viewer', () => {
  it('begins with what the broker holds, and is told every step from there on', () => {
    const connection = world.connect('early');
    world.timers.push(['connection 1 keepAlive', 1_500]);
    vi.advanceTimersByTime(2_000);
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    world.ping(connection, 1);
    flush();
    const [header, first, second] = outlet.trace;
    expect(header).toMatchObject({ lifeline: 'trace', clockMs: 1_000_000, source: 'broker' });
    expect(first).toMatchObject({
      n: 1,
      t: 2_000,
      in: {
        type: 'restored',
        image: { connections: [{ clientId: 'early' }] },
        timers: [['connection 1 keepAlive', 1_500]],
      },
      out: [{ type: 'setTimer', timer: 'connection 1 keepAlive', delayMs: 1_500 }],
    });
    expect(second).toMatchObject({ n: 2, t: 2_000, in: { type: 'received' }, out: [{}] });
  });

  it('has numbers of its own, whoever else watches', () => {
    const connection = world.connect('early');
    const [a, b] = [new FakeOutlet(), new FakeOutlet()];
    world.feed.add(a);
    world.ping(connection, 3);
    world.feed.add(b);
    world.ping(connection, 1);
    flush();
    expect(a.trace.slice(1).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(b.trace.slice(1).map(({ n }) => n)).toEqual([1, 2]);
  });

  it('holds up no step while all of a large broker is written down, and misses none', () => {
    // Each look at the clock is a millisecond later, so that it takes many slices.
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock++);
    for (let i = 0; i < 1_000; i++) world.connect(`c${i}`);
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    // The one that sends what there is, and the next slice.
    expect(vi.getTimerCount()).toBe(2);
    world.ping(1, 1);
    vi.advanceTimersToNextTimer();
    expect(vi.getTimerCount()).toBe(2);
    world.connect('later');
    flush();
    expect(vi.getTimerCount()).toBe(1);
    vi.restoreAllMocks();
    const [, first, ...rest] = outlet.trace;
    const { connections, sessions } = (first as Image).in.image;
    expect([connections.length, sessions.length]).toEqual([1_000, 1_000]);
    expect(rest).toMatchObject([
      { n: 2, in: { packet: { type: 'PINGREQ' } } },
      { n: 3, in: { type: 'opened', connection: 1_001 } },
      { n: 4, in: { packet: { clientId: 'later' } } },
    ]);
  });

  it('is told once a second how much there is', () => {
    const connection = world.connect('early');
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    world.ping(connection, 30);
    vi.advanceTimersByTime(1_100);
    expect(outlet.status).toMatchObject({ connections: 1, inputsPerSecond: 30, isWhole: true });
  });

  it('is told why, when the broker stops', () => {
    const connection = world.connect('early');
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    world.ping(connection, 1);
    world.feed.close(1001, 'the broker has stopped');
    expect(outlet.trace).toHaveLength(3);
    expect(outlet.closed).toBe('1001 the broker has stopped');
    expect(world.isUnwatched).toBe(true);
  });
});

it('while nobody watches, steps go straight to the core, and no timer runs', () => {
  expect(world.isUnwatched).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  const remove = world.feed.add(new FakeOutlet());
  const removeOther = world.feed.add(new FakeOutlet());
  remove();
  expect(world.isUnwatched).toBe(false);
  removeOther();
  removeOther();
  expect(world.isUnwatched).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

describe('a slow viewer', () => {
  /** Its network takes nothing any more. */
  function stuck(): { outlet: FakeOutlet; connection: number } {
    const connection = world.connect('early');
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    flush();
    outlet.waitingBytes = VIEWER_BUFFER_BYTES;
    world.ping(connection, 1);
    flush();
    return { outlet, connection };
  }

  it('gets nothing while it is behind, and begins anew when it has caught up', () => {
    const { outlet, connection } = stuck();
    const before = outlet.lines.length;
    for (let i = 0; i < 20; i++) {
      world.ping(connection, 10);
      flush();
    }
    expect(outlet.lines).toHaveLength(before);
    outlet.waitingBytes = 0;
    flush();
    world.ping(connection, 1);
    flush();
    expect(outlet.headers).toBe(2);
    expect(outlet.trace.slice(1).map(({ n }) => n)).toEqual([1, 2]);
  });

  it('is asked to leave when it stays behind', () => {
    const { outlet } = stuck();
    vi.advanceTimersByTime(VIEWER_PATIENCE_MS - 1_000);
    expect(outlet.closed).toBeUndefined();
    vi.advanceTimersByTime(2_000);
    expect(outlet.closed).toBe('1013 the page has not kept up for 30 s: open it again');
  });

  it('holds up nobody else', () => {
    const { connection } = stuck();
    const other = new FakeOutlet();
    world.feed.add(other);
    world.ping(connection, 5);
    flush();
    expect(other.trace).toHaveLength(1 + 1 + 5);
  });
});

describe('when more happens than a page can follow', () => {
  function flooded(): FakeOutlet {
    const connection = world.connect('early');
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    world.ping(connection, 3 * RECORDS_PER_SECOND_MAXIMUM);
    flush();
    return outlet;
  }

  it('says so, and goes on with the outline', () => {
    const outlet = flooded();
    const { trace } = outlet;
    expect(trace.at(-1)?.gap?.because).toMatch(/^more happens than a page can follow; only conn/);
    expect(trace.length).toBeLessThan(2.2 * RECORDS_PER_SECOND_MAXIMUM);
    vi.advanceTimersByTime(1_000);
    world.connect('later');
    flush();
    const told = outlet.trace.slice(trace.length);
    expect(told.map(({ n }) => n)).toEqual([trace.length, trace.length + 1]);
    expect(told[1]).toMatchObject({
      in: { packet: { type: 'CONNECT', clientId: 'later' } },
      out: [{ type: 'announce' }, { packet: { type: 'CONNACK' } }, { type: 'announce' }],
    });
  });

  it('says later how much was left out', () => {
    const outlet = flooded();
    for (let second = 0; second < 11; second++) {
      world.ping(1, RECORDS_PER_SECOND_MAXIMUM);
      vi.advanceTimersByTime(1_000);
    }
    world.connect('later');
    flush();
    const gaps = outlet.trace.flatMap(({ gap }) => (gap === undefined ? [] : [gap.steps]));
    const told = outlet.trace.filter((line) => 'in' in line).length;
    // All but the image and the two records of the late connection were either told or counted.
    expect(gaps).toEqual([0, 14 * RECORDS_PER_SECOND_MAXIMUM - (told - 3)]);
  });

  it('begins anew with everything once it is calm', () => {
    const outlet = flooded();
    vi.advanceTimersByTime(8_000);
    world.ping(1, 1);
    flush();
    expect(outlet.headers).toBe(2);
    expect(outlet.trace.map((line) => line.gap)).toEqual([undefined, undefined, undefined]);
  });
});

describe('when the broker holds more than a page can show', () => {
  it('shows the newest connections, says so, and tells the outline', () => {
    for (let i = 0; i < WATCHED_PARTS_MAXIMUM; i++) world.connect(`c${i}`);
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    world.ping(1, 5);
    flush();
    const [, first, gap, ...rest] = outlet.trace;
    const { connections, sessions } = (first as Image).in.image;
    expect(connections.length + sessions.length).toBe(GLIMPSED_PARTS_MAXIMUM);
    expect(connections.at(-1)?.clientId).toBe(`c${WATCHED_PARTS_MAXIMUM - 1}`);
    expect(gap?.gap?.because).toMatch(/^the broker holds more than a page can show, and is shown/);
    expect(rest).toEqual([]);
    expect(outlet.status).toMatchObject({ connections: WATCHED_PARTS_MAXIMUM, isWhole: false });
  });

  it('notices that it has come to hold too much', () => {
    const outlet = new FakeOutlet();
    world.feed.add(outlet);
    for (let i = 0; i < WATCHED_PARTS_MAXIMUM; i++) {
      world.connect(`c${i}`);
      if (i % 500 === 0) vi.advanceTimersByTime(1_000);
    }
    vi.advanceTimersByTime(1_100);
    expect(outlet.trace.findLast((line) => 'gap' in line)?.gap?.because).toMatch(
      /^the broker holds more than a page can show/,
    );
  });
});
