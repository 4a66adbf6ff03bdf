/**
 * A simulated client without its world: one step takes an input and returns what it asks for. No network, no clock, no
 * chance. The rules stand in the client, sender and receiver charts of machines/charts; the files beside this one say
 * what their effects do.
 */
import { type ClientCharts, clientChartsOf, type Engine } from '../../machines/charts/index.ts';
import { ClientCore } from './core.ts';
import { commandEvent, packetEvent } from './events.ts';
import type { Client, ClientInput, ClientOutput } from './messages.ts';
import type { ClientOptions } from './options.ts';
import { allClientPerformers } from './performers.ts';
import { RawClient } from './raw-client.ts';
import { pump } from './sending.ts';
import { type ClientState, copyState, createState, type Owner } from './state.ts';
import { type ClientView, viewOf } from './view.ts';

/** A client that keeps to the law, or with `raw` one that does not. */
export function createClient(options: ClientOptions, engine: Engine = 'compiled'): Client {
  return options.raw ? new RawClient(options) : new SimClient(options, engine);
}

export class SimClient implements Client {
  readonly options: ClientOptions;
  readonly #engine: Engine;
  readonly #charts: ClientCharts;
  #owner: Owner = {};
  #state: ClientState;

  /** @param state for `fork` only */
  constructor(options: ClientOptions, engine: Engine = 'compiled', state?: ClientState) {
    this.options = options;
    this.#engine = engine;
    this.#charts = clientChartsOf(engine);
    this.#state = state ?? createState(this.#start(), this.#owner);
  }

  /**
   * One input, to its end. Nothing comes of what a connection brings that was given up, nor of anything once the
   * client has been stopped.
   * @throws ChartError for an event that no state was made for: a bug of the client or of its world.
   */
  step(input: ClientInput): readonly ClientOutput[] {
    if (this.#state.owner !== this.#owner) this.#state = copyState(this.#state, this.#owner);
    const state = this.#state;
    if (state.snapshot.state.done) return [];
    if ('connection' in input && input.connection !== state.connection) return [];
    const core = new ClientCore(this.options, this.#charts, allClientPerformers, state);
    take(core, input);
    core.drain(pump);
    return core.takeOutputs();
  }

  /** An independent client in the same state, in constant time. */
  fork(): SimClient {
    this.#owner = {};
    return new SimClient(this.options, this.#engine, this.#state);
  }

  view(): ClientView {
    return viewOf(this.options.name, this.#state);
  }

  #start() {
    const { clientId, cleanStart, sessionExpiryIntervalSeconds } = this.options;
    return this.#charts.client.start({
      settings: this.options,
      clientId,
      cleanStart,
      expiryAskedSeconds: sessionExpiryIntervalSeconds,
      purging: false,
      connectAsked: false,
      attempts: 0,
      keepAliveSeconds: 0,
      sessionExpiryIntervalSeconds: 0,
      maximumQos: 2,
      retainAvailable: true,
      end: { cause: 'none', reasonCode: 0, detail: '' },
    }).snapshot;
  }
}

function take(core: ClientCore, input: ClientInput): void {
  switch (input.type) {
    case 'command':
      core.step(commandEvent(input.command));
      break;
    case 'received':
      core.step(packetEvent(core, input.packet));
      break;
    case 'timer':
      core.timeout(input.timer);
      break;
    default:
      core.step({ type: `network.${input.type}` });
  }
}
