/**
 * What a broker gets most, read from the bytes of a trace as our writers make it: PUBLISH without properties, and its
 * acknowledgements. Anything else is not recognized here and goes the careful way, by JSON.parse: so this reader may
 * give up at the first byte that it does not expect, and says nothing of what is wrong with it.
 */
import type { Input } from '../inputs.ts';
import type { Packet, Publish, QoS } from '../packets.ts';
import { fromBase64 } from './base64.ts';
import { type ByteCursor, Literal } from './byte-cursor.ts';
import { BytePool } from './byte-pool.ts';
import { asciiText } from './bytes.ts';
import { TextCache } from './text-cache.ts';

const RECEIVED = new Literal('"type":"received","connection":');
const PACKET = new Literal(',"packet":{"type":"');
const PUBLISH = new Literal('PUBLISH","message":{"topicName":"');
const TEXT = new Literal('","payload":{"$text":"');
const BASE64 = new Literal('","payload":{"$bytes":"');
const MESSAGE_QOS = new Literal('"},"qos":');
const RETAIN = new Literal(',"retain":');
const PUBLISH_QOS = new Literal('},"qos":');
const DUP = new Literal(',"dup":');
const PACKET_ID = new Literal(',"packetId":');
const REASON_CODE = new Literal(',"reasonCode":');
const END = new Literal('}}');
const TRUE = new Literal('true');
const FALSE = new Literal('false');

const ACKS = (['PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'] as const).map((type) => ({
  type,
  start: new Literal(`${type}","packetId":`),
}));

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const DELETE = 0x7f;
/** The byte that is meant, by the one that stands behind the backslash; 0 for what our writers do not write. */
const escapes = new Uint8Array(256);
for (const meant of '"\\\t\n\r') {
  escapes[JSON.stringify(meant).charCodeAt(2)] = meant.charCodeAt(0);
}

/** 1 for what stands in a string as it is. */
const isPlain = new Uint8Array(256).fill(1, SPACE, DELETE);
isPlain[QUOTE] = 0;
isPlain[BACKSLASH] = 0;

export class InputScanner {
  readonly #cursor: ByteCursor;
  readonly #topicNames = new TextCache();
  readonly #pool = new BytePool();

  constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
  }

  /** From behind its first brace. Undefined where the input is none of those; the cursor then stands anywhere. */
  scan(nowMs: number): Input | undefined {
    const cursor = this.#cursor;
    if (!cursor.skip(RECEIVED)) return undefined;
    const connection = cursor.integer();
    if (connection < 0 || !cursor.skip(PACKET)) return undefined;
    const packet = cursor.skip(PUBLISH) ? this.#publish() : this.#ack();
    if (packet === undefined || !cursor.skip(END)) return undefined;
    return { type: 'received', connection, packet, nowMs };
  }

  #ack(): Packet | undefined {
    const cursor = this.#cursor;
    for (const { type, start } of ACKS) {
      if (!cursor.skip(start)) continue;
      const packetId = cursor.integer();
      if (packetId < 0 || !cursor.skip(REASON_CODE)) return undefined;
      const reasonCode = cursor.integer();
      return reasonCode < 0 ? undefined : { type, packetId, reasonCode };
    }
    return undefined;
  }

  #publish(): Publish | undefined {
    const cursor = this.#cursor;
    const topicName = this.#topicName();
    if (topicName === undefined) return undefined;
    const payload = cursor.skip(TEXT) ? this.#text() : this.#base64();
    if (payload === undefined || !cursor.skip(MESSAGE_QOS)) return undefined;
    const messageQos = this.#qos();
    const messageRetain = cursor.skip(RETAIN) ? this.#boolean() : undefined;
    if (messageQos === undefined || messageRetain === undefined) return undefined;
    if (!cursor.skip(PUBLISH_QOS)) return undefined;
    const qos = this.#qos();
    const retain = cursor.skip(RETAIN) ? this.#boolean() : undefined;
    const dup = cursor.skip(DUP) ? this.#boolean() : undefined;
    const packetId = cursor.skip(PACKET_ID) ? cursor.integer() : -1;
    if (qos === undefined || retain === undefined || dup === undefined || packetId < 0) {
      return undefined;
    }
    const message = {
      topicName,
      payload,
      qos: messageQos,
      retain: messageRetain,
      properties: undefined,
    };
    return { type: 'PUBLISH', message, qos, retain, dup, packetId };
  }

  #qos(): QoS | undefined {
    const qos = this.#cursor.integer();
    return qos === 0 || qos === 1 || qos === 2 ? qos : undefined;
  }

  #boolean(): boolean | undefined {
    if (this.#cursor.skip(FALSE)) return false;
    return this.#cursor.skip(TRUE) ? true : undefined;
  }

  /** Up to its quotation mark. */
  #topicName(): string | undefined {
    const { at: start, bytes } = this.#cursor;
    let end = start;
    while (isPlain[bytes[end] as number] === 1) end++;
    if (bytes[end] !== QUOTE) return undefined;
    this.#cursor.at = end;
    return this.#topicNames.textOf(bytes, start, end);
  }

  #text(): Uint8Array | undefined {
    const { bytes, at: start } = this.#cursor;
    let end = start;
    let escaped = 0;
    for (;;) {
      while (isPlain[bytes[end] as number] === 1) end++;
      if (bytes[end] !== BACKSLASH || !escapes[bytes[end + 1] as number]) break;
      end += 2;
      escaped += 1;
    }
    if (bytes[end] !== QUOTE) return undefined;
    this.#cursor.at = end;
    if (escaped === 0) return this.#pool.copy(bytes, start, end);
    const payload = this.#pool.take(end - start - escaped);
    for (let from = start, to = 0; to < payload.length; from++, to++) {
      const byte = bytes[from] as number;
      payload[to] = byte === BACKSLASH ? (escapes[bytes[++from] as number] as number) : byte;
    }
    return payload;
  }

  #base64(): Uint8Array | undefined {
    const cursor = this.#cursor;
    if (!cursor.skip(BASE64)) return undefined;
    const { bytes, at: start } = cursor;
    let end = start;
    while (isPlain[bytes[end] as number] === 1) end++;
    cursor.at = end;
    return fromBase64(asciiText(bytes.subarray(start, end)));
  }
}
