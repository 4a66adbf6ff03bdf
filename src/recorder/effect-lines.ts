/** The effects that come most, from the numbers that they were noted in. */
import { change, changingFragment } from './fragments.ts';
import type { NoteReader } from './note-reader.ts';
import { FIRST_VERSION, Kind, kindOf, moreOf, packetIdOf, Shape, shapeOf } from './notes.ts';
import {
  acks,
  checkBytes,
  checkCrc32,
  checkEnd,
  keepAliveBegin,
  keepAliveEnd,
  publishes,
  type TransmittedAck,
  type TransmittedPublish,
  uncheckedEnd,
} from './pieces.ts';
import type { SentBytes } from './sent-bytes.ts';
import type { StepLines } from './step-lines.ts';

export class EffectLines {
  readonly #notes: NoteReader;
  readonly #sent: SentBytes;
  readonly #lines: StepLines;
  readonly #keepAliveEnd = changingFragment(keepAliveEnd(0));
  // The last PUBLISH: its numbers but for the connection, and where its text is from there on.
  #n = 0;
  #first = 0;
  #bytes = 0;
  #crc = 0;
  #at = 0;
  #length = 0;

  constructor(notes: NoteReader, sent: SentBytes, lines: StepLines) {
    this.#notes = notes;
    this.#sent = sent;
    this.#lines = lines;
  }

  setKeepAlive(delayMs: number): void {
    change(this.#keepAliveEnd, keepAliveEnd(delayMs));
  }

  keepAlive(connection: number): void {
    const line = this.#lines.beginEffect();
    line.fragment(keepAliveBegin);
    line.number(connection);
    line.fragment(this.#keepAliveEnd);
    this.#lines.endEffect();
  }

  /** @param first word of its note */
  publish(first: number): void {
    const notes = this.#notes;
    const connection = notes.word();
    const shape = shapeOf(first);
    this.#sent.next(connection, (shape >> Shape.versionShift) + FIRST_VERSION);
    const { length: bytes, crc } = this.#sent;
    const pieces = publishes[shape] as TransmittedPublish;
    const line = this.#lines.beginEffect();
    line.fragment(pieces.connection);
    line.number(connection);
    const isCurrent = (shape & Shape.current) !== 0;
    const isAgain = isCurrent && this.#isAgain(first, bytes, crc);
    if (isAgain) line.again(this.#at, this.#length);
    else {
      this.#remember(first, bytes, crc, line.at);
      line.fragment(pieces.message);
      line.number(isCurrent ? this.#lines.n : notes.double());
      line.fragment(pieces.packetId);
      line.number(packetIdOf(first));
      line.fragment(pieces.bytes);
      line.number(bytes);
      line.fragment(pieces.crc32);
      line.number(crc >>> 0);
      line.fragment(pieces.end);
      this.#length = line.at - this.#at;
    }
    this.#lines.endEffect();
  }

  /** @param first word of its note */
  ack(first: number): void {
    const notes = this.#notes;
    const shape = shapeOf(first);
    const pieces = acks[shape] as TransmittedAck;
    const connection = notes.word();
    this.#sent.next(connection, (shape >> Shape.ackVersionShift) + FIRST_VERSION);
    const line = this.#lines.beginEffect();
    line.fragment(pieces.connection);
    line.number(connection);
    line.fragment(pieces.packetId);
    line.number(packetIdOf(first));
    line.fragment(pieces.reasonCode);
    line.number(notes.word());
    line.fragment(pieces.bytes);
    line.number(this.#sent.length);
    line.fragment(pieces.crc32);
    line.number(this.#sent.crc >>> 0);
    line.fragment(pieces.end);
    this.#lines.endEffect();
  }

  /** Completes the effect whose text has been written. @param first word of the note before it */
  check(first: number, connection: number): void {
    const { line } = this.#lines;
    this.#sent.next(connection, moreOf(first));
    line.reserve();
    if (kindOf(first) === Kind.unchecked) line.fragment(uncheckedEnd);
    else {
      line.fragment(checkBytes);
      line.number(this.#sent.length);
      line.fragment(checkCrc32);
      line.number(this.#sent.crc >>> 0);
      line.fragment(checkEnd);
    }
  }

  /** A message that goes to many is the same for all of them at QoS 0, and its text is copied. */
  #isAgain(first: number, bytes: number, crc: number): boolean {
    if (this.#n !== this.#lines.n || first !== this.#first) return false;
    return bytes === this.#bytes && crc === this.#crc;
  }

  #remember(first: number, bytes: number, crc: number, at: number): void {
    this.#n = this.#lines.n;
    this.#first = first;
    this.#bytes = bytes;
    this.#crc = crc;
    this.#at = at;
  }
}
