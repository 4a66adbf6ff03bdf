/** Packets from the network as the inputs of steps. */
import {
  type PayloadMode,
  type PayloadText,
  receivedText,
  type Wording,
} from '../../machines/index.ts';
import type { Source } from './line-buffer.ts';
import { type PayloadBytes, payloadBytes } from './payload-bytes.ts';
import {
  type ReceivedAck,
  type ReceivedPublish,
  receivedAcks,
  receivedPublishes,
} from './pieces.ts';
import type { ReceivedBytes } from './received-bytes.ts';
import type { StepLines } from './step-lines.ts';

/** Of a packet's first byte. */
const TYPE_SHIFT = 4;
const FLAGS = 0x0f;
const QOS_FLAGS = 0x06;
const PUBACK = 4;
const PACKET_ID_BYTES = 2;

export class InputLines {
  readonly #received: ReceivedBytes;
  readonly #lines: StepLines;
  readonly #wording: Wording;
  readonly #payload: PayloadBytes;

  constructor(received: ReceivedBytes, lines: StepLines, mode: PayloadMode, payload: PayloadText) {
    this.#received = received;
    this.#lines = lines;
    this.#wording = { payload, numberOf: () => undefined };
    this.#payload = payloadBytes(mode, payload);
  }

  /** Any packet: decoded, and written as text. */
  packet(effects: number): void {
    const received = this.#received;
    received.next();
    const text = receivedText(received.connection, received.decode(), this.#wording);
    this.#lines.begin().text(text);
    this.#lines.endInput(effects);
  }

  /** A PUBLISH without properties. */
  publish(effects: number, isVersion5: boolean): void {
    const received = this.#received;
    received.next();
    const { source, start, body, end } = received;
    const { bytes } = source;
    const flags = (bytes[start] as number) & FLAGS;
    const pieces = receivedPublishes[flags] as ReceivedPublish;
    const line = this.#lines.beginReceived();
    line.number(received.connection);
    line.fragment(pieces.topicName);
    const topicAt = body + 2;
    let at = topicAt + uint16(bytes, body);
    this.#name(source, topicAt, at - topicAt);
    let packetId = 0;
    if ((flags & QOS_FLAGS) !== 0) {
      packetId = uint16(bytes, at);
      at += PACKET_ID_BYTES;
    }
    // A Property Length of 0.
    if (isVersion5) at += 1;
    line.fragment(pieces.payload);
    this.#payload(line, source, at, end - at);
    line.fragment(pieces.packetId);
    line.number(packetId);
    line.fragment(pieces.end);
    this.#lines.beginEffects(effects);
  }

  /** An acknowledgement without properties. */
  ack(effects: number): void {
    const received = this.#received;
    received.next();
    const { source, start, body, end } = received;
    const { bytes } = source;
    const type = ((bytes[start] as number) >> TYPE_SHIFT) - PUBACK;
    const pieces = receivedAcks[type] as ReceivedAck;
    const line = this.#lines.beginReceived();
    line.number(received.connection);
    line.fragment(pieces.packetId);
    line.number(uint16(bytes, body));
    line.fragment(pieces.reasonCode);
    const codeAt = body + PACKET_ID_BYTES;
    line.number(codeAt < end ? (bytes[codeAt] as number) : 0);
    line.fragment(pieces.end);
    this.#lines.beginEffects(effects);
  }

  /** Text of UTF-8, between quotes. */
  #name(source: Source, from: number, length: number): void {
    const { line } = this.#lines;
    if (line.plainUtf8(source, from, length)) return;
    const text = JSON.stringify(source.bytes.toString('utf8', from, from + length));
    line.text(text.slice(1, -1));
  }
}

function uint16(bytes: Buffer, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
