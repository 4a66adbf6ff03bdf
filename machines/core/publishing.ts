/** The way of a message from its publisher to everybody who has subscribed to its topic. */
import type { Message, QoS } from '../packets.ts';
import type { Core } from './core.ts';
import { deliver } from './delivering.ts';
import type { Delivery } from './parts.ts';
import type { Terms } from './routing.ts';

/**
 * Passes a message on, and retains it where it asks for that.
 * @param publisher number of the session it comes from; 0 for none
 * @returns the number of sessions and local subscribers it was for
 */
export function publishMessage(core: Core, message: Message, publisher: number): number {
  const interval = message.properties?.messageExpiryInterval;
  const expiresAtMs =
    interval === undefined ? Number.POSITIVE_INFINITY : core.nowMs + interval * 1000;
  if (message.retain) retain(core, message, expiresAtMs);

  const { recipients, locals } = core.router.routeOf(message.topicName);
  const copies = new Copies(message, expiresAtMs);
  let reached = 0;
  for (const recipient of recipients) {
    const terms = recipient.session === publisher ? recipient.own : recipient.all;
    const session = terms === undefined ? undefined : core.session(recipient.session);
    if (terms === undefined || session === undefined) continue;
    reached += 1;
    deliver(core, session, copies.under(terms));
  }
  for (const subscriber of locals) core.emit({ type: 'hand', subscriber, message });
  return reached + locals.length;
}

/** The latest message of a topic is kept; one without payload clears it (v3 MQTT-3.3.1-5, -10, -11). */
function retain(core: Core, message: Message, expiresAtMs: number): void {
  const { topicName } = message;
  if (message.payload.length === 0) {
    core.router.clearRetained(topicName);
    core.journal.noRetained(topicName);
    return;
  }
  core.router.retain({ message, expiresAtMs });
  const expiry = expiresAtMs === Number.POSITIVE_INFINITY ? null : expiresAtMs;
  core.journal.retained(topicName, { message, expiresAtMs: expiry });
}

/** The copies of one message: recipients under the same terms share one. */
class Copies {
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

  #make(
    qos: QoS,
    retain: boolean,
    subscriptionIdentifiers: readonly number[] | undefined,
  ): Delivery {
    const message = this.#message;
    return { message, qos, retain, subscriptionIdentifiers, expiresAtMs: this.#expiresAtMs };
  }
}
