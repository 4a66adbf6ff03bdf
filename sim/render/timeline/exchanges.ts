/** QoS 1 and 2 exchanges, followed from PUBLISH to the last acknowledgement across connections. */
import { isFailure, type Packet } from '../../../machines/index.ts';
import type { Line, Mutable } from './lines.ts';
import type { ExchangeSpan, Flight, Moment } from './types.ts';

type Sender = ExchangeSpan['sender'];

export class Exchanges {
  readonly all: Mutable<ExchangeSpan>[] = [];
  readonly #open = new Map<string, Mutable<ExchangeSpan>>();
  /** PUBRECs that have gone out, each until its PUBCOMP goes out: so long a PUBLISH is the same one again. */
  readonly #answered = new Map<string, Line>();

  /**
   * A packet as its sender sends it.
   * @returns whether it is a PUBREC for what has had one before
   */
  sent(packet: Packet, line: Line, direction: Flight['direction'], now: Moment): boolean {
    if (packet.type === 'PUBREC' || packet.type === 'PUBCOMP') {
      return this.#answer(packet, line, direction);
    }
    this.#begin(packet, line, direction, now);
    return false;
  }

  #answer(
    { type, packetId, reasonCode }: Extract<Packet, { readonly type: 'PUBREC' | 'PUBCOMP' }>,
    line: Line,
    direction: Flight['direction'],
  ): boolean {
    const key = keyOf(line, direction === 'toBroker' ? 'broker' : 'client', packetId);
    const isRepeated = type === 'PUBREC' && this.#answered.has(key) && !isFailure(reasonCode);
    if (type === 'PUBREC' && !isFailure(reasonCode)) this.#answered.set(key, line);
    else this.#answered.delete(key);
    return isRepeated;
  }

  /** From here on nobody knows which messages the broker still remembers. */
  forgetAnswers(): void {
    this.#answered.clear();
  }

  #begin(packet: Packet, line: Line, direction: Flight['direction'], now: Moment): void {
    if (packet.type !== 'PUBLISH' || packet.qos === 0) return;
    const sender: Sender = direction === 'toBroker' ? 'client' : 'broker';
    const key = keyOf(line, sender, packet.packetId);
    const open = this.#open.get(key);
    if (open !== undefined && packet.dup) {
      open.repeated = true;
      return;
    }
    // Without DUP it is a new message: the one before was given up, with its session.
    if (open !== undefined) open.to = now;
    const { qos, packetId } = packet;
    const { topicName } = packet.message;
    const span = {
      lifeline: line,
      sender,
      qos,
      packetId,
      topicName,
      from: now,
      to: undefined,
      repeated: false,
    };
    this.#open.set(key, span);
    this.all.push(span);
  }

  /** A packet as its receiver gets it: the last acknowledgement ends the exchange. */
  received(packet: Packet, line: Line, direction: Flight['direction'], now: Moment): void {
    const isLast =
      packet.type === 'PUBACK' ||
      packet.type === 'PUBCOMP' ||
      (packet.type === 'PUBREC' && isFailure(packet.reasonCode));
    if (!isLast) return;
    const key = keyOf(line, direction === 'toBroker' ? 'broker' : 'client', packet.packetId);
    const open = this.#open.get(key);
    if (open === undefined) return;
    open.to = now;
    this.#open.delete(key);
  }

  /** With the session go its exchanges. */
  sessionEnded(line: Line, now: Moment): void {
    for (const [key, owner] of this.#answered) if (owner === line) this.#answered.delete(key);
    for (const [key, span] of this.#open) {
      if (span.lifeline !== line) continue;
      span.to = now;
      this.#open.delete(key);
    }
  }
}

function keyOf(line: Line, sender: Sender, packetId: number): string {
  return `${line.id} ${sender} ${packetId}`;
}
