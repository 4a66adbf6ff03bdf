// What a recorder does when it cannot do what it is for.
import { spawn } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Broker,
  bytesText,
  DEFAULT_OPTIONS,
  type Input,
  traceHeader,
} from '../../machines/index.ts';
import { BLOCK_BYTES, BlockReader, BlockWriter, shareBlocks } from '../../src/recorder/blocks.ts';
import { LineMaker } from '../../src/recorder/line-maker.ts';
import { Recorder } from '../../src/recorder/recorder.ts';
import { Spill } from '../../src/recorder/spill.ts';
import { replay } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeline-record-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('when nothing is written for a while', () => {
  it('a gap record says how many steps are missing, and what follows can be read', () => {
    const shared = shareBlocks(2 * 1_048_576);
    const blocks = new BlockWriter(shared);
    const options = DEFAULT_OPTIONS;
    const header = traceHeader({ source: 'broker', options, messages: 'byNumber' });
    let text = `${JSON.stringify(header)}\n`;
    const recorder = new Recorder({
      core: new Broker(options),
      options,
      blocks,
      startedAtMs: 0,
      payload: bytesText,
      whenFull: 'gap',
    });
    const maker = new LineMaker(options.maximumPacketSizeBytes, 'whole', bytesText, (lines) => {
      text += lines.toString();
    });
    const reader = new BlockReader(shared);
    const drain = () => {
      recorder.seal();
      while (reader.readNext((bytes) => maker.read(bytes)));
    };
    const publish = (n: number): Input => ({
      type: 'command',
      nowMs: n,
      command: {
        type: 'publish',
        message: {
          topicName: 'ü',
          payload: Buffer.alloc(150_000, 'é'),
          qos: 1,
          retain: true,
          properties: undefined,
        },
      },
    });
    for (let n = 1; n <= 45; n++) {
      recorder.step(publish(n));
      if (n % 40 === 0) drain();
    }
    drain();
    const lines = text.trimEnd().split('\n').slice(1);
    const records = lines.map((line) => JSON.parse(line));
    expect(records.map(({ n }) => n)).toEqual(records.map((_, index) => index + 1));
    const gap = records.find((record) => 'gap' in record);
    const written = records.filter((record) => 'in' in record).length;
    expect(written + gap.gap.steps).toBe(45);
    expect(written).toBeGreaterThan(5);
    const { differences, events } = replay(text);
    expect(differences).toEqual([]);
    expect(events.at(-1)).toMatchObject({ text: expect.stringContaining('steps are missing') });
  });
});

describe('blocks that wait on disk', () => {
  it('come back in their order, and are never more than the limit', () => {
    const spill = new Spill(join(folder, 'waiting'), 2.5 * BLOCK_BYTES);
    for (const round of [1, 2]) {
      expect(spill.hasRoom).toBe(true);
      spill.push(new Uint8Array(BLOCK_BYTES).fill(round));
      spill.push(Uint8Array.of(round, 7));
      expect(spill.hasRoom).toBe(true);
      spill.push(new Uint8Array(BLOCK_BYTES).fill(9));
      expect(spill.hasRoom).toBe(false);
      expect(spill.shift()[0]).toBe(round);
      expect(spill.hasRoom).toBe(true);
      spill.push(Uint8Array.of(round, 8));
      expect([...spill.shift()]).toEqual([round, 7]);
      expect(spill.shift().length).toBe(BLOCK_BYTES);
      expect([...spill.shift()]).toEqual([round, 8]);
      expect(spill.isEmpty).toBe(true);
    }
    spill.close();
  });

  it('take the room of those that have been read', () => {
    const path = join(folder, 'waiting');
    // The file has no name; this one is for us to see how large it is.
    const seen = join(folder, 'seen');
    writeFileSync(path, '');
    linkSync(path, seen);
    const spill = new Spill(path, 10 * BLOCK_BYTES);
    spill.push(Uint8Array.of(0));
    spill.push(Uint8Array.of(1));
    for (let block = 2; block < 100; block++) {
      spill.push(Uint8Array.of(block));
      expect(spill.shift()[0]).toBe(block - 2);
    }
    expect(existsSync(path)).toBe(false);
    expect(statSync(seen).size).toBeLessThanOrEqual(3 * BLOCK_BYTES);
    spill.close();
  });
});

