/**
 * What has to be written to the store because of a step, and what may leave only after it.
 *
 * One rule serves every promise of durability: what a step transmits leaves after what it has written is stored, and
 * after everything transmitted to the same client before. So no acknowledgement promises what a crash could take back,
 * and no order changes.
 */
import { IntMap } from '../collections/int-map.ts';
import type { Transmit } from '../effects.ts';
import type { JournalImage } from '../image.ts';
import type { StoredValue, Write } from '../stored.ts';
import type { Delivery, Exchange, Owner, Session, Subscription } from './parts.ts';

/** Writes that have been submitted, and the transmissions that wait for them. */
interface Batch {
  readonly owner: Owner;
  readonly writes: readonly Write[];
  readonly transmits: Transmit[];
}

export class Journal {
  /** False when there is no store: then nothing is written and nothing waits. */
  readonly enabled: boolean;
  writes: Write[] = [];
  private owner: Owner = {};
  private batches = new IntMap<Batch>();
  private nextBatch = 1;

  constructor(enabled: boolean) {
    this.enabled = enabled;
  }

  fork(): Journal {
    const twin = new Journal(this.enabled);
    twin.batches = this.batches.fork();
    twin.nextBatch = this.nextBatch;
    this.owner = {};
    return twin;
  }

  get waiting(): number {
    return this.batches.size;
  }

  // Batches

  /** The writes since the last batch as a new one; undefined when there are none. */
  takeBatch(): { readonly id: number; readonly writes: readonly Write[] } | undefined {
    if (this.writes.length === 0) return undefined;
    const { writes } = this;
    this.writes = [];
    const id = this.nextBatch++;
    this.batches.set(id, { owner: this.owner, writes, transmits: [] });
    return { id, writes };
  }

  hold(id: number, transmit: Transmit): void {
    let batch = this.batches.get(id) as Batch;
    if (batch.owner !== this.owner) {
      batch = { ...batch, owner: this.owner, transmits: batch.transmits.slice() };
      this.batches.set(id, batch);
    }
    batch.transmits.push(transmit);
  }

  /**
   * The batch has been answered. What could not be written is written again with the next one, unless something later
   * has taken its place: else the store would stay behind what we remember, and promise what it does not have.
   * @returns what waited for the batch
   * @throws Error for a batch that is not waiting: a bug of the driver
   */
  release(id: number, ok: boolean): readonly Transmit[] {
    const batch = this.batches.get(id);
    if (batch === undefined) throw new Error(`store batch ${id} is not waiting`);
    this.batches.delete(id);
    if (!ok) this.writes = [...this.notSuperseded(batch.writes), ...this.writes];
    return batch.transmits;
  }

  /** Batches are answered in order, so all that are waiting now were submitted later. */
  private notSuperseded(failed: readonly Write[]): Write[] {
    const later = [...this.batches].flatMap(([, { writes }]) => writes).concat(this.writes);
    const keys = new Set(later.map(({ key }) => key));
    const roots = later.filter(({ type }) => type === 'deleteAll').map(({ key }) => `${key}/`);
    return failed.filter(
      ({ type, key }) =>
        !(type !== 'deleteAll' && keys.has(key)) && !roots.some((root) => key.startsWith(root)),
    );
  }

  /** For views: what waits, by batch. */
  allBatches(): (readonly [id: number, transmits: readonly Transmit[]])[] {
    return [...this.batches].map(([id, { transmits }]) => [id, transmits]);
  }

  image(): JournalImage {
    const { nextBatch, writes } = this;
    const batches = [...this.batches].map(([id, batch]) => ({
      id,
      writes: batch.writes,
      transmits: batch.transmits.slice(),
    }));
    return { nextBatch, writes: writes.slice(), batches };
  }

  restore({ nextBatch, writes, batches }: JournalImage): void {
    this.nextBatch = nextBatch;
    this.writes = writes.slice();
    for (const { id, writes: submitted, transmits } of batches) {
      const batch = { owner: this.owner, writes: submitted, transmits: transmits.slice() };
      this.batches.set(id, batch);
    }
  }

  // What is written. Sessions that end with their connection are not kept.

  /** @param offlineSinceMs null while it is online */
  session(session: Session, offlineSinceMs: number | null): void {
    const { stored } = session;
    session.stored = this.enabled && session.snapshot.context.sessionExpiryIntervalSeconds > 0;
    if (stored && !session.stored) {
      this.writes.push({ type: 'deleteAll', key: `session/${session.number}` });
    }
    if (!session.stored) return;
    const { sessionExpiryIntervalSeconds } = session.snapshot.context;
    const { clientId } = session;
    this.put(`session/${session.number}`, {
      clientId,
      sessionExpiryIntervalSeconds,
      offlineSinceMs,
    });
  }

  /** The session has ended, or will end with its connection from now on. */
  forget(session: Session): void {
    if (session.stored) this.writes.push({ type: 'deleteAll', key: `session/${session.number}` });
    session.stored = false;
  }

  subscription(session: Session, subscription: Subscription): void {
    if (!session.stored) return;
    const { topicFilter, identifier, share } = subscription;
    this.put(`session/${session.number}/subscription/${topicFilter}`, {
      ...subscription,
      identifier: identifier ?? null,
      share: share ?? null,
    });
  }

  noSubscription(session: Session, topicFilter: string): void {
    this.delete(session, `subscription/${topicFilter}`);
  }

  message(session: Session, order: number, delivery: Delivery): void {
    if (!session.stored) return;
    const { message, qos, retain, retainAsPublished, subscriptionIdentifiers, expiresAtMs, share } =
      delivery;
    this.put(`session/${session.number}/message/${order}`, {
      message,
      qos,
      retain,
      ...(retainAsPublished && { retainAsPublished }),
      subscriptionIdentifiers: subscriptionIdentifiers ?? null,
      expiresAtMs: expiresAtMs === Number.POSITIVE_INFINITY ? null : expiresAtMs,
      share: share ?? null,
    });
  }

  noMessage(session: Session, order: number): void {
    this.delete(session, `message/${order}`);
  }

  exchange(session: Session, { order, packetId }: Exchange, released: boolean): void {
    if (!session.stored) return;
    this.put(`session/${session.number}/exchange/${order}`, { packetId, released });
  }

  noExchange(session: Session, { order }: Exchange): void {
    this.delete(session, `exchange/${order}`);
    this.delete(session, `message/${order}`);
  }

  inbound(session: Session, packetId: number): void {
    if (!session.stored) return;
    this.put(`session/${session.number}/inbound/${packetId}`, { packetId });
  }

  noInbound(session: Session, packetId: number): void {
    this.delete(session, `inbound/${packetId}`);
  }

  will(session: Session): void {
    if (!session.stored || session.will === undefined) return;
    this.put(`session/${session.number}/will`, session.will.will);
  }

  noWill(session: Session): void {
    this.delete(session, 'will');
  }

  retained(topicName: string, value: StoredValue): void {
    if (this.enabled) this.put(`retained/${topicName}`, value);
  }

  noRetained(topicName: string): void {
    if (this.enabled) this.writes.push({ type: 'delete', key: `retained/${topicName}` });
  }

  private put(key: string, value: StoredValue): void {
    this.writes.push({ type: 'put', key, value });
  }

  private delete(session: Session, key: string): void {
    if (!session.stored) return;
    this.writes.push({ type: 'delete', key: `session/${session.number}/${key}` });
  }
}
