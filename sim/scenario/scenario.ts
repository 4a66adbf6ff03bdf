/**
 * The language of scenarios: which clients there are, what each does in order, what the network and the store are like,
 * and what may fail. A scenario fixes what is wanted, and leaves open what is chance: latencies, the order of what
 * happens at the same time, and when faults strike. Tests, command line and visualizer run the same ones.
 */
import type { BrokerOptions, QoS } from '../../machines/index.ts';
import type { Range } from '../choose/latency.ts';
import type { ClientOptions } from '../client/options.ts';

/** Of a scenario that says nothing about its network. */
export const DEFAULT_LATENCY_MS: Range = { min: 1, max: 20 };

export interface Scenario {
  /** As the command line calls it: `takeover-5.0`. */
  readonly name: string;
  /** One sentence about what happens. */
  readonly title: string;
  /** What to look at, and by which statements of the standard it is so. */
  readonly about: string;
  /** Where they differ from the defaults. */
  readonly options?: Partial<BrokerOptions>;
  readonly clients: readonly ScenarioClient[];
  /** What is done to the network, the broker and its store, in order. */
  readonly world?: readonly WorldStep[];
  /** How long a packet takes, either way. */
  readonly latencyMs?: Range;
  /** How many packets on their way make a sender congested. */
  readonly congestedAtPackets?: number;
  /** The store of a durable broker. */
  readonly store?: { readonly latencyMs?: Range; readonly failurePercent?: number };
  /**
   * What may strike at any moment, and how often at most in one run. Where there is such a budget, all that is said
   * here of faults, latencies and the store are limits, within which each seed is dealt its own (settle.ts).
   */
  readonly faults?: FaultBudget;
  /** Nothing strikes before that time. */
  readonly faultsFromSeconds?: number;
  /** Virtual time after which the run ends, if it has not come to rest before. */
  readonly endsAfterSeconds: number;
}

export interface ScenarioClient {
  /** As the timeline calls it: `c1`. */
  readonly name: string;
  /** What kind of client it is. */
  readonly is: Omit<Partial<ClientOptions>, 'name'>;
  readonly does: readonly ClientStep[];
}

export type ClientStep =
  | {
      readonly do: 'connect';
      /** In place of what the client usually says. */
      readonly cleanStart?: boolean;
      readonly sessionExpiryIntervalSeconds?: number;
    }
  | {
      readonly do: 'publish';
      readonly topicName: string;
      readonly qos: QoS;
      readonly payload: string;
      readonly retain: boolean;
      /** Message Expiry Interval; 5.0 only. */
      readonly messageExpiryIntervalSeconds?: number;
    }
  | { readonly do: 'subscribe'; readonly topicFilter: string; readonly qos: QoS }
  | { readonly do: 'unsubscribe'; readonly topicFilter: string }
  | {
      readonly do: 'disconnect';
      readonly reasonCode: number;
      readonly sessionExpiryIntervalSeconds?: number;
    }
  /** The client's machine tears the connection down without a word. */
  | { readonly do: 'drop' }
  /** The client goes on when so much time has passed. */
  | { readonly do: 'wait'; readonly seconds: number }
  /** The client goes on when it has come to that. */
  | { readonly do: 'await'; readonly what: ClientCondition; readonly count: number };

/** `connected` and `disconnected` are states; `received` counts messages, since the run began. */
export type ClientCondition = 'connected' | 'disconnected' | 'acknowledged' | 'received';

export type FaultKind = 'cut' | 'halfOpen' | 'crash';

export type FaultBudget = { readonly [Kind in FaultKind]?: number };

export type WorldStep =
  | { readonly do: 'wait'; readonly seconds: number }
  | {
      readonly do: 'await';
      readonly client: string;
      readonly what: ClientCondition;
      readonly count: number;
    }
  /** The client's connection fails for both sides. */
  | { readonly do: 'cut'; readonly client: string }
  /** The connection fails at the moment the packet would have arrived: the packet is lost. */
  | { readonly do: 'lose'; readonly client: string; readonly packet: string }
  /** The connection fails, and neither side learns of it. */
  | { readonly do: 'halfOpen'; readonly client: string }
  | { readonly do: 'partition'; readonly client: string }
  | { readonly do: 'heal'; readonly client: string }
  /** The client does not read any more, or reads again. */
  | { readonly do: 'stall'; readonly client: string }
  | { readonly do: 'unstall'; readonly client: string }
  /** The broker is gone, and all connections with it; its store stays. */
  | { readonly do: 'crash' }
  /** The broker is there again, with what its store has. */
  | { readonly do: 'recover' }
  | { readonly do: 'kick'; readonly clientId: string; readonly reasonCode: number }
  | { readonly do: 'shutdown' };
