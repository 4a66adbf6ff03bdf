/**
 * A world: one broker, its clients, the network between them, a store, and the time that all of them share. Nothing in
 * it happens by itself: `step` takes one of the things that can happen now, or else moves the time on to the next
 * moment when something can.
 *
 *   1. What can happen now is listed: packets that arrive, timers that run out, the store's answer, scripts that go on.
 *   2. The chooser says which of them does, where there are several, and whether a fault strikes.
 *   3. It happens: to the broker as an input, whose effects are performed in order; to a client likewise.
 *   4. When nothing can happen now, the time moves to the next deadline.
 *
 * The broker's side of this stands in broker-side.ts, the clients' in client-side.ts, scripts and faults beside them.
 */

import { IntMap } from '../../machines/collections/int-map.ts';
import { StringMap } from '../../machines/collections/string-map.ts';
import {
  Broker,
  type BrokerOptions,
  DEFAULT_OPTIONS,
  type Malformed,
  type Packet,
} from '../../machines/index.ts';
import type { StoredValue } from '../../machines/stored.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { ChoiceKind, Chooser, Option } from '../choose/chooser.ts';
import { createClient } from '../client/client.ts';
import type { Client, ClientInput } from '../client/messages.ts';
import { DEFAULT_CLIENT_OPTIONS } from '../client/options.ts';
import { Clock } from '../clock.ts';
import type { Moment } from '../moment.ts';
import type { LinkSettings } from '../network/link.ts';
import { Network } from '../network/network.ts';
import {
  DEFAULT_LATENCY_MS,
  type FaultBudget,
  type FaultKind,
  type Scenario,
  type ScenarioClient,
} from '../scenario/scenario.ts';
import { Store, type StoreSettings } from '../store/store.ts';
import { arrivalLabel, arrive } from './arrivals.ts';
import {
  completeStore,
  type Following,
  fireBrokerTimer,
  recover,
  settleBroker,
} from './broker-side.ts';
import { fireClientTimer, settleClients } from './client-side.ts';
import { strike } from './faults.ts';
import type { WorldLog } from './log.ts';
import { advanceClient, advanceWorld, isClientReady, isWorldReady, wake } from './scripts.ts';

/** A packet, or bytes that are none. */
export type Content =
  | { readonly packet: Packet }
  | { readonly malformed: Pick<Malformed, 'reasonCode' | 'detail'> };

/** What is on the network, and what caused it. */
export type Parcel = Content & { readonly by: CauseId };

/** One client, and how far its script has got. */
export interface Actor {
  readonly name: string;
  client: Client;
  /** Next step of its script. */
  at: number;
  /** It waits until a time, or for a condition that has not come about. */
  isWaiting: boolean;
  acknowledged: number;
  received: number;
  /** Number of its link by number of its own connection. */
  links: IntMap<number>;
}

export interface WorldState {
  broker: Broker | undefined;
  readonly actors: Actor[];
  /** Those whose scripts go on and do not wait for a time, in order: nobody else is looked at in a step. */
  awake: readonly number[];
  at: number;
  isWaiting: boolean;
  lastLink: number;
  /** The time does not move beyond it. */
  endsAtMs: number;
  /** Whose link it is: index of the actor, and its own number for the connection. */
  readonly links: IntMap<{ readonly actor: number; readonly connection: number }>;
  /** Packets that are to be lost when they arrive: by client and type, or one of them by what sent it. */
  traps: readonly Trap[];
  faultsLeft: FaultBudget;
  /** What set each timer. */
  readonly causes: StringMap<CauseId>;
}

/** What the chooser is asked, beside what the network and the store leave to it. */
export const WHAT_FIRST = 'what happens first';
export const WHICH_FAULT = 'does a fault strike';

type Trap = { readonly client: string; readonly packet: string } | { readonly by: CauseId };

/** Of the moments in which nothing strikes, for each fault that could. */
const CALM_WEIGHT = 60;

