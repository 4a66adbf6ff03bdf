/** A store that can be slow, can fail, and outlives the broker. */
import type { Store } from '../../../machines/effects.ts';
import type { StoredValue, Write } from '../../../machines/stored.ts';

export class Disk {
  /** True when batches wait until someone completes them. */
  isSlow = false;
  #values = new Map<string, StoredValue>();
  #batches: Store[] = [];

  get isBusy(): boolean {
    return this.#batches.length > 0;
  }

  get entries(): readonly (readonly [string, StoredValue])[] {
    return [...this.#values];
  }

  write(batch: Store): void {
    this.#batches.push(batch);
  }

  /** @returns the number of the oldest batch, which is written now, or undefined when there is none */
  complete(ok: boolean): number | undefined {
    const batch = this.#batches.shift();
    if (ok) for (const write of batch?.writes ?? []) this.#apply(write);
    return batch?.id;
  }

  /** What has not been completed is lost. */
  crash(): void {
    this.#batches = [];
  }

  fork(): Disk {
    const twin = new Disk();
    twin.isSlow = this.isSlow;
    twin.#values = new Map(this.#values);
    twin.#batches = [...this.#batches];
    return twin;
  }

  #apply(write: Write): void {
    switch (write.type) {
      case 'put':
        this.#values.set(write.key, write.value);
        return;
      case 'delete':
        this.#values.delete(write.key);
        return;
      case 'deleteAll':
        for (const key of [...this.#values.keys()]) {
          if (key === write.key || key.startsWith(`${write.key}/`)) this.#values.delete(key);
        }
    }
  }
}
