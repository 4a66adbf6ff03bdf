/**
 * A client that keeps to no law: it opens, sends and closes as its script says, and answers nothing. For what the broker
 * has to do about clients that do not conform.
 *
 * Of the commands it knows `connect` (opens the network, and sends nothing), `send`, `disconnect` and `stop` (close),
 * and `drop` (tears down). The rest is for clients that know what they mean, and is refused.
 */
import type { Client, ClientCommand, ClientInput, ClientOutput } from './messages.ts';
import type { ClientOptions } from './options.ts';
import type { ClientView } from './view.ts';

type RawPhase = 'disconnected' | 'opening' | 'open' | 'ended';

export class RawClient implements Client {
  readonly options: ClientOptions;
  #phase: RawPhase = 'disconnected';
  #connection = 0;
  #connections = 0;

  constructor(options: ClientOptions) {
    this.options = options;
  }

  step(input: ClientInput): readonly ClientOutput[] {
    if (input.type === 'command') return this.#command(input.command);
    // It has no timers; and what a packet from the broker says is all one to it.
    if (input.type === 'timer' || input.type === 'received') return [];
    if (input.connection !== this.#connection) return [];
    if (input.type === 'opened') return [this.#enter('open')];
    this.#connection = 0;
    return [this.#enter('disconnected')];
  }

  fork(): RawClient {
    const twin = new RawClient(this.options);
    twin.#phase = this.#phase;
    twin.#connection = this.#connection;
    twin.#connections = this.#connections;
    return twin;
  }

  view(): ClientView {
    return {
      name: this.options.name,
      clientId: this.options.clientId,
      phase: this.#phase,
      state: this.#phase,
      end: { cause: 'none', reasonCode: 0, detail: '' },
      connection: this.#connection,
      session: undefined,
      sendQuota: 0,
      queued: [],
      requests: [],
      unanswered: [],
      heldAcknowledgements: [],
    };
  }

  #command(command: ClientCommand): readonly ClientOutput[] {
    if (this.#phase === 'ended') return [];
    const connection = this.#connection;
    switch (command.type) {
      case 'connect':
        if (connection !== 0) return [];
        this.#connection = ++this.#connections;
        return [this.#enter('opening'), { type: 'open', connection: this.#connection }];
      case 'send':
        if (this.#phase !== 'open') return [];
        return [{ type: 'send', connection, packet: command.packet }];
      case 'drop':
      case 'disconnect':
      case 'stop': {
        this.#connection = 0;
        const entered = this.#enter(command.type === 'stop' ? 'ended' : 'disconnected');
        const abort = command.type === 'drop';
        return connection === 0 ? [entered] : [entered, { type: 'close', connection, abort }];
      }
      default:
        return [{ type: 'refused', command }];
    }
  }

  #enter(phase: RawPhase): ClientOutput {
    this.#phase = phase;
    return { type: 'state', state: phase, cause: 'none' };
  }
}