export class World {
  readonly scenario: Scenario;
  readonly options: BrokerOptions;
  readonly log: WorldLog;
  readonly linkSettings: LinkSettings;
  chooser: Chooser;
  clock = new Clock<string>();
  network = new Network<Parcel>();
  store: Store<StoredValue>;
  /** What comes after the input that is being performed, at the same time. Empty between steps. */
  readonly following: Following[] = [];
  /** What clients have yet to be told of this moment. Empty between steps. */
  readonly clients: { index: number; input: ClientInput; by: CauseId }[] = [];
  state: WorldState;

  constructor(scenario: Scenario, chooser: Chooser, log: WorldLog) {
    this.scenario = scenario;
    this.chooser = chooser;
    this.log = log;
    this.options = { ...DEFAULT_OPTIONS, ...scenario.options };
    this.linkSettings = {
      latencyMs: scenario.latencyMs ?? DEFAULT_LATENCY_MS,
      congestedAtPackets: scenario.congestedAtPackets ?? 64,
    };
    this.store = new Store(storeSettings(scenario));
    this.state = {
      broker: new Broker(this.options),
      actors: scenario.clients.map(createActor),
      awake: scenario.clients.flatMap(({ does }, index) => (does.length > 0 ? [index] : [])),
      at: 0,
      isWaiting: false,
      lastLink: 0,
      endsAtMs: scenario.endsAfterSeconds * 1000,
      links: new IntMap(),
      traps: [],
      faultsLeft: scenario.faults ?? {},
      causes: new StringMap(),
    };
  }

  get nowMs(): number {
    return this.clock.nowMs;
  }

  get moment(): Moment {
    return { nowMs: this.nowMs, chooser: this.chooser };
  }

  /** Takes one step. @returns false when the run is over: nothing more can happen, or its time is up. */
  step(): boolean {
    const enabled = this.enabled();
    if (enabled.length === 0) return this.moveOn();
    if (this.strikeMaybe()) return true;
    const index = this.choose(enabled);
    (enabled[index] as Enabled).happen();
    this.settle();
    return true;
  }

  /** What can happen now, in a fixed order. */
  enabled(): Enabled[] {
    const { nowMs, state } = this;
    const enabled: Enabled[] = [];
    for (const key of this.network.due(nowMs)) {
      const label = arrivalLabel(this.network.peek(key));
      enabled.push({ kind: 'deliver', label, happen: () => arrive(this, key) });
    }
    if (this.store.pending > 0 && (this.store.nextDeadlineMs() as number) <= nowMs) {
      enabled.push({ kind: 'store', label: 'store answers', happen: () => completeStore(this) });
    }
    for (const id of this.clock.due(nowMs)) {
      enabled.push({ kind: 'timer', label: id, happen: () => this.fire(id) });
    }
    for (const index of state.awake) {
      if (!isClientReady(this, index)) continue;
      const label = `${state.actors[index]?.name} goes on`;
      enabled.push({ kind: 'client', label, happen: () => advanceClient(this, index) });
    }
    if (isWorldReady(this)) {
      enabled.push({ kind: 'client', label: 'world goes on', happen: () => advanceWorld(this) });
    }
    return enabled;
  }

  /** Lets happen what follows at once, until nothing does. */
  settle(): void {
    while (this.following.length > 0 || this.clients.length > 0) {
      settleBroker(this);
      settleClients(this);
    }
  }

  private choose(enabled: readonly Enabled[]): number {
    const kinds = new Set(enabled.map(({ kind }) => kind));
    const kind: ChoiceKind = kinds.size === 1 ? (enabled[0] as Enabled).kind : 'deliver';
    return this.chooser.choose(kind, WHAT_FIRST, enabled);
  }

