// What the recorder writes from bytes has to be what the writer of traces makes of the same steps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_OPTIONS,
  type Effect,
  type Input,
  type Message,
  messageIn,
  type PayloadMode,
  type ProtocolVersion,
  type Publish,
  type QoS,
} from '../../machines/index.ts';
import { Decoder } from '../../src/codec/decoder.ts';
import { BLOCK_BYTES } from '../../src/recorder/blocks.ts';
import { clientPacket } from '../broker/packet-arbitraries.ts';
import { brokerPacket } from './arbitraries.ts';
import { encoded, Recorded } from './recorded.ts';

const RUNS = 300;
/** A connection speaks the version at its place. */
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5];
const KEEP_ALIVES_MS = [90_000, 90_000, 15_000, 0.5, 2 ** 40];

const place = fc.nat(VERSIONS.length - 1);
const packetId = fc.integer({ min: 1, max: 0xffff });

/** Clients that say what they like to a core that answers what it likes. */
class Story {
  readonly recorded: Recorded;
  readonly #answers: readonly (readonly Outcome[])[];
  readonly #ended = new Set<number>();
  readonly #messages: Message[] = [];
  #clients: { readonly connection: number; readonly decoder: Decoder; waiting: Buffer }[] = [];
  #nowMs = 1_000;
  #lastConnection = 0;
  #steps = 0;
  #sender = 0;

  constructor(mode: PayloadMode, qos0Queued: boolean, answers: readonly (readonly Outcome[])[]) {
    this.recorded = new Recorded(mode, { ...DEFAULT_OPTIONS, qos0Queued });
    this.#answers = answers;
    this.#clients = VERSIONS.map((_, index) => this.#connect(index));
  }

  connectionAt(index: number): number {
    return this.#clients[index]?.connection ?? 0;
  }

  get sender(): number {
    return this.#sender;
  }

  messageOf(ago: number): Message | undefined {
    return this.#messages.at(-1 - ago);
  }

  tick(): void {
    this.#nowMs += 1;
  }

  /** The driver sends nothing to it any more. */
  end(index: number): void {
    this.#ended.add(this.connectionAt(index));
  }

  send(index: number, bytes: Buffer): void {
    const client = this.#clients[index];
    if (client !== undefined) client.waiting = Buffer.concat([client.waiting, bytes]);
  }