const PATIENCE = { timeout: 15_000 };
const SERVE = `
  const { createBroker } = await import(process.env.BROKER);
  const logger = { error: (facts, text) => process.send({ text, ...facts }), isLevelEnabled: () => false };
  for (const level of ['info', 'debug', 'warn']) logger[level] = () => undefined;
  const file = process.env.TRACE;
  const broker = createBroker({
    logger,
    sysIntervalSeconds: 0,
    record: { target: { file }, payloads: process.env.PAYLOADS, bufferBytes: 8_388_608, backlogBytes: 2 ** 30, whenFull: 'gap' },
  });
  const publish = () => broker.publish({ topicName: 't', payload: 'x'.repeat(1_000), retain: true });
  const { Duplex } = await import('node:stream');
  const flood = (count) => {
    const stream = new Duplex({ read: () => undefined, write: (chunk, encoding, done) => done() });
    // All of it is through then, and little of it is written.
    broker.subscribe('e', () => setImmediate(() => process.emit('message', 'throw')));
    broker.attach(stream);
    const [connect, publish, end] = ['100d00044d515454040200000001' + '61', '3004000174ff', '3003000165'];
    stream.push(Buffer.from(connect + publish.repeat(count) + end, 'hex'));
  };
  const exitWithin = () => {
    const stream = new Duplex({ read: () => undefined, write: (chunk, encoding, done) => done() });
    broker.attach(stream);
    broker.on('subscription.added', () => process.exit());
    stream.push(Buffer.from('100d00044d515454040200000001' + '61' + '820600010001' + '77' + '00', 'hex'));
  };
  process.on('message', (message) => {
    if (message === 'throw') throw new Error('on purpose');
    if (message === 'exit') return exitWithin();
    if (message.flood) return flood(message.flood);
    for (let n = 0; n < message; n++) publish();
    setTimeout(() => process.send({ text: 'published' }), 200);
  });
  process.send({ text: 'ready' });
`;

function serve(limitKilobytes?: number, PAYLOADS = 'whole') {
  const node = [process.execPath, '--input-type=module', '-e', SERVE];
  const limited = ['bash', '-c', `ulimit -f ${limitKilobytes}; exec "$@"`, 'bash', ...node];
  const [command, ...args] = (limitKilobytes === undefined ? node : limited) as [
    string,
    ...string[],
  ];
  const BROKER = new URL('../../dist/src/index.js', import.meta.url).href;
  const TRACE = join(folder, 'trace.jsonl');
  const child = spawn(command, args, {
    env: { ...process.env, BROKER, TRACE, PAYLOADS },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const messages: { text: string; reason?: string; records?: number }[] = [];
  child.on('message', (message) => messages.push(message as (typeof messages)[number]));
  const told = (text: string) =>
    expect.poll(() => messages.map((one) => one.text), PATIENCE).toContain(text);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const trace = () => readFileSync(TRACE, 'utf8');
  return { child, messages, told, ended, trace };
}

describe('a process that ends without closing its recording', () => {
  it('leaves what was written up to a moment ago when it is killed', async () => {
    const { child, told, ended, trace } = serve();
    await told('ready');
    child.send(500);
    await expect.poll(() => trace().split('\n').length - 2, PATIENCE).toBe(500);
    child.send(20_000);
    await expect.poll(() => trace().split('\n').length, PATIENCE).toBeGreaterThan(600);
    child.kill('SIGKILL');
    await ended;
    const { differences, steps } = replay(trace());
    expect(differences).toEqual([]);
    expect(steps).toBeGreaterThan(500);
  });

  it('leaves everything when it throws', async () => {
    const { child, told, ended, trace } = serve();
    await told('ready');
    child.send(500);
    child.send('throw');
    await ended;
    const { differences, steps } = replay(trace());
    expect(differences).toEqual([]);
    expect(steps).toBe(500);
  });

  it('leaves the step that it does not come to the end of', async () => {
    const { child, told, ended, trace } = serve();
    await told('ready');
    child.send('exit');
    await ended;
    const { differences } = replay(trace());
    expect(differences).toEqual([]);
    const last = JSON.parse(trace().trimEnd().split('\n').at(-1) as string);
    expect(last.in.packet.type).toBe('SUBSCRIBE');
    const check = { bytes: 5, crc32: expect.any(Number) };
    expect(last.out.at(-1)).toMatchObject({
      type: 'transmit',
      packet: { type: 'SUBACK' },
      ...check,
    });
  });

  it('leaves everything when it throws, also what waits in memory and on disk', async () => {
    const count = 200_000;
    const { child, told, ended, trace } = serve(undefined, 'hashed');
    await told('ready');
    child.send({ flood: count });
    await ended;
    const text = trace();
    expect(text.endsWith('\n')).toBe(true);
    expect(text.match(/"type":"received"/g)).toHaveLength(count + 2);
    expect(text).not.toContain('"gap"');
  });
});

describe('a disk that is full', () => {
  it('ends the trace with a whole record; the error is told and the broker goes on', async () => {
    const { child, messages, told, ended, trace } = serve(300);
    await told('ready');
    child.send(500);
    await told('the recording has ended; the broker goes on');
    child.send(5);
    await expect
      .poll(() => messages.filter(({ text }) => text === 'published'), PATIENCE)
      .toHaveLength(2);
    child.kill();
    await ended;
    const text = trace();
    expect(text.endsWith('\n')).toBe(true);
    const { differences, steps, events } = replay(text);
    expect(differences).toEqual([]);
    expect(events).toHaveLength(1);
    expect(steps).toBeGreaterThan(50);
    expect(messages.find(({ reason }) => reason !== undefined)).toMatchObject({
      reason: expect.stringMatching(/EFBIG|ENOSPC/),
    });
  });
});