  private strikeMaybe(): boolean {
    const { faultsLeft, broker } = this.state;
    if (this.nowMs < (this.scenario.faultsFromSeconds ?? 0) * 1000) return false;
    const strikes: (Option & { readonly fault: FaultKind; readonly link: number })[] = [];
    for (const fault of ['cut', 'halfOpen'] as const) {
      if ((faultsLeft[fault] ?? 0) === 0) continue;
      for (const link of this.network.links()) {
        strikes.push({ label: `${fault} ${link}`, weight: 1, fault, link });
      }
    }
    if ((faultsLeft.crash ?? 0) > 0 && broker !== undefined) {
      strikes.push({ label: 'crash', weight: 1, fault: 'crash', link: 0 });
    }
    if (strikes.length === 0) return false;
    const calm = { label: 'none', weight: CALM_WEIGHT * strikes.length };
    const index = this.chooser.choose('fault', WHICH_FAULT, [calm, ...strikes]);
    const chosen = strikes[index - 1];
    if (chosen === undefined) return false;
    const left = (faultsLeft[chosen.fault] as number) - 1;
    this.state.faultsLeft = { ...faultsLeft, [chosen.fault]: left };
    strike(this, chosen.fault, chosen.link);
    this.settle();
    return true;
  }

  /** When something can happen next; never, when it is infinite. */
  nextDeadlineMs(): number {
    const deadlines = [
      this.network.nextDeadlineMs(),
      this.clock.nextDeadlineMs(),
      this.store.nextDeadlineMs(),
    ];
    return deadlines.reduce<number>((a, b) => Math.min(a, b ?? a), Number.POSITIVE_INFINITY);
  }

  private moveOn(): boolean {
    const next = this.nextDeadlineMs();
    if (next > this.state.endsAtMs) return false;
    this.clock.advanceTo(next);
    return true;
  }

  /** An independent world in the same state, which goes on with another chooser and log. */
  fork(chooser: Chooser, log: WorldLog): World {
    const twin = new World(this.scenario, chooser, log);
    twin.clock = this.clock.fork();
    twin.network = this.network.fork();
    twin.store = this.store.fork();
    const { state } = this;
    twin.state = {
      ...state,
      broker: state.broker?.fork(),
      actors: state.actors.map((actor) => ({
        ...actor,
        client: actor.client.fork(),
        links: actor.links.fork(),
      })),
      links: state.links.fork(),
      causes: state.causes.fork(),
    };
    return twin;
  }

  // Timers: `broker …` as the broker names them, `client 0 …`, `wait 0` and `world` for scripts, `recovery`.

  setTimer(id: string, delayMs: number, by: CauseId): void {
    this.clock.set(id, this.nowMs + delayMs);
    this.state.causes.set(id, by);
  }

  clearTimer(id: string): void {
    if (this.clock.clear(id)) this.state.causes.delete(id);
  }

  private fire(id: string): void {
    this.clock.take(id);
    const by = this.state.causes.get(id);
    this.state.causes.delete(id);
    const [owner = '', which = ''] = id.split(' ', 2);
    if (owner === 'broker') fireBrokerTimer(this, id.slice('broker '.length), by);
    else if (owner === 'client') {
      fireClientTimer(this, Number(which), id.slice(`client ${which} `.length), by);
    } else if (owner === 'wait') wake(this, Number(which));
    else if (owner === 'recovery') recover(this);
    else this.state.isWaiting = false;
  }
}

export function createActor({ name, is }: Pick<ScenarioClient, 'name' | 'is'>): Actor {
  return {
    name,
    client: createClient({ ...DEFAULT_CLIENT_OPTIONS, clientId: name, ...is, name }),
    at: 0,
    isWaiting: false,
    acknowledged: 0,
    received: 0,
    links: new IntMap(),
  };
}

/** One thing that can happen now. */
export interface Enabled extends Option {
  readonly kind: ChoiceKind;
  readonly happen: () => void;
}

function storeSettings({ store }: Scenario): StoreSettings {
  return {
    latencyMs: store?.latencyMs ?? { min: 0, max: 0 },
    failurePercent: store?.failurePercent ?? 0,
  };
}
