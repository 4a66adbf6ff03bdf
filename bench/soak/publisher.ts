/**
 * A publisher that conforms: keeps what is not acknowledged, across connections, and sends it again in the order of
 * first sending when its session is resumed (3.1.1 and 5.0 sections 4.4, 4.6).
 */
import type { QoS } from '../../machines/packets.ts';
import type { Ledger } from './ledger.ts';
import { type Circumstances, Member, type MemberPlan } from './member.ts';
import { ackPacket, type Incoming, publishPacket } from './wire.ts';

interface Unacknowledged {
  readonly qos: QoS;
  readonly text: string;
}

/** Messages on their way at once. */
const WINDOW = 16;
const LAST_IDENTIFIER = 0xffff;

export class Publisher extends Member {
  readonly #ledger: Ledger;
  readonly #number: number;
  /** PUBLISH sent, by Packet Identifier, in the order of sending. */
  readonly #published = new Map<number, Unacknowledged>();
  /** PUBREL sent, in the order of PUBREC. */
  readonly #released = new Set<number>();
  #lastIdentifier = 0;

  constructor(plan: MemberPlan, around: Circumstances, ledger: Ledger, number: number) {
    super(plan, around);
    this.#ledger = ledger;
    this.#number = number;
  }

  get canPublish(): boolean {
    return this.isConnected && this.#unacknowledged < WINDOW;
  }

  override get isSettled(): boolean {
    return super.isSettled && this.#unacknowledged === 0;
  }

  /** @param padding bytes that the payload has besides */
  publish(qos: QoS, padding: number): void {
    const number = this.#ledger.next(this.#number, qos);
    const text = `${this.#number} ${qos} ${number} ${'x'.repeat(padding)}`;
    const packetId = qos === 0 ? 0 : this.#nextIdentifier();
    if (qos > 0) this.#published.set(packetId, { qos, text });
    this.send(publishPacket(this.#topic, text, { qos, packetId }));
  }

  /** Its state for those who come later; an empty text takes it away. */
  publishState(text: string): void {
    const topic = `soak/state/${this.#number}`;
    this.send(publishPacket(topic, text, { qos: 0, packetId: 0, retain: true }));
  }

  get #topic(): string {
    return `soak/data/${this.#number}`;
  }

  get #unacknowledged(): number {
    return this.#published.size + this.#released.size;
  }

  protected override accepted(isResumed: boolean): void {
    this.publishState('here');
    if (!isResumed && this.#unacknowledged > 0) {
      this.around.faults.add('session lost', this.plan.clientId);
    }
    // A PUBREL is for what was published before anything that is still unacknowledged.
    for (const packetId of this.#released) this.send(ackPacket('PUBREL', packetId));
    for (const [packetId, { qos, text }] of this.#published) {
      this.send(publishPacket(this.#topic, text, { qos, packetId, dup: true }));
    }
  }

  protected override receive(packet: Incoming): void {
    const wasExpected = this.#take(packet);
    if (wasExpected) return;
    const id = 'packetId' in packet ? ` ${packet.packetId}` : '';
    this.around.faults.add('unexpected', `${this.plan.clientId}: ${packet.type}${id}`);
  }

  #take(packet: Incoming): boolean {
    switch (packet.type) {
      case 'PUBACK':
        return this.#isWaiting(packet.packetId, 1) && this.#published.delete(packet.packetId);
      case 'PUBREC': {
        const { packetId } = packet;
        if (!this.#isWaiting(packetId, 2) || packet.reasonCode >= 0x80) return false;
        this.#published.delete(packetId);
        this.#released.add(packetId);
        this.send(ackPacket('PUBREL', packetId));
        return true;
      }
      case 'PUBCOMP':
        return this.#released.delete(packet.packetId);
      default:
        return false;
    }
  }

  #isWaiting(packetId: number, qos: QoS): boolean {
    return this.#published.get(packetId)?.qos === qos;
  }

  #nextIdentifier(): number {
    do {
      this.#lastIdentifier = (this.#lastIdentifier % LAST_IDENTIFIER) + 1;
    } while (this.#published.has(this.#lastIdentifier) || this.#released.has(this.#lastIdentifier));
    return this.#lastIdentifier;
  }
}
