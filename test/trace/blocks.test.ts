/** A trace in blocks of bytes tells what it tells line by line, whatever stands in it: `replay` compares the two. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  Broker,
  type Connect,
  DEFAULT_OPTIONS,
  type Input,
  onTheMessage,
  type Packet,
  type QoS,
  TraceError,
  TraceWriter,
  traceHeader,
} from '../../machines/index.ts';
import { Replay } from '../../sim/replay/replay.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { replay } from './support.ts';

const RUNS = 500;
const SUBSCRIBER = 1;
const PUBLISHER = 2;

type Happening = Input extends infer One ? (One extends Input ? Omit<One, 'nowMs'> : never) : never;

/** A trace as the recorder makes it, of a broker and a client that answers whatever it gets. */
class Recording {
  readonly lines: string[];
  readonly #broker = new Broker(DEFAULT_OPTIONS);
  readonly #writer: TraceWriter;
  #t = 0;

  constructor() {
    const options = DEFAULT_OPTIONS;
    const { wireOf } = new WireEncoder();
    const header = traceHeader({ source: 'broker', options, messages: 'byNumber', clockMs: 5_000 });
    this.#writer = new TraceWriter({ options, wireOf, numbers: onTheMessage });
    this.lines = [JSON.stringify(header)];
  }

  get text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  happens(happening: Happening): void {
    this.#t += 1;
    const input = { ...happening, nowMs: 5_000 + this.#t } as Input;
    const effects = this.#broker.step(input);
    this.lines.push(this.#writer.step(this.#t, input, effects));
    for (const effect of effects) {
      if (effect.type !== 'transmit' || effect.packet.type !== 'PUBLISH') continue;
      const { qos, packetId } = effect.packet;
      const ack = (type: 'PUBACK' | 'PUBREC' | 'PUBCOMP') =>
        this.receives(SUBSCRIBER, { type, packetId, reasonCode: 0 });
      if (qos === 1) ack('PUBACK');
      if (qos === 2) {
        ack('PUBREC');
        ack('PUBCOMP');
      }
    }
  }

  receives(connection: number, packet: Packet): void {
    this.happens({ type: 'received', connection, packet });
  }

  opens(connection: number, protocolVersion: 4 | 5): void {
    const origin = { transport: 'tcp', remote: `127.0.0.1:${connection}` } as const;
    this.happens({ type: 'opened', connection, origin, nonce: `${connection}` });
    const connect: Connect = {
      type: 'CONNECT',
      protocolVersion,
      cleanStart: true,
      clientId: `é${connection}`,
      keepAliveSeconds: 60,
      userName: undefined,
      password: undefined,
      will: undefined,
      properties: {},
    };
    this.receives(connection, connect);
  }

  publishes(topicName: string, payload: Uint8Array, qos: QoS, retain: boolean): void {
    const message = { topicName, payload, qos, retain, properties: undefined };
    const packetId = qos === 0 ? 0 : 7;
    this.receives(PUBLISHER, { type: 'PUBLISH', message, qos, retain, dup: false, packetId });
    if (qos === 2) this.receives(PUBLISHER, { type: 'PUBREL', packetId, reasonCode: 0 });
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const PAYLOADS = ['', '21.5', '{"celsius":21.5}', 'a\\b\tc\r\nd', 'é', 'x'.repeat(300)];

function recorded(): Recording {
  const recording = new Recording();
  recording.opens(SUBSCRIBER, 5);
  recording.opens(PUBLISHER, 4);
  recording.receives(SUBSCRIBER, {
    type: 'SUBSCRIBE',
    packetId: 1,
    subscriptions: [
      { topicFilter: '#', qos: 2, noLocal: false, retainAsPublished: true, retainHandling: 0 },
    ],
    subscriptionIdentifier: undefined,
  });
  for (const payload of PAYLOADS) {
    for (const qos of [0, 1, 2] as const) {
      for (const topicName of ['kitchen/t', 'küche', 'a "b" \\ c']) {
        recording.publishes(topicName, utf8(payload), qos, qos === 1);
      }
    }
  }
  return recording;
}

const { lines, text } = recorded();

describe('a trace in blocks', () => {
  it('has no difference, with payloads and topics of all kinds', () => {
    const { differences, steps } = replay(text);
    expect(differences).toEqual([]);
    expect(steps).toBe(lines.length - 1);
  });

  it('makes no text of what a broker gets most', () => {
    const replay = new Replay({}, () => undefined);
    const made = lines.map((line) => {
      const bytes = Buffer.from(`${line}\n`);
      const textOf = vi.fn((start: number, end: number) => bytes.toString('utf8', start, end));
      replay.block(bytes, textOf);
      return textOf.mock.calls.length > 0;
    });
    const isUsual = /"PUB(ACK|REC|REL|COMP)"|"topicName":"kitchen\/t","payload":{"\$(text|bytes)"/;
    const usual = lines.map((line) => isUsual.test(line.slice(0, line.indexOf('"out"'))));
    expect(usual.filter(Boolean).length).toBeGreaterThan(lines.length / 2);
    expect(made.filter((isMade, index) => isMade && usual[index])).toEqual([]);
  });

  it('tells the same of a line that has been changed at random', () => {
    const change = fc.record({
      line: fc.integer({ min: 1, max: lines.length - 1 }),
      place: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      removed: fc.nat(3),
      added: fc.constantFrom('', ...'01"\\ ,{}]é\u0001e-.\r\n'),
    });
    fc.assert(
      fc.property(change, ({ line, place, removed, added }) => {
        const text = lines[line] as string;
        const at = Math.floor(place * text.length);
        replayUpTo(line, text.slice(0, at) + added + text.slice(at + removed));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    /"kitchen.*"qos":0/,
    /"kitchen.*"qos":1/,
    /"kitchen.*"qos":2/,
    /"in":{"type":"received","connection":1,"packet":{"type":"PUBREC"/,
    /"in":{"type":"received","connection":2,"packet":{"type":"PUBREL"/,
  ])('notices any byte in the effects of %s', (what) => {
    const line = lines.findIndex((text) => what.test(text));
    const text = lines[line] as string;
    for (let at = text.indexOf('"out"'); at < text.length; at++) {
      const other = /[0-8]/.test(text[at] as string) ? Number(text[at]) + 1 : 'x';
      const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      expect(replayUpTo(line, changed)).not.toBe('equal');
    }
  });
});

/** What is told of the trace when it ends with that line in place of its own. */
function replayUpTo(line: number, text: string): string {
  try {
    const { differences } = replay(`${[...lines.slice(0, line), text].join('\n')}\n`);
    return differences.length === 0 ? 'equal' : 'different';
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    return error.message;
  }
}
