/** The copies of one message, for those who get it under different terms. */
import type { Message, QoS } from '../packets.ts';
import type { Delivery } from './parts.ts';
import type { Terms } from './routing.ts';

/** Recipients under the same terms share one copy. */
export class Copies {
  readonly #message: Message;
  readonly #expiresAtMs: number;
  readonly #plain: (Delivery | undefined)[] = [];

  constructor(message: Message, expiresAtMs: number) {
    this.#message = message;
    this.#expiresAtMs = expiresAtMs;
  }

  under({ qos: granted, retainAsPublished, identifiers }: Terms): Delivery {
    const qos = Math.min(this.#message.qos, granted) as QoS;
    const retain = retainAsPublished && this.#message.retain;
    if (identifiers !== undefined) return this.#make(qos, retain, identifiers);
    const slot = qos * 2 + (retain ? 1 : 0);
    const shared = this.#plain[slot];
    if (shared !== undefined) return shared;
    const made = this.#make(qos, retain, undefined);
    this.#plain[slot] = made;
    return made;
  }

  /** The copy that the one member of a shared subscription gets. */
  shared({ qos: granted, retainAsPublished, identifiers }: Terms, share: string): Delivery {
    const qos = Math.min(this.#message.qos, granted) as QoS;
    return this.#make(qos, retainAsPublished && this.#message.retain, identifiers, share);
  }

  /** What is passed on has RETAIN by Retain As Published or not at all. */
  #make(
    qos: QoS,
    retain: boolean,
    subscriptionIdentifiers: readonly number[] | undefined,
    share?: string,
  ): Delivery {
    const message = this.#message;
    const expiresAtMs = this.#expiresAtMs;
    const retainAsPublished = retain || undefined;
    return {
      message,
      qos,
      retain,
      retainAsPublished,
      subscriptionIdentifiers,
      expiresAtMs,
      share,
    };
  }
}
