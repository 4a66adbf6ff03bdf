/**
 * How a step is noted. What comes most takes a few numbers, and packets from the network not even that: their bytes are
 * noted, chunk by chunk, and the other thread reads them again. The rest is noted as the text that will stand in the
 * trace.
 */
import {
  type BrokerOptions,
  type ConnectionId,
  type Effect,
  effectText,
  type Input,
  inputText,
  isChecked,
  type Message,
  MessageNumbers,
  onTheMessage,
  type PayloadText,
  type Received,
  type Transmit,
  type Wording,
} from '../../machines/index.ts';
import { Followed, isPlain } from './followed.ts';
import type { NoteWriter } from './note-writer.ts';
import { ackNote, Kind, publishNote, Shape } from './notes.ts';
import type { RecordingEncoder } from './recording-encoder.ts';

export interface StepNotesParts {
  readonly options: BrokerOptions;
  readonly startedAtMs: number;
  readonly payload: PayloadText;
}

export class StepNotes {
  readonly #notes: NoteWriter;
  readonly #encoder: RecordingEncoder;
  readonly #startedAtMs: number;
  readonly #numbers: MessageNumbers;
  readonly #whole: Wording;
  readonly #referring: Wording;
  readonly #followed = new Map<ConnectionId, Followed>();
  /** The one whose packet is the input of this step. */
  #sender: Followed | undefined;
  // What the other thread knows too:
  /** where it takes the next packet from, */
  from: Followed | undefined;
  /** the time of the last step, */
  lastMs = -1;
  /** and the delay of the last keep alive. */
  lastDelayMs = -1;
  #n = 0;

  constructor(
    { options, startedAtMs, payload }: StepNotesParts,
    notes: NoteWriter,
    encoder: RecordingEncoder,
  ) {
    this.#notes = notes;
    this.#encoder = encoder;
    this.#startedAtMs = startedAtMs;
    this.#numbers = new MessageNumbers(options, onTheMessage);
    this.#whole = { payload, numberOf: () => undefined };
    this.#referring = { payload, numberOf: (message) => this.#numbers.numberOf(message) };
  }

  // Each returns false when there is no room; what was begun is then void.

  chunk(connection: ConnectionId, chunk: Uint8Array): boolean {
    if (this.from?.connection !== connection) {
      const followed = this.#followed.get(connection);
      if (followed === undefined) return true;
      this.from = followed;
    }
    return this.#notes.chunk(connection, chunk);
  }

  /** A step begins with its input. */
  begin(input: Input, effects: number): boolean {
    this.#n += 1;
    this.#numbers.begin(this.#n, input);
    if (!this.#notes.begin()) return false;
    if (input.nowMs !== this.lastMs) this.#time(input.nowMs);
    return input.type === 'received' ? this.#received(input, effects) : this.#input(input, effects);
  }

  /** And ends with its effects, once their packets have been encoded. */
  finish(effects: readonly Effect[]): boolean {
    this.#encodeRest(effects);
    let packet = 0;
    for (const effect of effects) {
      if (effect.type !== 'transmit') {
        if (!this.#effect(effect)) return false;
      } else if (!this.#transmit(effect, packet++)) return false;
    }
    return true;
  }

  /** A step has been noted elsewhere; that message came with it. */
  noted(message: Message | undefined): void {
    this.#n += 1;
    if (message !== undefined) this.#numbers.remember(this.#n, message);
  }

  /** The core threw in the step that was noted last. */
  threw(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    const note = JSON.stringify({ actor: 'broker', kind: 'threw', detail });
    if (this.#notes.text(Kind.note, note)) this.#n += 1;
  }

  /** The last so many steps are void. The other thread cannot follow connections whose bytes it has not seen. */
  abandon(steps: number): void {
    this.#n -= steps;
    this.#followed.clear();
    this.from = undefined;
    this.#sender = undefined;
  }

  /** The gap is a record too. */
  resume(): void {
    this.#n += 1;
    this.lastMs = -1;
    this.lastDelayMs = -1;
  }

  #time(nowMs: number): void {
    this.#notes.word(Kind.time);
    this.#notes.double(nowMs - this.#startedAtMs);
    this.lastMs = nowMs;
  }

  /** A packet from the network: its bytes have been noted. */
  #received(input: Received & { readonly nowMs: number }, effects: number): boolean {
    const { from } = this;
    if (from?.connection !== input.connection) return this.#receivedLater(input, effects);
    this.#sender = from;
    this.#notes.word(from.kindOf(input.packet) | (effects << 8));
    return true;
  }

  /** Another connection's bytes have come between. */
  #receivedLater(input: Received & { readonly nowMs: number }, effects: number): boolean {
    const followed = this.#followed.get(input.connection);
    if (followed === undefined) return this.#input(input, effects);
    this.#notes.word(Kind.from);
    this.#notes.word(input.connection);
    this.from = followed;
    return this.#received(input, effects);
  }

  #input(input: Input, effects: number): boolean {
    this.#sender = undefined;
    if (input.type === 'opened') {
      this.#followed.set(input.connection, new Followed(input.connection));
    }
    if (input.type === 'closed') this.#forget(input.connection);
    return this.#notes.text(Kind.input | (effects << 8), inputText(input, this.#whole));
  }

