/**
 * Holds effects against the bytes of a trace without making their text: what a broker does most is looked for piece by
 * piece, in the form that step-text.ts gives it, and only the rest is written out. It says yes where the bytes are the
 * very ones that we would have written; a no may also mean that something is written in another way.
 */
import {
  type ByteCursor,
  type Effect,
  type Input,
  Literal,
  type Packet,
  type Publish,
  type TraceWriter,
  type Transmit,
  type WireOf,
} from '../../machines/index.ts';

const COMMA = new Literal(',');
const END = new Literal(']}\n');
const TRANSMIT = new Literal('{"type":"transmit","connection":');
const VERSION = new Literal(',"version":');
const PUBLISH = new Literal(',"packet":{"type":"PUBLISH","message":{"$message":');
const REASON_CODE = new Literal(',"reasonCode":');
const BYTES = new Literal('},"bytes":');
const CRC = new Literal(',"crc32":');
const EFFECT_END = new Literal('}');
const SET_TIMER = new Literal('{"type":"setTimer","timer":"');
const DELAY = new Literal('","delayMs":');

/** What stands between the message and the Packet Identifier, by the first byte of the packet. */
const FLAGS = Array.from({ length: 16 }, (_, flags) => {
  const isRetained = (flags & 1) !== 0;
  const isDuplicate = (flags & 8) !== 0;
  const qos = (flags >> 1) & 3;
  return new Literal(`},"qos":${qos},"retain":${isRetained},"dup":${isDuplicate},"packetId":`);
});

const ACKS = {
  PUBACK: new Literal(',"packet":{"type":"PUBACK","packetId":'),
  PUBREC: new Literal(',"packet":{"type":"PUBREC","packetId":'),
  PUBREL: new Literal(',"packet":{"type":"PUBREL","packetId":'),
  PUBCOMP: new Literal(',"packet":{"type":"PUBCOMP","packetId":'),
};

export class EffectsMatch {
  readonly #cursor: ByteCursor;
  readonly #writer: TraceWriter;
  readonly #wireOf: WireOf;

  constructor(cursor: ByteCursor, writer: TraceWriter, wireOf: WireOf) {
    this.#cursor = cursor;
    this.#writer = writer;
    this.#wireOf = wireOf;
  }

  /** Whether all effects of a step stand at the cursor, and its line ends behind them. */
  isNext(n: number, input: Input, effects: readonly Effect[]): boolean {
    this.#writer.begin(n, input);
    const cursor = this.#cursor;
    for (let index = 0; index < effects.length; index++) {
      if (index > 0 && !cursor.skip(COMMA)) return false;
      if (!this.#effect(effects[index] as Effect)) return false;
    }
    return cursor.skip(END);
  }

  #effect(effect: Effect): boolean {
    if (effect.type === 'setTimer') {
      const { timer, delayMs } = effect;
      const cursor = this.#cursor;
      return (
        cursor.skip(SET_TIMER) &&
        cursor.skipText(timer) &&
        cursor.skip(DELAY) &&
        cursor.skipInteger(delayMs) &&
        cursor.skip(EFFECT_END)
      );
    }
    if (effect.type === 'transmit') {
      const { packet } = effect;
      switch (packet.type) {
        case 'PUBLISH': {
          const n = this.#writer.numberOf(packet.message);
          if (n === undefined || hasExtras(packet)) break;
          return this.#head(effect) && this.#publish(packet, n) && this.#wire(effect);
        }
        case 'PUBACK':
        case 'PUBREC':
        case 'PUBREL':
        case 'PUBCOMP':
          if (packet.properties !== undefined) break;
          return this.#head(effect) && this.#ack(packet) && this.#wire(effect);
      }
    }
    return this.#cursor.skipText(this.#writer.effect(effect));
  }

  #head({ connection, version }: Transmit): boolean {
    const cursor = this.#cursor;
    return (
      cursor.skip(TRANSMIT) &&
      cursor.skipInteger(connection) &&
      cursor.skip(VERSION) &&
      cursor.skipInteger(version)
    );
  }

  #publish({ qos, retain, dup, packetId }: Publish, n: number): boolean {
    const cursor = this.#cursor;
    const flags = FLAGS[(dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0)] as Literal;
    return (
      cursor.skip(PUBLISH) &&
      cursor.skipInteger(n) &&
      cursor.skip(flags) &&
      cursor.skipInteger(packetId)
    );
  }

  #ack({ type, packetId, reasonCode }: Packet & { readonly type: keyof typeof ACKS }): boolean {
    const cursor = this.#cursor;
    return (
      cursor.skip(ACKS[type]) &&
      cursor.skipInteger(packetId) &&
      cursor.skip(REASON_CODE) &&
      cursor.skipInteger(reasonCode)
    );
  }

  /** For packets that hold no secret. */
  #wire(effect: Transmit): boolean {
    const cursor = this.#cursor;
    const { bytes, crc32 } = this.#wireOf(effect);
    return (
      cursor.skip(BYTES) &&
      cursor.skipInteger(bytes) &&
      cursor.skip(CRC) &&
      cursor.skipInteger(crc32) &&
      cursor.skip(EFFECT_END)
    );
  }
}

function hasExtras(publish: Publish): boolean {
  const { topicAlias, isTopicOmitted, subscriptionIdentifiers, messageExpiryInterval } = publish;
  return (
    topicAlias !== undefined ||
    isTopicOmitted !== undefined ||
    subscriptionIdentifiers !== undefined ||
    messageExpiryInterval !== undefined
  );
}
