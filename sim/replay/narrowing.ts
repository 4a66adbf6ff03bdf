/** What in a trace concerns one client: its connections, its sessions, and what is said of either. */
import type { Effect, Input } from '../../machines/index.ts';
import { CLIENTS_KEPT } from '../inspect/clients.ts';

export class Narrowing {
  readonly #clientId: string;
  readonly #connections = new Set<number>();
  readonly #sessions = new Set<number>();
  /** Who came up as long as the client had not. */
  readonly #others = new Set<string>();
  #hasMet = false;

  constructor(clientId: string) {
    this.#clientId = clientId;
  }

  /** Whether the client has come up at all. */
  get hasMet(): boolean {
    return this.#hasMet;
  }

  /** The clients that have come up in its place. */
  get others(): Iterable<string> {
    return this.#others;
  }

  learn(input: Input, effects: readonly Effect[]): void {
    if (input.type === 'received' && input.packet.type === 'CONNECT') {
      this.#meet(input.packet.clientId);
      if (input.packet.clientId === this.#clientId) this.#connections.add(input.connection);
    }
    for (const effect of effects) {
      if (effect.type !== 'announce') continue;
      const { event } = effect;
      this.#meet(event.clientId);
      if (event.clientId !== this.#clientId) continue;
      if ('connection' in event && event.connection > 0) this.#connections.add(event.connection);
      if ('session' in event) this.#sessions.add(event.session);
    }
  }

  #meet(clientId: string): void {
    if (this.#hasMet) return;
    if (clientId === this.#clientId) this.#hasMet = true;
    else if (this.#others.size < CLIENTS_KEPT) this.#others.add(clientId);
  }

  /** Of an input, or of an effect from parsed JSON. */
  concerns(value: unknown): boolean {
    const { connection, timer, event, clientId, command } = value as Partial<Record<string, never>>;
    if (typeof connection === 'number' && this.#connections.has(connection)) return true;
    if (clientId === this.#clientId || command?.['clientId'] === this.#clientId) return true;
    if (event !== undefined) {
      const { clientId, connection } = event as { clientId?: string; connection?: number };
      return clientId === this.#clientId || this.#connections.has(connection ?? 0);
    }
    return typeof timer === 'string' && this.#ownsTimer(timer);
  }

  /** When a connection is gone nothing concerns it any more. */
  forget(input: Input): void {
    if (input.type === 'closed') this.#connections.delete(input.connection);
  }

  #ownsTimer(timer: string): boolean {
    const [kind, number] = timer.split(' ');
    const own = kind === 'connection' ? this.#connections : this.#sessions;
    return own.has(Number(number));
  }
}