  #forget(connection: ConnectionId): void {
    if (this.from?.connection === connection) this.from = undefined;
    this.#followed.delete(connection);
    this.#notes.word(Kind.forget);
    this.#notes.word(connection);
  }

  /** Those whose connections had ended meanwhile were not sent; they are noted as they would have been. */
  #encodeRest(effects: readonly Effect[]): void {
    const packets = effects.filter(({ type }) => type === 'transmit') as Transmit[];
    if (packets.length === this.#encoder.count) return;
    this.#encoder.forget();
    for (const { packet, version } of packets) this.#encoder.measure(packet, version);
  }

  #effect(effect: Effect): boolean {
    if (effect.type === 'setTimer' && this.#sender?.isKeepAlive(effect.timer)) {
      const { delayMs } = effect;
      if (delayMs === (delayMs | 0)) return this.#keepAlive(delayMs);
    }
    return this.#notes.text(Kind.effect, effectText(effect, undefined, this.#referring));
  }

  #keepAlive(delayMs: number): boolean {
    if (!this.#notes.begin()) return false;
    if (delayMs === this.lastDelayMs) {
      this.#notes.word(Kind.keepAliveAgain);
      return true;
    }
    this.#notes.word(Kind.keepAlive);
    this.#notes.word(delayMs);
    this.lastDelayMs = delayMs;
    return true;
  }

  /** @param index of the packet among those of the step */
  #transmit(effect: Transmit, index: number): boolean {
    const { kept } = this.#encoder;
    const bytes = kept[2 * index] as number;
    const crc = kept[2 * index + 1] as number;
    const { packet } = effect;
    switch (packet.type) {
      case 'PUBLISH': {
        const number = this.#numbers.numberOf(packet.message);
        if (number === undefined || !isPlain(packet)) break;
        const isCurrent = number === this.#n;
        const first = publishNote(packet, effect.version, isCurrent ? Shape.current : 0);
        if (!this.#packet(first, effect.connection, bytes, crc)) return false;
        if (!isCurrent) this.#notes.double(number);
        return true;
      }
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        if (packet.properties !== undefined) break;
        if (!this.#packet(ackNote(packet, effect.version), effect.connection, bytes, crc)) {
          return false;
        }
        this.#notes.word(packet.reasonCode);
        return true;
      default:
    }
    const wire = isChecked(effect) ? { bytes, crc32: crc >>> 0 } : undefined;
    return this.#notes.text(Kind.effect, effectText(effect, wire, this.#referring));
  }

  #packet(first: number, connection: ConnectionId, bytes: number, crc: number): boolean {
    if (!this.#notes.begin()) return false;
    this.#notes.word(first);
    this.#notes.word(connection);
    this.#notes.word(bytes);
    this.#notes.word(crc);
    return true;
  }
}
