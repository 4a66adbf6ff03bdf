/**
 * The store of an episode: it answers at once, or when its turn comes, and then perhaps that it has failed. The seed
 * says which.
 */
import type { Sightings } from '../support/properties/sightings.ts';
import type { World } from '../support/world/world.ts';
import type { RandomPackets } from './random-packets.ts';

const KINDS = ['prompt', 'slow', 'slow', 'failing'] as const;
/** Of the batches of a store that fails, one out of so many. */
const BATCHES_PER_FAILURE = 6;
const BATCHES_AT_ONCE = 4;

export class FickleStore {
  readonly #world: World;
  readonly #packets: RandomPackets;
  readonly #sightings: Sightings;
  readonly #kind: (typeof KINDS)[number];

  constructor(world: World, packets: RandomPackets, sightings: Sightings) {
    this.#world = world;
    this.#packets = packets;
    this.#sightings = sightings;
    this.#kind = world.options.durable ? packets.pick(KINDS) : 'prompt';
    world.disk.isSlow = this.#kind !== 'prompt';
  }

  get isBusy(): boolean {
    return this.#world.disk.isBusy;
  }

  /** Answers for the batches that have waited longest, one of them or a few. */
  answer(): void {
    for (let count = 1 + this.#packets.below(BATCHES_AT_ONCE); count > 0; count--) this.#complete();
  }

  /** For those whom a failure would hit for no fault of theirs: what waits is answered, and then all is at once. */
  promptly(deed: () => void): void {
    const { disk } = this.#world;
    while (disk.isBusy) this.#complete();
    const { isSlow } = disk;
    disk.isSlow = false;
    deed();
    disk.isSlow = isSlow;
  }

  #complete(): void {
    if (!this.isBusy) return;
    const isGood = this.#kind !== 'failing' || !this.#packets.once(BATCHES_PER_FAILURE);
    this.#sightings.saw(`store: ${this.#kind}, ${isGood ? 'has it' : 'has failed'}`);
    this.#world.completeBatch(isGood);
  }
}
