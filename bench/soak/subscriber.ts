/**
 * A subscriber that conforms: acknowledges what it gets, and remembers across connections the Packet Identifiers of
 * QoS 2 that have not been released, so that what is sent again is not taken twice (method A of section 4.3.3).
 */
import type { QoS } from '../../machines/packets.ts';
import type { Ledger } from './ledger.ts';
import { type Circumstances, Member, type MemberPlan } from './member.ts';
import { ackPacket, type Incoming, subscribePacket } from './wire.ts';

const IDENTIFIER_NOT_FOUND = 0x92;

export class Subscriber extends Member {
  readonly #ledger: Ledger;
  readonly #number: number;
  readonly #filters: readonly string[];
  readonly #unreleased = new Set<number>();
  #subscribed = 0;

  constructor(
    plan: MemberPlan,
    around: Circumstances,
    ledger: Ledger,
    about: { readonly number: number; readonly filters: readonly string[] },
  ) {
    super(plan, around);
    this.#ledger = ledger;
    this.#number = about.number;
    this.#filters = about.filters;
  }

  /** Its subscriptions have been acknowledged. */
  get isReady(): boolean {
    return this.#subscribed === this.#filters.length;
  }

  override get isSettled(): boolean {
    return super.isSettled && this.isReady && this.#unreleased.size === 0;
  }

  protected override accepted(isResumed: boolean): void {
    if (!isResumed && this.#unreleased.size > 0) {
      this.around.faults.add('session lost', this.plan.clientId);
    }
    // A new session has no subscriptions.
    if (!isResumed) this.#subscribed = 0;
    if (!this.isReady) this.#subscribe();
  }

  /** One after the other. */
  #subscribe(): void {
    const filter = this.#filters[this.#subscribed];
    if (filter !== undefined) this.send(subscribePacket(filter, 2));
  }

  protected override receive(packet: Incoming): void {
    switch (packet.type) {
      case 'PUBLISH':
        this.#published(packet);
        break;
      case 'PUBREL':
        this.#released(packet.packetId);
        break;
      case 'SUBACK':
        if (packet.reasonCode !== 2) {
          this.around.faults.add('SUBACK', `${this.plan.clientId}: ${packet.reasonCode}`);
        }
        this.#subscribed += 1;
        this.#subscribe();
        break;
      default:
        super.receive(packet);
    }
  }

  #published({ qos, packetId, payload }: Incoming & { type: 'PUBLISH' }): void {
    if (qos === 2) {
      const isNew = !this.#unreleased.has(packetId);
      if (isNew) this.#take(payload, qos);
      this.#unreleased.add(packetId);
      this.send(ackPacket('PUBREC', packetId));
      return;
    }
    this.#take(payload, qos);
    if (qos === 1) this.send(ackPacket('PUBACK', packetId));
  }

  #released(packetId: number): void {
    // One that we no longer know has been released already, and our PUBCOMP was lost.
    const isKnown = this.#unreleased.delete(packetId);
    this.send(ackPacket('PUBCOMP', packetId, isKnown ? 0 : IDENTIFIER_NOT_FOUND));
  }

  #take(payload: Buffer, qos: QoS): void {
    const [publisher, sentQos, number] = payload.toString('latin1').split(' ', 3).map(Number);
    if (publisher === undefined || number === undefined || sentQos !== qos) {
      this.around.faults.add(
        'payload',
        `${this.plan.clientId}: ${payload.toString('latin1', 0, 40)}`,
      );
      return;
    }
    this.#ledger.arrived(this.#number, publisher, qos, number);
  }
}
