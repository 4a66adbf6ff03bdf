/** Who is there, counted from what the broker announces. */
import type { LifecycleEvent } from '../../machines/index.ts';

export class Population {
  #connected = 0;
  #maximum = 0;
  #expired = 0;
  #dropped = 0;
  /** By session, as far as it was announced. */
  readonly #droppedOf = new Map<number, number>();

  get connected(): number {
    return this.#connected;
  }

  /** The most that were ever connected at once. */
  get maximum(): number {
    return this.#maximum;
  }

  /** Sessions that ended because their time was up. */
  get expired(): number {
    return this.#expired;
  }

  /** Messages that did not reach a session. At least: those of a row are announced with the next one. */
  get dropped(): number {
    return this.#dropped;
  }

  observe(event: LifecycleEvent): void {
    switch (event.type) {
      case 'client.connected':
        this.#connected += 1;
        if (this.#connected > this.#maximum) this.#maximum = this.#connected;
        break;
      case 'client.disconnected':
        this.#connected -= 1;
        break;
      case 'session.ended':
        if (event.cause === 'expired') this.#expired += 1;
        this.#droppedOf.delete(event.session);
        break;
      case 'message.dropped':
        this.#dropped += event.total - (this.#droppedOf.get(event.session) ?? 0);
        this.#droppedOf.set(event.session, event.total);
        break;
      default:
    }
  }
}