  deliver(index: number, count: number): void {
    const client = this.#clients[index];
    if (client === undefined) return;
    const { connection, decoder } = client;
    const chunk = client.waiting.subarray(0, count);
    client.waiting = client.waiting.subarray(count);
    this.recorded.chunk(connection, chunk);
    decoder.push(chunk);
    for (let item = decoder.next(); item !== undefined; item = decoder.next()) {
      if (item.type === 'malformed') this.step({ ...item, nowMs: this.#nowMs, connection });
      else this.step({ type: 'received', nowMs: this.#nowMs, connection, packet: item });
    }
  }

  reconnect(index: number): void {
    this.step({ type: 'closed', nowMs: this.#nowMs, connection: this.connectionAt(index) });
    this.#clients[index] = this.#connect(index);
  }

  publish(message: Message): void {
    this.step({ type: 'command', nowMs: this.#nowMs, command: { type: 'publish', message } });
  }

  step(input: Input): void {
    this.#sender = 'connection' in input ? input.connection : 0;
    const message = messageIn(input);
    if (message !== undefined) this.#messages.push(message);
    const outcomes = this.#answers[this.#steps++ % this.#answers.length] ?? [];
    const effects = outcomes.flatMap((outcome) => outcome(this) ?? []);
    this.recorded.step(input, effects, this.#ended);
  }

  #connect(index: number) {
    const connection = ++this.#lastConnection;
    const origin = { transport: 'tcp', remote: '127.0.0.1:1' } as const;
    this.step({ type: 'opened', nowMs: this.#nowMs, connection, origin, nonce: 'n' });
    const { maximumPacketSizeBytes } = DEFAULT_OPTIONS;
    const client = {
      connection,
      decoder: new Decoder(maximumPacketSizeBytes),
      waiting: hello(index),
    };
    return client;
  }
}

function hello(index: number): Buffer {
  const version = VERSIONS[index] as ProtocolVersion;
  const nothing = { userName: undefined, password: undefined, will: undefined, properties: {} };
  const facts = { protocolVersion: version, cleanStart: true, clientId: 'c', keepAliveSeconds: 60 };
  return encoded({ type: 'CONNECT', ...facts, ...nothing }, version);
}

type Outcome = (story: Story) => Effect | undefined;
type Event = (story: Story) => void;

const passedOn = fc
  .record({
    ago: fc.constantFrom(0, 0, 0, 1, 2, 30),
    to: place,
    qos: fc.constantFrom<QoS>(0, 1, 2),
    retain: fc.boolean(),
    dup: fc.boolean(),
    packetId,
    more: fc.constantFrom<Partial<Publish>>(
      {},
      {},
      {},
      { topicAlias: 7, isTopicOmitted: true },
      { subscriptionIdentifiers: [1, 268_435_455] },
      { messageExpiryInterval: 3 },
    ),
  })
  .map(
    ({ ago, to, qos, packetId: id, more, ...flags }): Outcome =>
      (story) => {
        const message = story.messageOf(ago);
        if (message === undefined) return undefined;
        const version = VERSIONS[to] as ProtocolVersion;
        const facts = { qos, ...flags, packetId: qos > 0 ? id : 0, ...(version === 5 && more) };
        const connection = story.connectionAt(to);
        return {
          type: 'transmit',
          connection,
          version,
          packet: { type: 'PUBLISH', message, ...facts },
        };
      },
  );

const answered = place.chain((to) => {
  const version = VERSIONS[to] as ProtocolVersion;
  return brokerPacket(version).map(
    (packet): Outcome =>
      (story) => {
        return { type: 'transmit', connection: story.connectionAt(to), version, packet };
      },
  );
});

const keptAlive = fc.tuple(fc.boolean(), place, fc.constantFrom(...KEEP_ALIVES_MS)).map(
  ([isSender, index, delayMs]): Outcome =>
    (story) => {
      const connection = isSender ? story.sender : story.connectionAt(index);
      return { type: 'setTimer', timer: `connection ${connection} keepAlive`, delayMs };
    },
);

const announced: Outcome = () => ({
  type: 'announce',
  event: { type: 'connection.closed', connection: 1, clientId: 'ä"' },
});

const outcome = fc.oneof(passedOn, answered, keptAlive, fc.constant(announced));

function said(index: number): fc.Arbitrary<Event> {
  const version = VERSIONS[index] as ProtocolVersion;
  const packet = clientPacket(version).map((each) => encoded(each, version));
  // A second CONNECT changes no version, whatever it says.
  const again = place.map(hello);
  return fc
    .array(fc.oneof({ weight: 9, arbitrary: packet }, again), { minLength: 1, maxLength: 4 })
    .map((packets) => (story: Story) => story.send(index, Buffer.concat(packets)));
}

const ownMessage = fc.record({
  topicName: fc.constantFrom('a', 'ü/"\\', '\u0001'),
  payload: fc.uint8Array({ maxLength: 9 }),
  qos: fc.constantFrom<QoS>(0, 1, 2),
  retain: fc.boolean(),
  properties: fc.constant(undefined),
});

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: place.chain(said) },
  {
    weight: 8,
    arbitrary: fc.tuple(place, fc.nat(400)).map(
      ([index, count]): Event =>
        (story) =>
          story.deliver(index, count),
    ),
  },
  fc.constant<Event>((story) => story.tick()),
  fc.constant<Event>((story) => story.recorded.seal()),
  fc.constant<Event>((story) => story.recorded.flush()),
  place.map(
    (index): Event =>
      (story) =>
        story.end(index),
  ),
  place.map(
    (index): Event =>
      (story) =>
        story.reconnect(index),
  ),
  ownMessage.map(
    (message): Event =>
      (story) =>
        story.publish(message),
  ),
);

/** A PUBLISH that is received, and passed on to the one who sent it. */
function passOn(
  recorded: Recorded,
  topicName: string,
  payload: Buffer,
  connection = 1,
  qos: QoS = 0,
): Message {
  const facts = { qos, retain: false } as const;
  const message = { topicName, payload, ...facts, properties: undefined };
  const packet = { type: 'PUBLISH', message, ...facts, dup: false, packetId: qos } as const;
  recorded.chunk(connection, encoded(packet, 4));
  const passed = { type: 'transmit', connection, version: 4, packet } as const;
  recorded.step({ type: 'received', nowMs: 1_000, connection, packet }, [passed]);
  return message;
}

/** It is passed on by a step that it did not come in with. */
function passLater(recorded: Recorded, message: Message): void {
  const facts = { qos: 1, retain: false, dup: true, packetId: 9 } as const;
  const packet = { type: 'PUBLISH', message, ...facts } as const;
  const passed = { type: 'transmit', connection: 1, version: 4, packet } as const;
  recorded.step({ type: 'timer', nowMs: 1_000, timer: 'any' }, [passed]);
}

function open(recorded: Recorded, connection: number): void {
  const origin = { transport: 'tcp', remote: 'somewhere' } as const;
  recorded.step({ type: 'opened', nowMs: 1_000, connection, origin, nonce: 'n' }, []);
}

function opened(): Recorded {
  const recorded = new Recorded('whole');
  open(recorded, 1);
  return recorded;
}

describe('the lines that the recorder makes of bytes', () => {
  it('are those of the writer of traces, whatever is said, answered, cut or left unsent', () => {
    const mode = fc.constantFrom<PayloadMode>('whole', 'hashed', 'omitted');
    const answers = fc.array(fc.array(outcome, { maxLength: 4 }), {
      minLength: 1,
      maxLength: 12,
      size: 'max',
    });
    const events = fc.array(event, { minLength: 1, maxLength: 60, size: 'max' });
    let written = 0;
    fc.assert(
      fc.property(mode, fc.boolean(), answers, events, (...[payloads, queued, outcomes, acts]) => {
        const story = new Story(payloads, queued, outcomes);
        for (const act of acts) act(story);
        for (const index of VERSIONS.keys()) story.deliver(index, Number.POSITIVE_INFINITY);
        const { lines, expected } = story.recorded;
        expect(lines).toEqual(expected);
        written += lines.length;
      }),
      { numRuns: RUNS },
    );
    expect(written).toBeGreaterThan(20 * RUNS);
  });

  it('have every byte of a payload, wherever it stands, as that writer has it', () => {
    const recorded = opened();
    for (let byte = 0; byte < 256; byte++) {
      for (const length of [1, 4, 5, 6, 7, 9]) {
        for (const at of [0, length >> 1, length - 1]) {
          const payload = Buffer.alloc(length, 'x');
          payload[at] = byte;
          passOn(recorded, 't', payload);
        }
      }
    }
    passOn(recorded, 't', Buffer.alloc(0));
    passOn(recorded, 't', Buffer.from('{"says": "\\\t\r\n"}'));
    expect(recorded.lines).toEqual(recorded.expected);
  });

  it('have every character of a topic as that writer has it', () => {
    const recorded = opened();
    for (let code = 1; code < 0x250; code++) {
      for (const around of ['', 'abc']) {
        passOn(recorded, `${around}${String.fromCodePoint(code)}${around}`, Buffer.alloc(0));
      }
    }
    for (const name of ['', '\u2028', '\ufeff', '𝄞', `${'ü'.repeat(500)}"`]) {
      passOn(recorded, name, Buffer.alloc(0));
    }
    expect(recorded.lines).toEqual(recorded.expected);
  });

  it('are whole when steps, chunks and packets go from block to block', () => {
    const recorded = opened();
    for (let size = 1; recorded.expected.length < 60; size = (size * 31 + 977) % 200_003) {
      passOn(recorded, 'large', Buffer.alloc(size, size));
    }
    expect(recorded.lines).toEqual(recorded.expected);
  });

  it('are whole when one flush is cut into blocks, a turn takes several, or nothing is sent at all', () => {
    const recorded = opened();
    for (const sizes of [[3_001], [4_095, 4_096, 0], [70_000], [1]]) {
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      const times = Math.ceil((1.2 * BLOCK_BYTES) / bytes / (bytes < 10 ? 40 : 1));
      for (let n = 0; n < times; n++) {
        for (const size of sizes) passOn(recorded, `size/${n}`, Buffer.alloc(size, n));
      }
      recorded.flush();
      recorded.seal();
      recorded.seal();
    }
    expect(recorded.lines).toEqual(recorded.expected);
  });

  it('are whole when many are sent the same, be it more than a block', () => {
    const recorded = opened();
    open(recorded, 2);
    open(recorded, 3);
    for (const times of [1, 20]) {
      const userProperties = Array.from({ length: times }, () => ['name', 'x'.repeat(60_000)]);
      const facts = { qos: 0, retain: false } as const;
      const properties = { userProperties: userProperties as [string, string][] };
      const message = { topicName: 't', payload: Buffer.alloc(5_000), ...facts, properties };
      const packet = { type: 'PUBLISH', message, ...facts, dup: false, packetId: 0 } as const;
      const toAll = [1, 2, 3].map(
        (connection) => ({ type: 'transmit', connection, version: 5, packet }) as const,
      );
      const command = { type: 'publish', message } as const;
      recorded.step({ type: 'command', nowMs: 1_000, command }, toAll);
      recorded.flush();
    }
    expect(recorded.lines).toEqual(recorded.expected);
  });

  it('go on after a gap, with the checks of packets that the other thread does not hear of', () => {
    const recorded = opened();
    const large = Buffer.alloc(200_000, 'x');
    const before = passOn(recorded, 'before', large, 1, 1);
    recorded.flush();
    const lost = passOn(recorded, 'lost', large, 1, 1);
    for (let n = 0; n < 99; n++) passOn(recorded, 'lost', large);
    recorded.flush();
    expect(recorded.lines).toEqual(recorded.expected.slice(0, 2));
    const known = recorded.expected.length;
    passLater(recorded, before);
    passLater(recorded, lost);
    passOn(recorded, 'known', Buffer.from('a'));
    open(recorded, 2);
    passOn(recorded, 'new', Buffer.from('b'), 2);
    const [gap, ...after] = recorded.lines.slice(2).map((line) => JSON.parse(line));
    expect(gap).toMatchObject({ n: 3, gap: { steps: 100 } });
    expect(after.map(({ n }) => n)).toEqual([4, 5, 6, 7, 8]);
    const checks = (records: readonly { out: { bytes: number; crc32: number }[] }[]) =>
      records.flatMap(({ out }) => out.map(({ bytes, crc32 }) => [bytes, crc32]));
    const expected = recorded.expected.slice(known).map((line) => JSON.parse(line));
    expect(checks(after)).toEqual(checks(expected));
    // No number may mean a record that is missing.
    const names = after.slice(0, 2).map(({ out: [{ packet }] }) => packet.message.topicName);
    expect(names).toEqual(['before', 'lost']);
  });
});
