/** Tells what a broker does, a line for each effect that a reader cares about. */
import {
  type Effect,
  type LifecycleEvent,
  reasonCodeName,
  type TimerId,
  unreachable,
} from '../../../machines/index.ts';
import type { Watcher, World } from '../world/world.ts';
import { hex, packetInWords, valueInWords } from './packet-in-words.ts';

/** What a transcript can ask to be told on top: `log timers`. */
export type Topic =
  | 'timers'
  | 'connections'
  | 'subscriptions'
  | 'properties'
  | 'writes'
  | 'clauses';

/** `sessionTakenOver` as people write it. */
function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export class Narrator implements Watcher {
  readonly topics = new Set<Topic>();
  readonly #world: World;
  readonly #clientIds = new Map<number, string>();
  #lines: string[] = [];
  #toldMs = -1;

  constructor(world: World) {
    this.#world = world;
  }

  effect(effect: Effect): void {
    const line = this.#inWords(effect);
    if (line === undefined) return;
    const { nowMs } = this.#world.clock;
    const time = nowMs === this.#toldMs ? '' : `${(nowMs / 1000).toFixed(3)} s`;
    this.#toldMs = nowMs;
    this.#lines.push(`${time.padStart(12)}  ${line}`);
  }

  /** The lines since the last time, the first of them with the time. */
  take(): readonly string[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#toldMs = -1;
    return lines;
  }

  #inWords(effect: Effect): string | undefined {
    const name = (connection: number) => this.#world.nameOf(connection);
    switch (effect.type) {
      case 'transmit': {
        const { receiveMaximum } = this.#world.options;
        const wording = { allProperties: this.topics.has('properties'), receiveMaximum };
        const words = packetInWords(effect.packet, effect.version, wording);
        return `${name(effect.connection)} ← ${words}`;
      }
      case 'close':
        return `${name(effect.connection)} ${effect.abort ? 'aborted' : 'closed'} by the broker`;
      case 'setTimer':
        return this.#timer(effect.timer, `${effect.delayMs / 1000} s`);
      case 'clearTimer':
        return this.#timer(effect.timer, 'cleared');
      case 'authenticate': {
        const { connection, method, data, again } = effect;
        const words = [
          ...(method === undefined ? [] : [` by ${method}`]),
          ...(data === undefined ? [] : [` "${valueInWords(data)}"`]),
          ...(again ? [' again'] : []),
        ];
        return `authenticator asked who ${name(connection)} is${words.join('')}`;
      }
      case 'authorize': {
        const verb = effect.action === 'publish' ? 'publish' : 'subscribe';
        return `authorizer asked whether ${effect.clientId} may ${verb} to ${effect.topics.join(', ')}`;
      }
      case 'store':
        if (!this.topics.has('writes')) return undefined;
        return `store asked to write ${effect.writes.map(({ type, key }) => `${type} ${key}`).join(', ')}`;
      case 'hand':
        return `program's subscriber ${effect.subscriber} ← ${effect.message.topicName} "${valueInWords(effect.message.payload)}"`;
      case 'announce':
        return this.#announcement(effect.event);
      default:
        return unreachable(effect);
    }
  }

  #timer(timer: TimerId, words: string): string | undefined {
    if (!this.topics.has('timers')) return undefined;
    const [kind, number, name] = timer.split(' ');
    const owner =
      kind === 'connection'
        ? this.#world.nameOf(Number(number))
        : `${kind} ${this.#clientIds.get(Number(number))}`;
    return `timer ${name} of ${owner}: ${words}`;
  }

  #announcement(event: LifecycleEvent): string | undefined {
    if ('session' in event) this.#clientIds.set(event.session, event.clientId);
    switch (event.type) {
      case 'connection.opened':
      case 'connection.closed':
      case 'client.connected':
        if (!this.topics.has('connections')) return undefined;
        return `${this.#world.nameOf(event.connection)} ${event.type.replace(/.*\./, '')}`;
      case 'client.refused':
      case 'client.disconnected': {
        const what = event.type === 'client.refused' ? 'refused' : 'disconnected';
        const detail = event.detail === '' ? '' : `, ${event.detail}`;
        const isTold = this.topics.has('clauses') && event.clauses.length > 0;
        const law = isTold ? ` [${event.clauses.join(', ')}]` : '';
        return `${this.#world.nameOf(event.connection)} ${what}: ${spaced(event.cause)}${detail}${law}`;
      }
      case 'session.created':
      case 'session.resumed':
      case 'session.takenOver':
      case 'session.offline':
      case 'session.ended':
      case 'message.dropped':
        return `session ${event.clientId}: ${this.#ofSession(event)}`;
      case 'will.delayed':
        return `will ${event.topicName} delayed ${event.delaySeconds} s`;
      case 'will.published':
      case 'will.deleted':
        return `will ${event.topicName} ${event.type.slice('will.'.length)}`;
      case 'subscription.added':
      case 'subscription.removed':
        // SUBACK and UNSUBACK say the same.
        if (!this.topics.has('subscriptions')) return undefined;
        return `session ${event.clientId}: ${event.topicFilter} ${event.type.replace(/.*\./, '')}`;
      case 'subscription.refused': {
        if (!this.topics.has('subscriptions')) return undefined;
        const { limit } = event;
        const why = limit === undefined ? '' : `, ${limit.option} is ${limit.maximum}`;
        return `session ${event.clientId}: ${event.topicFilter} refused${why}`;
      }
      case 'retained.refused':
        return `session ${event.clientId}: message on ${event.topicName} not retained`;
      case 'publish.refused':
        return `${this.#world.nameOf(event.connection)} may not publish to ${event.topicName}: ${reasonCodeName(event.reasonCode)} (${hex(event.reasonCode)})`;
      default:
        return unreachable(event);
    }
  }

  #ofSession(
    event: Extract<LifecycleEvent, { type: `session.${string}` | 'message.dropped' }>,
  ): string {
    switch (event.type) {
      case 'session.takenOver':
        return `taken over from ${this.#world.nameOf(event.existing)} by ${this.#world.nameOf(event.incoming)}`;
      case 'session.offline': {
        const { expiresInSeconds } = event;
        return expiresInSeconds === undefined
          ? 'offline, never expires'
          : `offline, expires in ${expiresInSeconds} s`;
      }
      case 'session.ended':
        return `ended, ${spaced(event.cause)}${event.dropped > 0 ? `, messages dropped: ${event.dropped}` : ''}`;
      case 'message.dropped':
        return `message on ${event.topicName} dropped, ${spaced(event.cause)}, ${event.total} in all`;
      case 'session.created':
      case 'session.resumed':
        return event.type.slice('session.'.length);
      default:
        return unreachable(event);
    }
  }
}
