import { Duplex, type Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type {
  AuthenticationOutcome,
  Connect,
  Effect,
  Input,
  Message,
} from '../../machines/index.ts';
import { Driver, type DriverParts } from '../../src/driver.ts';
import { noTraffic } from '../../src/sys/traffic.ts';
import { Timers } from '../../src/timers.ts';

/** The driver writes once at the end of a turn of the event loop: so this is that turn, and no sleep. */
const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

const ORIGIN = { transport: 'attached', remote: 'test' } as const;
const PINGRESP = { type: 'PINGRESP' } as const;
const CONNECT: Connect = {
  type: 'CONNECT',
  protocolVersion: 4,
  cleanStart: true,
  clientId: 'c1',
  keepAliveSeconds: 0,
  userName: undefined,
  password: undefined,
  will: undefined,
  properties: {},
};

/** A stream whose other end takes what is written only when `takeAll` says so. */
class Pipe extends Duplex {
  readonly writes: Buffer[] = [];
  readonly #pending: (() => void)[] = [];
  isTaking = true;

  constructor() {
    super({ writableHighWaterMark: 100 });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.writes.push(chunk);
    if (this.isTaking) done();
    else this.#pending.push(done);
  }

  takeAll(): void {
    this.isTaking = true;
    for (const done of this.#pending.splice(0)) done();
  }
}

/** A core that answers as it is told, and a driver around it. */
function setUp(answer: (input: Input) => readonly Effect[], parts: Partial<DriverParts> = {}) {
  const inputs: Input[] = [];
  let depth = 0;
  let nowMs = 0;
  const core = {
    step(input: Input): readonly Effect[] {
      expect(++depth).toBe(1);
      expect(input.nowMs).toBeGreaterThanOrEqual(inputs.at(-1)?.nowMs ?? 0);
      inputs.push(input);
      const effects = answer(input);
      depth--;
      return effects;
    },
  };
  const driver = new Driver({
    traffic: noTraffic(),
    core,
    // Time goes on whenever somebody looks.
    clock: { nowMs: () => ++nowMs, schedule: () => undefined, cancel: () => {} },
    hooks: { authenticate: undefined, authorize: undefined },
    limits: { congestedBytes: 1_000, writeBufferMaximumBytes: 3_000 },
    maximumPacketSizeBytes: 1_000,
    announce: () => {},
    hand: () => {},
    hookFailed: () => {},
    ...parts,
  });
  const types = () => inputs.map(({ type }) => type);
  return { driver, inputs, types };
}

function publish(payloadBytes: number): Effect {
  const message: Message = {
    topicName: 't',
    payload: Buffer.alloc(payloadBytes),
    qos: 0,
    retain: false,
    properties: undefined,
  };
  const packet = { type: 'PUBLISH', message, qos: 0, retain: false, dup: false } as const;
  return { type: 'transmit', connection: 1, version: 4, packet: { ...packet, packetId: 0 } };
}

async function closed(stream: Writable): Promise<void> {
  await new Promise<void>((resolve) => stream.once('close', resolve));
}

describe('the drive loop', () => {
  it('steps one input at a time, also when performing an effect makes another', async () => {
    const asked: Effect = {
      type: 'authenticate',
      connection: 1,
      connect: CONNECT,
      method: undefined,
      data: undefined,
      again: false,
    };
    const outcome: AuthenticationOutcome = { kind: 'accepted' };
    const { driver, inputs, types } = setUp(
      ({ type }) => (type === 'opened' ? [asked, { type: 'clearTimer', timer: 'x' }] : []),
      { hooks: { authenticate: () => outcome, authorize: undefined } },
    );
    driver.attach(new Pipe(), ORIGIN);
    expect(types()).toEqual(['opened', 'authenticated']);
    expect(inputs[1]).toMatchObject({ connection: 1, outcome });
  });

  it('refuses when a hook throws, and drops an answer for a connection that has gone', async () => {
    const failures: unknown[] = [];
    let answerLate: (outcome: AuthenticationOutcome) => void = () => {};
    const asked = (connection: number): Effect => ({
      type: 'authenticate',
      connection,
      connect: CONNECT,
      method: undefined,
      data: undefined,
      again: false,
    });
    const { driver, inputs, types } = setUp(
      (input) => (input.type === 'opened' ? [asked(input.connection)] : []),
      {
        hooks: {
          authenticate: ({ connection }) => {
            if (connection === 1) throw new Error('broken');
            return new Promise((resolve) => {
              answerLate = resolve;
            });
          },
          authorize: undefined,
        },
        hookFailed: (hook, error) => failures.push([hook, (error as Error).message]),
      },
    );
    driver.attach(new Pipe(), ORIGIN);
    expect(inputs[1]).toMatchObject({ outcome: { kind: 'refused', reasonCode: 0x88 } });
    expect(failures).toEqual([['authenticate', 'broken']]);
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    stream.destroy();
    await closed(stream);
    answerLate({ kind: 'accepted' });
    await immediate();
    expect(types()).toEqual(['opened', 'authenticated', 'opened', 'closed']);
  });

  it('hands on what the authorizer says after the connection has gone', async () => {
    let answerLate: (allowed: boolean) => void = () => {};
    const authorize = { type: 'authorize', clientId: 'c1', userName: undefined } as const;
    const { driver, inputs, types } = setUp(
      ({ type }) =>
        type === 'opened'
          ? [{ ...authorize, connection: 1, action: 'publish', topics: ['a'] }]
          : [],
      {
        hooks: {
          authenticate: undefined,
          authorize: () =>
            new Promise((resolve) => {
              answerLate = resolve;
            }),
        },
      },
    );
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    stream.destroy();
    await closed(stream);
    answerLate(true);
    await immediate();
    // The core goes on with what the client sent before it left: a DISCONNECT, perhaps.
    expect(types()).toEqual(['opened', 'closed', 'authorized']);
    expect(inputs[2]).toMatchObject({ connection: 1, allowed: [true] });
  });

  it('joins what is transmitted in one turn to one write', async () => {
    const transmit: Effect = { type: 'transmit', connection: 1, version: 4, packet: PINGRESP };
    const { driver } = setUp(({ type }) => (type === 'received' ? [transmit, transmit] : []));
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    stream.push(Buffer.from('c000c000', 'hex'));
    await immediate();
    await immediate();
    expect(stream.writes).toEqual([Buffer.from('d000d000d000d000', 'hex')]);
  });

  it('keeps the order around payloads that are not copied', async () => {
    const { driver } = setUp(
      ({ type }) => (type === 'opened' ? [publish(1), publish(5_000), publish(2), publish(3)] : []),
      { limits: { congestedBytes: 100_000, writeBufferMaximumBytes: 100_000 } },
    );
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    await immediate();
    await immediate();
    const before = Buffer.from('300400017400308b27000174', 'hex');
    const after = Buffer.from('300500017400003006000174000000', 'hex');
    const expected = Buffer.concat([before, Buffer.alloc(5_000), after]);
    expect(Buffer.concat(stream.writes).equals(expected)).toBe(true);
    expect(stream.writes.map(({ length }) => length)).toEqual([12, 5_000, 15]);
  });

  it('tells the core when a client is too slow, and when it is no longer', async () => {
    const { driver, types } = setUp(({ type }) => (type === 'command' ? [publish(600)] : []));
    const stream = new Pipe();
    stream.isTaking = false;
    driver.attach(stream, ORIGIN);
    driver.command({ type: 'shutdown' });
    expect(types()).toEqual(['opened', 'command']);
    driver.command({ type: 'shutdown' });
    expect(types()).toEqual(['opened', 'command', 'command', 'congested']);
    await immediate();
    expect(types()).not.toContain('writable');
    stream.takeAll();
    await immediate();
    expect(types().at(-1)).toBe('writable');
  });

  it('ends a client that does not read at all', async () => {
    const { driver, inputs } = setUp(({ type }) => (type === 'command' ? [publish(1_600)] : []));
    const stream = new Pipe();
    stream.isTaking = false;
    driver.attach(stream, ORIGIN);
    const gone = closed(stream);
    for (let times = 0; times < 3; times++) driver.command({ type: 'shutdown' });
    await gone;
    expect(inputs.at(-1)).toMatchObject({
      type: 'closed',
      error: 'more than 3000 bytes wait to be written',
    });
  });

  it('sends what was transmitted before it closes, and reads no more', async () => {
    const { driver, types } = setUp(({ type }) =>
      type === 'received'
        ? [
            { type: 'transmit', connection: 1, version: 4, packet: PINGRESP },
            { type: 'close', connection: 1, abort: false },
          ]
        : [],
    );
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    const gone = closed(stream);
    stream.push(Buffer.from('c000c000', 'hex'));
    stream.push(null);
    await gone;
    expect(stream.writes).toEqual([Buffer.from('d000', 'hex')]);
    expect(types()).toEqual(['opened', 'received', 'closed']);
  });

  it('sends nothing when it aborts', async () => {
    const { driver } = setUp(({ type }) =>
      type === 'received'
        ? [
            { type: 'transmit', connection: 1, version: 4, packet: PINGRESP },
            { type: 'close', connection: 1, abort: true },
          ]
        : [],
    );
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    const gone = closed(stream);
    stream.push(Buffer.from('c000', 'hex'));
    await gone;
    expect(stream.writes).toEqual([]);
  });

  it('reads nothing behind malformed bytes', async () => {
    const { driver, inputs, types } = setUp(() => []);
    const stream = new Pipe();
    driver.attach(stream, ORIGIN);
    stream.push(Buffer.from('0000c000', 'hex'));
    stream.push(Buffer.from('c000', 'hex'));
    await immediate();
    expect(types()).toEqual(['opened', 'malformed']);
    expect(inputs[1]).toMatchObject({ connection: 1, reasonCode: 0x81, detail: 'packet type 0' });
  });

  it('never gives a connection the number of another', async () => {
    const { driver } = setUp(() => []);
    const first = new Pipe();
    expect(driver.attach(first, ORIGIN)).toBe(1);
    const gone = closed(first);
    first.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await gone;
    expect(driver.connectionCount).toBe(0);
    expect(driver.attach(new Pipe(), ORIGIN)).toBe(2);
  });
});

describe('a million packets', () => {
  it('put a deadline off in well under a microsecond each', () => {
    const clock = { nowMs: () => 0, schedule: () => undefined, cancel: () => {} };
    const timers = new Timers(clock, () => {});
    const ids = Array.from({ length: 1_000 }, (_, index) => `connection ${index} keepAlive`);
    const start = performance.now();
    for (let packet = 0; packet < 1_000_000; packet++) {
      timers.set(ids[packet % ids.length] as string, packet);
    }
    // Ten times what it takes, for slow machines.
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
