/**
 * How a step is noted. What comes most takes a few numbers, and packets not even that: the bytes are noted, chunk by
 * chunk, and the other thread reads them again. The rest is noted as the text that will stand in the trace.
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
import { Encoder } from '../codec/encoder.ts';
import { Followed, isPlain } from './followed.ts';
import type { NoteWriter } from './note-writer.ts';
import { ackNote, Kind, packetNote, publishNote, Shape } from './notes.ts';
import { transmitEnd } from './pieces.ts';

export interface StepNotesParts {
  readonly options: BrokerOptions;
  readonly startedAtMs: number;
  readonly payload: PayloadText;
}

export class StepNotes {
  readonly #notes: NoteWriter;
  readonly #startedAtMs: number;
  readonly #numbers: MessageNumbers;
  readonly #whole: Wording;
  readonly #referring: Wording;
  readonly #encoder = new Encoder();
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
  /** Number of the last record, and of the last one before this turn. */
  #n = 0;
  #nBeforeTurn = 0;
  /** Steps that were numbered and are void. Their numbers are given again, so messages remember the sum. */
  #void = 0;
  /** What a message remembers from before that is not trusted any more: it may be one of them. */
  #voidTo = -1;
  /** The other thread hears what is sent to this connection and all that were opened later. */
  #heardFrom = 0;

  constructor({ options, startedAtMs, payload }: StepNotesParts, notes: NoteWriter) {
    this.#notes = notes;
    this.#startedAtMs = startedAtMs;
    this.#numbers = new MessageNumbers(options, onTheMessage);
    this.#whole = { payload, numberOf: () => undefined };
    this.#referring = { payload, numberOf: (message) => this.#numberOf(message) };
  }

  /** Connections are numbered as they are opened, so this costs no look into a table. */
  hears(connection: ConnectionId): boolean {
    return connection >= this.#heardFrom;
  }

  /** What a packet is on the wire. */
  bytesOf({ packet, version }: Transmit): Buffer {
    const chunks: Uint8Array[] = [];
    const bytes = this.#encoder.encode(packet, version, chunks);
    return Buffer.concat(chunks, bytes);
  }

  // Each returns false when there is no room; the turn is then void.

  chunk(connection: ConnectionId, chunk: Uint8Array): boolean {
    if (this.from?.connection !== connection) {
      const followed = this.#followed.get(connection);
      if (followed === undefined) return true;
      this.from = followed;
    }
    return this.#notes.chunk(Kind.chunk, connection, chunk);
  }

  step(input: Input, effects: readonly Effect[]): boolean {
    this.#n += 1;
    this.#numbers.begin(this.#n + this.#void, input);
    if (!this.#notes.begin()) return false;
    if (input.nowMs !== this.lastMs) this.#time(input.nowMs);
    const { length } = effects;
    const hasRoom =
      input.type === 'received' ? this.#received(input, length) : this.#input(input, length);
    return hasRoom && effects.every((effect) => this.#effect(effect));
  }

  /** A step has been noted elsewhere; that message came with it. */
  noted(message: Message | undefined): void {
    this.#n += 1;
    if (message !== undefined) this.#numbers.remember(this.#n + this.#void, message);
  }

  /** The core threw in the step that was noted last. */
  threw(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    const note = JSON.stringify({ actor: 'broker', kind: 'threw', detail });
    if (this.#notes.text(Kind.note, note)) this.#n += 1;
  }

  /** All that the steps up to now transmit has been sent. */
  endTurn(): boolean {
    if (this.#n === this.#nBeforeTurn) return true;
    if (!this.#notes.begin()) return false;
    this.#notes.word(Kind.turn);
    this.#notes.pad();
    this.#nBeforeTurn = this.#n;
    return true;
  }

  /**
   * All since the last turn is void. The other thread cannot follow connections whose bytes it has not seen.
   * Returns how many steps that are.
   */
  abandon(lastConnection: ConnectionId): number {
    const steps = this.#n - this.#nBeforeTurn;
    this.#void += steps;
    this.#n = this.#nBeforeTurn;
    this.#voidTo = this.#n + this.#void;
    this.#followed.clear();
    this.from = undefined;
    this.#sender = undefined;
    this.#heardFrom = lastConnection + 1;
    return steps;
  }

  /** The gap is a record too, and a turn begins after it. */
  resume(lastConnection: ConnectionId): void {
    this.#n += 1;
    this.#nBeforeTurn = this.#n;
    this.lastMs = -1;
    this.lastDelayMs = -1;
    this.#heardFrom = lastConnection + 1;
  }

  #numberOf(message: Message): number | undefined {
    const number = this.#numbers.numberOf(message);
    return number === undefined || number <= this.#voidTo ? undefined : number - this.#void;
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

  #effect(effect: Effect): boolean {
    if (effect.type === 'transmit') return this.#transmit(effect);
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

  #transmit(effect: Transmit): boolean {
    const { connection, version, packet } = effect;
    // The other thread will not hear of what is sent, so it is told at once.
    if (!this.hears(connection) && !this.#notes.chunk(Kind.sent, connection, this.bytesOf(effect)))
      return false;
    switch (packet.type) {
      case 'PUBLISH': {
        const number = this.#numberOf(packet.message);
        if (number === undefined || !isPlain(packet)) break;
        const isCurrent = number === this.#n;
        const first = publishNote(packet, version, isCurrent ? Shape.current : 0);
        if (!this.#packet(first, connection)) return false;
        if (!isCurrent) this.#notes.double(number);
        return true;
      }
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        if (packet.properties !== undefined) break;
        if (!this.#packet(ackNote(packet, version), connection)) return false;
        this.#notes.word(packet.reasonCode);
        return true;
      default:
    }
    if (!this.#packet(packetNote(version, isChecked(effect)), connection)) return false;
    const text = effectText(effect, undefined, this.#referring);
    return this.#notes.text(Kind.effect, text.slice(0, -transmitEnd.length));
  }

  #packet(first: number, connection: ConnectionId): boolean {
    if (!this.#notes.begin()) return false;
    this.#notes.word(first);
    this.#notes.word(connection);
    return true;
  }
}
