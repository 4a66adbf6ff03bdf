// What client and broker have promised each other about messages, kept from outside of both.
import { expect } from 'vitest';
import type { Effect } from '../../machines/effects.ts';
import type { LifecycleEvent } from '../../machines/lifecycle.ts';
import type { Message, QoS } from '../../machines/packets.ts';
import { matches } from '../../machines/topics/topic.ts';
import type { ClientOutput } from '../../sim/client/messages.ts';

/** Ends of connections for which the broker blames the client. */
const BLAMES = ['protocolViolation', 'quotaExceeded', 'connectRefused', 'authenticationFailed'];

/** A message of the test; its payload is its number. */
export function numbered(number: number, topicName: string, qos: QoS): Message {
  const payload = Uint8Array.of(number >> 8, number & 255);
  return { topicName, payload, qos, retain: false, properties: undefined };
}

function numberOf({ payload: [high = 0, low = 0] }: Message): number {
  return high * 256 + low;
}

interface Promised {
  readonly message: Message;
  /** At which it travels, as far as the ledger knows before it arrives. */
  qos: QoS;
  /** Has to arrive: nobody has given up the session that it travels in. */
  due: boolean;
}

export class Ledger {
  /** Names of the places that were reached. */
  readonly seen = new Set<string>();
  readonly #up = new Map<number, Promised>();
  readonly #down = new Map<number, Promised>();
  readonly #handed: number[] = [];
  readonly #received: number[] = [];
  readonly #subscriptions = new Map<string, QoS>();
  #crashes = 0;

  see(place: string): void {
    this.seen.add(place);
  }

  /** The client was asked to publish it. */
  publishes(message: Message): void {
    this.#up.set(numberOf(message), { message, qos: message.qos, due: message.qos > 0 });
  }

  /** The broker's own program is about to publish it. */
  tells(message: Message): void {
    const granted = [...this.#subscriptions]
      .filter(([filter]) => matches(filter, message.topicName))
      .map(([, qos]) => qos);
    const qos = Math.min(message.qos, Math.max(0, ...granted)) as QoS;
    this.#down.set(numberOf(message), { message, qos, due: granted.length > 0 && qos > 0 });
  }

  /** What the broker's own program has said or heard, no acknowledgement has promised to keep. */
  crashed(): void {
    this.see('crash');
    this.#crashes += 1;
    this.#subscriptions.clear();
    for (const promised of this.#down.values()) promised.due = false;
  }

  output(output: ClientOutput): void {
    switch (output.type) {
      case 'received':
        if (output.dup) this.see(`received again at QoS ${output.qos}`);
        this.#arrived(numberOf(output.message), output.qos);
        break;
      case 'abandoned':
        this.see(`abandoned ${output.of}`);
        if (output.of === 'PUBLISH') this.#entry(output.message).due = false;
        break;
      case 'completed':
        if (output.of === 'PUBLISH') this.#completed(output.message, output.reasonCodes);
        break;
      case 'send':
        if (output.packet.type === 'PUBLISH' && output.packet.dup) {
          this.see(`sent again at QoS ${output.packet.qos}`);
        }
        break;
      case 'state':
        this.see(`client ${output.state}`);
        this.see(`end ${output.cause}`);
        expect(output.cause, 'the client blames the broker').not.toBe('protocolViolation');
        break;
      case 'connected':
        this.see(output.sessionPresent ? 'session present' : 'no session present');
        break;
    }
  }

  effect(effect: Effect): void {
    if (effect.type === 'hand') this.#handed.push(numberOf(effect.message));
    if (effect.type === 'announce') this.#announced(effect.event);
    if (effect.type === 'transmit' && effect.packet.type === 'PUBLISH' && effect.packet.dup) {
      this.see(`broker sends again at QoS ${effect.packet.qos}`);
    }
  }

  /** Once everything has come to rest. */
  check(): void {
    this.#checkWay('client to broker', this.#up, this.#handed, 1 + this.#crashes);
    this.#checkWay('broker to client', this.#down, this.#received, 1);
  }

  #announced(event: LifecycleEvent): void {
    this.see(event.type);
    switch (event.type) {
      case 'client.disconnected':
      case 'client.refused':
        expect(BLAMES, `the broker blames the client: ${event.detail}`).not.toContain(event.cause);
        break;
      case 'subscription.added':
        this.#subscriptions.set(event.topicFilter, event.qos);
        break;
      case 'subscription.removed':
        this.#subscriptions.delete(event.topicFilter);
        break;
      case 'session.ended':
        this.#subscriptions.clear();
        for (const promised of this.#down.values()) promised.due = false;
        break;
      case 'message.dropped':
        expect(['offline', 'congested']).toContain(event.cause);
        break;
    }
  }

  /** A message that the client has published itself comes back too, and is of no concern here. */
  #arrived(number: number, qos: QoS): void {
    const promised = this.#down.get(number);
    if (promised === undefined) return;
    promised.qos = qos;
    this.#received.push(number);
  }

  /** What is acknowledged has arrived. */
  #completed(message: Message, reasonCodes: readonly number[]): void {
    if (message.qos === 0) return;
    this.see(`completed at QoS ${message.qos}`);
    // 0x92: the PUBCOMP before was lost, and with it the exchange forgotten. That is no failure.
    expect([0x00, 0x10, 0x92]).toContain(reasonCodes[0]);
    expect(this.#handed).toContain(numberOf(message));
  }

  #entry(message: Message): Promised {
    return this.#up.get(numberOf(message)) as Promised;
  }

  #checkWay(
    way: string,
    promises: ReadonlyMap<number, Promised>,
    arrived: readonly number[],
    timesMaximum: number,
  ): void {
    const firsts = new Map<string, number>();
    const times = new Map<number, number>();
    for (const number of arrived) {
      const { message, qos } = promises.get(number) as Promised;
      const before = times.get(number) ?? 0;
      times.set(number, before + 1);
      if (before > 0) continue;
      const line = `${message.topicName} at QoS ${qos}`;
      expect(number, `${way}: order of ${line}`).toBeGreaterThan(firsts.get(line) ?? -1);
      firsts.set(line, number);
    }
    for (const [number, { qos, due }] of promises) {
      const count = times.get(number) ?? 0;
      const what = `${way}: arrivals of message ${number} at QoS ${qos}`;
      if (qos !== 1) expect(count, what).toBeLessThanOrEqual(timesMaximum);
      if (due) expect(count, what).toBeGreaterThanOrEqual(1);
    }
  }
}
