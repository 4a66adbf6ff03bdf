/** What in a trace concerns one client: its connections, its sessions, and what is said of either. */
import type { Effect, Input } from '../../machines/index.ts';

export class Narrowing {
  readonly #clientId: string;
  readonly #connections = new Set<number>();
  readonly #sessions = new Set<number>();
  #hasMet = false;

  constructor(clientId: string) {
    this.#clientId = clientId;
  }

  /** Whether the client has come up at all. */
  get hasMet(): boolean {
    return this.#hasMet;
  }

  learn(input: Input, effects: readonly Effect[]): void {
    if (input.type === 'received' && input.packet.type === 'CONNECT') {
      if (input.packet.clientId === this.#clientId) {
        this.#connections.add(input.connection);
        this.#hasMet = true;
      }
    }
    for (const effect of effects) {
      if (effect.type !== 'announce') continue;
      const { event } = effect;
      if (event.clientId !== this.#clientId) continue;
      this.#hasMet = true;
      if ('connection' in event && event.connection > 0) this.#connections.add(event.connection);
      if ('session' in event) this.#sessions.add(event.session);
    }
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
